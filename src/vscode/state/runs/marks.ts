/**
 * What is being evaluated, kept on disk while it is: a window that is reloaded, or a host that crashes, takes its run with it, and
 * the next one can say so. A mark is alive while its process is and has touched it lately; a process's number alone may be
 * another one's by now.
 */
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface UnderWay {
  /** Absolute. */
  specPath: string;
  /** Names of the sources and models that the run is limited to. */
  parts?: string[];
  /** Where its report is written in the end. */
  reportPath: string;
  /** The process of the window that waits for it. */
  pid: number;
}

export interface Mark extends UnderWay {
  /** The mark's own file. */
  file: string;
  /** Whether somebody still waits for the run. */
  alive: boolean;
}

const TOUCHED_EVERY_MS = 5_000;
/** A busy machine may be late, and one that slept wakes with all its marks old. */
const SILENT_AFTER_MS = 60_000;

let made = 0;

/** Marks a run. @returns what ends the mark. A folder that cannot be written keeps no mark. */
export async function mark(folder: string, run: Omit<UnderWay, 'pid'>): Promise<() => Promise<void>> {
  const file = join(folder, `${process.pid}-${++made}.json`);
  const timer = setInterval(() => void touch(file), TOUCHED_EVERY_MS);
  timer.unref();
  await mkdir(folder, { recursive: true })
    .then(() => writeFile(file, JSON.stringify({ ...run, pid: process.pid })))
    .catch(() => undefined);
  return async () => {
    clearInterval(timer);
    await forget(file);
  };
}

/** The marks in a folder; those that cannot be read are removed. */
export async function marksIn(folder: string, now = Date.now()): Promise<Mark[]> {
  const names = await readdir(folder).catch(() => []);
  const marks = await Promise.all(names.map((name) => readMark(join(folder, name), now)));
  return marks.filter((found) => found !== undefined);
}

export async function forget(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}

async function readMark(file: string, now: number): Promise<Mark | undefined> {
  try {
    const run = JSON.parse(await readFile(file, 'utf8'));
    const { specPath, reportPath, parts, pid } = run;
    if (![specPath, reportPath].every((path) => typeof path === 'string')) throw new Error('not a mark');
    const names = Array.isArray(parts) ? { parts: parts.filter((part) => typeof part === 'string') } : {};
    const silent = now - (await stat(file)).mtimeMs > SILENT_AFTER_MS;
    return { specPath, reportPath, ...names, pid, file, alive: !silent && runs(pid) };
  } catch {
    await forget(file);
    return undefined;
  }
}

function runs(pid: unknown): boolean {
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}
