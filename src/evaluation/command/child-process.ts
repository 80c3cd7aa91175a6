/**
 * Runs a program of the user's as a child process in a group of its own, so that all that it starts ends with it. Its output
 * goes to a file, whole; the last lines of what it complains of are kept for the one sentence that reports a failure.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../../report/failure.ts';
import type { ProgramCall, ProgramEnd } from '../../report/progress.ts';
import { notFound } from './call.ts';

/** Asked to end, a program has so long to put things in order before it is killed. */
const GRACE_MS = 400;
/** Output that a process still holds open after its end (a daemon that it left behind) is waited for so long. */
const DRAIN_MS = 1000;
/** Lines of error output that are kept, and characters of each. */
const KEPT_LINES = 5;
const KEPT_WIDTH = 300;

const isWindows = process.platform === 'win32';

/** Whatever ends this process ends them too. */
const running = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of running) end(child, 'SIGKILL');
};

/** @see RunProgram */
export async function runChildProcess(call: ProgramCall, signal: AbortSignal): Promise<ProgramEnd> {
  const log = createWriteStream(call.logPath);
  const logged = finished(log).catch(() => undefined); // a full disk must not end a run whose predictions are there
  const child = spawn(call.program, [...call.args], {
    cwd: call.cwd,
    env: { ...process.env, ...call.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows, // a process group, which can be ended as one
    windowsVerbatimArguments: isWindows && /(^|[\\/])cmd\.exe$/i.test(call.program),
    windowsHide: true,
  });
  if (running.size === 0) process.once('exit', killAll);
  running.add(child);
  const complaint = keepLastLines(child);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  try {
    const { code, ended } = await untilEnd(child, call, signal);
    return {
      exitCode: code ?? undefined,
      ...(ended !== null && { reason: `signal ${ended}` }),
      complaint: complaint(),
      output: call.logPath,
    };
  } finally {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', killAll);
    end(child, 'SIGKILL'); // whatever it left behind
    log.end();
    await logged;
  }
}

interface Ended {
  code: number | null;
  ended: NodeJS.Signals | null;
}

function untilEnd(child: ChildProcess, call: ProgramCall, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let over = false;
    const settle = (act: () => void): void => {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', onAbort);
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      act();
    };
    const onAbort = (): void => {
      void endGroup(child).then(() => settle(() => resolve({ code: null, ended: 'SIGKILL' })));
    };
    child.once('error', (error: NodeJS.ErrnoException) => settle(() => reject(notStarted(call, error))));
    child.once('close', (code, ended) => settle(() => resolve({ code, ended })));
    child.once('exit', async (code, ended) => {
      await sleep(DRAIN_MS);
      if (!signal.aborted) settle(() => resolve({ code, ended }));
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Asks the whole group to end, and kills what has not: also what the program itself left behind. */
async function endGroup(child: ChildProcess): Promise<void> {
  end(child, 'SIGTERM');
  const asked = performance.now();
  while (performance.now() - asked < GRACE_MS && groupLives(child)) await sleep(20);
  end(child, 'SIGKILL');
  await sleep(20);
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (isWindows) {
    if (child.exitCode === null)
      spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function groupLives(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  if (isWindows) return child.exitCode === null && child.signalCode === null;
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}

function keepLastLines(child: ChildProcess): () => string[] {
  let lines: string[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split(/\r?\n|\r/);
    rest = (parts.pop() ?? '').slice(-KEPT_WIDTH); // a progress bar that never ends its line must not fill the memory
    lines = [...lines, ...parts.filter((line) => line.trim() !== '')].slice(-KEPT_LINES);
  });
  return () =>
    [...lines, rest]
      .map((line) => line.trim().slice(0, KEPT_WIDTH))
      .filter(Boolean)
      .slice(-KEPT_LINES);
}

function notStarted({ program, cwd }: ProgramCall, error: NodeJS.ErrnoException): Failure {
  const known = error.code === 'ENOENT' || error.code === 'EACCES';
  return notFound(program, cwd, undefined, known ? undefined : error.message);
}
