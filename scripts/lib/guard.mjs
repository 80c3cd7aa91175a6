// @ts-check
/**
 * `node guard.mjs COMMAND ARGUMENTS`: runs a server that must not outlive whoever started it. Started as the leader of
 * a process group, it ends the whole group when its standard input closes, which happens however its parent dies.
 */
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));

function endGroup() {
  process.on('SIGTERM', () => undefined); // this process is in the group too, and has more to do
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 3_000);
}
process.stdin.on('end', endGroup).on('error', endGroup).resume();
