/**
 * Runs a program of the user's as a child process in a group of its own, so that all that it starts ends with it: the one
 * way to run one, of the command line and of the editor. Its output goes where the caller says, whole; the last lines of what
 * it complains of are kept for the one sentence that reports a failure.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { Failure } from '../common/failure.ts';
import type { ProgramCall, ProgramEnd } from '../common/progress.ts';
import { notFound } from './not-found.ts';
import { watchGroup } from './watch.ts';

/** Asked to end, a program has so long to put things in order before it is killed. */
const GRACE_MS = 300;
/** Killed, it is waited for so long: a busy system takes its time, and a run must end within a second. */
const KILL_MS = 300;
/** Output that a process still holds open after its end (a daemon that it left behind) is waited for so long. */
const DRAIN_MS = 1000;
/** Lines of error output that are kept, and characters of each, colours not counted. */
const KEPT_LINES = 5;
const KEPT_WIDTH = 300;

const isWindows = process.platform === 'win32';

/** Whatever ends this process ends them too. */
const running = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of running) end(child, 'SIGKILL');
};

type Call = Omit<ProgramCall, 'title' | 'logPath'>;

/**
 * @param show is given what the program writes, its output and its error output
 * @param inherited the environment beside that of the call
 * @throws Failure `command-not-found`
 */
export async function runChildProcess(
  call: Call,
  signal: AbortSignal,
  show: (output: Readable) => void,
  inherited: NodeJS.ProcessEnv = process.env,
): Promise<Omit<ProgramEnd, 'output'>> {
  const child = spawn(call.program, [...call.args], {
    cwd: call.cwd,
    env: { ...inherited, ...call.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows, // a process group, which can be ended as one
    windowsVerbatimArguments: isWindows && /(^|[\\/])cmd\.exe$/i.test(call.program),
    windowsHide: true,
  });
  if (running.size === 0) process.once('exit', killAll);
  running.add(child);
  const release = child.pid === undefined || isWindows ? undefined : watchGroup(child.pid);
  const complaint = keepLastLines(child);
  for (const output of [child.stdout, child.stderr]) if (output !== null) show(output);
  try {
    const { code, ended } = await untilEnd(child, call, signal);
    return {
      exitCode: code ?? undefined,
      ...(ended !== null && { reason: `signal ${ended}` }),
      complaint: complaint(),
    };
  } finally {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', killAll);
    end(child, 'SIGKILL'); // whatever it left behind
    release?.();
  }
}

interface Ended {
  code: number | null;
  ended: NodeJS.Signals | null;
}

function untilEnd(child: ChildProcess, call: Call, signal: AbortSignal): Promise<Ended> {
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
  await untilGone(child, GRACE_MS);
  end(child, 'SIGKILL');
  await untilGone(child, KILL_MS);
}

async function untilGone(child: ChildProcess, milliseconds: number): Promise<void> {
  const asked = performance.now();
  while (performance.now() - asked < milliseconds && groupLives(child)) await sleep(20);
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
      .map((line) => plain(line).trim().slice(0, KEPT_WIDTH))
      .filter(Boolean)
      .slice(-KEPT_LINES);
}

/** Without colours and other orders to a terminal: the line becomes part of a sentence, in places that are none. */
function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: whatever is left of them
  return stripVTControlCharacters(line).replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');
}

function notStarted({ cwd, program }: Call, error: NodeJS.ErrnoException): Failure {
  const known = error.code === 'ENOENT' || error.code === 'EACCES';
  return notFound(program, cwd, undefined, known ? undefined : error.message);
}
