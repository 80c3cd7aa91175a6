/**
 * Ends a program's process group when this process is gone, however it went: a killed process cannot end what it started. A
 * shell waits at a pipe whose other end this process holds, and the system closes that end with the process.
 */
import { spawn } from 'node:child_process';

/** Reads the group, then waits: a line lets it go, the end of the pipe makes it kill. */
const SCRIPT = 'read -r group && { read -r line || kill -s KILL -- "-$group"; }';

/**
 * @param group id of the process group
 * @returns what ends the watch and leaves the group alone
 */
export function watchGroup(group: number): () => void {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // Ctrl-C in the terminal is not for it
  });
  shell.on('error', () => undefined); // a system without a shell: as before, an orderly end ends the group
  shell.stdin.on('error', () => undefined);
  shell.unref();
  shell.stdin.write(`${group}\n`);
  return () => void shell.stdin.end('released\n');
}
