/** What commands do, once one of them runs. All ask for it here: an import at each place is 70 bytes of the host's code, seventeen times. */
export const actions = () => import('./actions.ts');
