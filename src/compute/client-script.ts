/**
 * A bundled script in a process of its own, started as the compute process is: for work that needs a native library once and
 * no conversation. Its output goes to the log.
 */
import { fork } from 'node:child_process';
import { Cancelled, Failure } from '../common/failure.ts';
import { childEnvironment, forwardLines, type Log } from './process.ts';

/** @throws Cancelled as soon as the signal aborts, the process being killed; Failure where the script fails. */
export function runScript(
  path: string,
  args: readonly string[],
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Cancelled());
      return;
    }
    const child = fork(path, [...args], {
      execArgv: [],
      env: childEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let lastLine: string | undefined;
    forwardLines(child.stdout, (line) => log('info', line));
    forwardLines(child.stderr, (line) => {
      lastLine = line;
      log('warn', line);
    });
    const kill = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    const settle = (reason: string | undefined): void => {
      signal.removeEventListener('abort', kill);
      if (signal.aborted) reject(new Cancelled());
      else if (reason === undefined) resolve();
      else reject(new Failure('internal', 'script-failed', lastLine ?? `The process ended (${reason}).`));
    };
    child.on('error', (error) => settle(error.message));
    child.on('close', (code, ended) =>
      settle(code === 0 ? undefined : ended === null ? `exit code ${code}` : `signal ${ended}`),
    );
  });
}
