/** What a spec needs, once there is one. All ask for it here, as for what commands do (../commands/later.ts). */
export const withSpec = () => import('./with-spec.ts');
