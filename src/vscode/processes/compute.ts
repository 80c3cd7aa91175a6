/** What talks to processes of our own and runs those of others, as one piece of the host's code: it is read with the first of them. */
export { ComputeClient } from '../../compute/client.ts';
export { runScript } from '../../compute/client-script.ts';
export { runAsTask } from './run-program.ts';
