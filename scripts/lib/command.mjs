// @ts-check
/** Starts other programs: output passed through, exit code returned, and nothing left running when a script ends. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './project.mjs';

/**
 * @typedef {import('node:child_process').SpawnOptions & {onText?: (text: string) => void}} Options
 * `onText` receives what the program prints where `stdio` pipes it.
 */

/** What is running: one listener ends all of it, since Node warns of more than ten. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/**
 * Runs a program to its end. `stdio` is inherited unless given.
 * @param {string} command @param {string[]} args @param {Options} [options]
 * @returns {Promise<number>} its exit code; 127 when it could not be started, 128 + n when signal n ended it.
 */
export function run(command, args, { onText = () => undefined, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onText);
    running.add(child);
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      running.delete(child);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/**
 * Runs a program that starts others. When it takes longer than `seconds`, or this process dies, all of them end.
 * @param {string} command @param {string[]} args @param {{env: NodeJS.ProcessEnv, seconds: number}} options
 * @returns {Promise<number>} its exit code; 124 when its time was up.
 */
export function runGuarded(command, args, { env, seconds }) {
  return new Promise((resolve) => {
    const guard = [join(import.meta.dirname, 'guard.mjs'), command, ...args];
    /** @type {import('node:child_process').SpawnOptions} */
    const options = { cwd: root, stdio: ['pipe', 'inherit', 'inherit'], env, detached: true };
    const child = spawn(process.execPath, guard, options);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.stdin?.end();
    }, seconds * 1000);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(late ? 124 : (code ?? 1));
    });
  });
}

/**
 * Runs a program and keeps what it prints, standard output and error together.
 * @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{code: number, text: string}>}
 */
export async function capture(command, args, options = {}) {
  let text = '';
  const code = await run(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    onText: (part) => {
      text += part;
    },
  });
  return { code, text };
}
