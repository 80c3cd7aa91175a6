/**
 * Where reports live and how they get there. A report is written aside, synced and renamed, so that a crash or a full
 * disk leaves the previous one whole; it is read only through the schema, so that no surface shows a damaged number.
 */
import { access, constants, open, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeAside } from '../../common/aside.ts';
import { check, firstReason } from '../../common/check.ts';
import { Failure } from '../../common/failure.ts';
import { makeFolder } from '../../common/folder.ts';
import { type Report, ReportSchema } from '../schema.ts';

/** `lis.yaml` → `lis`, `ctr.lis.yaml` → `ctr`. */
function runName(specPath: string): string {
  return basename(specPath).replace(/(\.lis)?\.ya?ml$/i, '') || 'lis';
}

/** Where the runs of a spec are kept by default: `.lis/runs` beside it. */
export function runsFolder(specPath: string): string {
  return join(dirname(resolve(specPath)), '.lis', 'runs');
}

/** Where runs of a spec keep what takes long to make again: `.lis/cache` beside it, safe to delete at any time. */
export function cacheFolder(specPath: string): string {
  return join(dirname(resolve(specPath)), '.lis', 'cache');
}

/**
 * Where a run that starts now writes its report: `.lis/runs/<time>-<spec>.json` beside the spec. The time is UTC, so that
 * names sort by age; it lies after that of every earlier run, also where the clock was set back.
 */
export async function newRunPath(specPath: string, now: Date): Promise<string> {
  const newest = await newestRun(specPath);
  const after = newest === undefined ? Number.NaN : Date.parse(runTime(newest)) + 1;
  return runPath(specPath, new Date(after > now.getTime() ? after : now));
}

/** The name of a run of a given start. */
export function runPath(specPath: string, time: Date): string {
  const name = `${time.toISOString().replace(/[:.]/g, '-')}-${runName(specPath)}.json`;
  return join(runsFolder(specPath), name);
}

/** The name of a run a millisecond later than another. */
function laterRun(path: string): string {
  const later = new Date(Date.parse(runTime(path)) + 1).toISOString().replace(/[:.]/g, '-');
  return join(dirname(path), basename(path).replace(RUN_TIME, later));
}

/** The time that begins the name of a run. */
const RUN_TIME = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d+Z)/;

/** `…/2026-11-26T17-54-00-123Z-lis.json` → `2026-11-26T17:54:00.123Z`: known also of a damaged report. */
export function runTime(path: string): string {
  return (
    RUN_TIME.exec(basename(path))
      ?.slice(1)
      .join(':')
      .replace(/:(\d+Z)$/, '.$1') ?? ''
  );
}

/** A report as its file holds it. @throws Failure `internal` when the report breaks its own schema. */
export function reportText(report: Report): string {
  const checked = check(ReportSchema, report);
  if (!checked.success) {
    throw new Failure(
      'internal',
      'invalid-report',
      `The report is not valid: ${firstReason(checked.error)}.`,
    );
  }
  return `${JSON.stringify(checked.data, null, 2)}\n`;
}

/**
 * Writes a report so that `path` holds either what it held before or all of the new one.
 * @throws Failure `internal` when the report breaks its own schema, `resource` when the disk refuses.
 */
export async function writeReport(path: string, report: Report): Promise<void> {
  const target = await realpath(path).catch(() => resolve(path)); // a link stays a link
  await write(path, target, reportText(report));
}

/**
 * Writes the report of a run among the runs of its spec, of which it replaces none.
 * @param path of `newRunPath`; a file of another name is replaced, as by `writeReport`
 * @returns the path written: a millisecond later where another run has taken that name meanwhile
 * @throws Failure as `writeReport`
 */
export async function writeRun(path: string, report: Report): Promise<string> {
  if (runTime(path) === '') {
    await writeReport(path, report);
    return path;
  }
  const text = reportText(report);
  for (let free = resolve(path); ; free = laterRun(free)) {
    if (await write(free, free, text, { keep: true })) return free;
  }
}

/** @returns false where the file exists and is to be kept. */
async function write(
  shown: string,
  target: string,
  text: string,
  options = { keep: false },
): Promise<boolean> {
  try {
    await makeFolder(dirname(target));
    await ignoreCache(target);
    await writeAside(target, (aside) => writeFile(aside, text), options);
    return true;
  } catch (error) {
    if (options.keep && (error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(shown, error as NodeJS.ErrnoException);
  }
}

/**
 * Fails now where `writeReport` would fail after the run: a folder that cannot be written or made, or is no folder; and
 * where it would replace what no report is, such as the spec or a device. Creates nothing.
 * @throws Failure `resource`, or `usage` for a file that holds something else
 */
export async function assertWritable(path: string): Promise<void> {
  try {
    const target = await stat(path).catch(() => undefined);
    if (target?.isDirectory()) throw new Error('it is a folder');
    if (target !== undefined && !target.isFile()) throw new Error('it is not a plain file');
    if (target !== undefined && !(await mayReplace(path))) {
      const message = `${path} exists and is no report: it would be lost; choose another place with --report.`;
      throw new Failure('usage', 'not-a-report', message, { file: path });
    }
    let folder = dirname(resolve(path));
    let found = await stat(folder).catch(() => undefined);
    while (found === undefined && dirname(folder) !== folder) {
      folder = dirname(folder);
      found = await stat(folder).catch(() => undefined);
    }
    if (!found?.isDirectory()) throw new Error(`${folder} is not a folder`);
    await access(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
}

/** Whether a file is empty or starts like a report, whole or damaged. */
async function mayReplace(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return bytesRead === 0 || /^\s*\{\s*"version"/.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/**
 * Reads a report and checks it; what an earlier version left out has its default.
 * @throws Failure `data` with the reason when the file is absent, not JSON, or not a report of this version.
 */
export async function readReport(path: string): Promise<Report> {
  const value = await readJson(path);
  const checked = check(ReportSchema, value);
  if (!checked.success) {
    const message = `${path} is not a valid report: ${firstReason(checked.error)}.`;
    throw new Failure('data', 'corrupt-report', message, { file: path });
  }
  return checked.data;
}

async function readJson(path: string): Promise<unknown> {
  const refuse = (reason: string): Failure =>
    new Failure('data', 'unreadable-report', `Cannot read the report ${path}: ${reason}.`, { file: path });
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refuse(refusalOf(error));
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, line, column] = /line (\d+) column (\d+)/.exec((error as Error).message) ?? [];
    const at = line === undefined ? '' : ` in line ${line}, column ${column}`;
    throw refuse(`it is not whole JSON${at}; evaluate again, or name another report`);
  }
}

/** Why the system gives no file, in our words. */
function refusalOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'the file does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' || code === 'EPERM' ? 'it may not be read' : 'the system refuses to read it';
}

/** The newest report of a spec. */
export interface LatestReport {
  path: string;
  report: Report;
  /** Newer runs of the same spec that could not be read. */
  corrupt: number;
}

/** Paths of a spec's runs in the default folder, newest first. */
export async function runPaths(specPath: string): Promise<string[]> {
  const folder = runsFolder(specPath);
  const ending = `-${runName(specPath)}.json`;
  const names = await readdir(folder).catch(() => []);
  // The part before the ending must be a bare time, or `x-lis.json` would count as a run of `lis.yaml`.
  const runs = names.filter(
    (name) => name.endsWith(ending) && /^[\dTZ-]+$/.test(name.slice(0, -ending.length)),
  );
  return runs
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/** The file of a spec's newest run in the default folder, readable or not. */
export async function newestRun(specPath: string): Promise<string | undefined> {
  return (await runPaths(specPath))[0];
}

/** The newest valid run of a spec, from the default folder; damaged files are skipped and counted. */
export async function latestReport(specPath: string): Promise<LatestReport | undefined> {
  let corrupt = 0;
  for (const path of await runPaths(specPath)) {
    try {
      return { path, report: await readReport(path), corrupt };
    } catch {
      corrupt++;
    }
  }
  return undefined;
}

/** The first write into a `.lis` folder keeps its cache out of version control. */
export async function ignoreCache(target: string): Promise<void> {
  const runs = dirname(target);
  const home = dirname(runs);
  if (!['runs', 'cache'].includes(basename(runs)) || basename(home) !== '.lis') return;
  await writeFile(join(home, '.gitignore'), 'cache/\n', { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
}

function cannotWrite(path: string, error: NodeJS.ErrnoException): Failure {
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  const advice = full
    ? 'the disk is full; free some space or choose another place with --report'
    : `${error.message}; choose another place with --report`;
  return new Failure(
    'resource',
    full ? 'disk-full' : 'cannot-write',
    `Cannot write the report to ${path}: ${advice}.`,
    {
      file: path,
    },
  );
}
