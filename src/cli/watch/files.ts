/**
 * The files that a spec is evaluated from, and what changed of them. They are asked for, not listened to: editors replace a file when they save
 * it, network folders report nothing, and one `stat` of the spec five times a second costs less than any of that.
 */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isGlob } from '../../common/glob.ts';
import { namedTables } from '../../data/plan/named-tables.ts';
import { findDataFiles } from '../../specfile/authoring/data-files.ts';
import { readAnySpec } from '../../specfile/configs/adapt.ts';
import { nodeFiles } from '../../specfile/configs/node-files.ts';
import { isOfCluster } from '../../specfile/remote-paths.ts';
import type { Spec } from '../../specfile/schema.ts';

/** Of a spec that somebody edits. */
const SPEC_MS = 200;
/** Data is written by programs, and there may be hundreds of files. */
const DATA_MS = 2000;
/** As long as a file must stay as it is before it is read: what writes it may not be done. */
const SETTLED_MS = 200;

/** How files were at one time: path → what tells it from another state of the file. */
export type State = ReadonlyMap<string, string>;

export interface Watched {
  spec: State;
  data: State;
  /** Folders that a glob looks into: another state means that it may match other files. */
  folders: State;
  patterns: readonly string[];
  /** Absolute folder that they start from. */
  base: string;
}

export interface Change {
  /** Whether the spec is among them; the numbers of a run that goes on are then of no use. */
  spec: boolean;
  /** Absolute. */
  files: string[];
}

/**
 * How all files are now. Of a spec that cannot be read, the data is what the last readable one named.
 * @param specPath absolute
 */
export async function watchedNow(specPath: string, before?: Watched): Promise<Watched> {
  const first = await statesOf([specPath]); // before it is read: a later save is a change
  const { spec: parsed, configs } = await readWatched(specPath);
  const patterns = patternsOf(parsed) ?? before?.patterns ?? [];
  const spec = new Map([...(await statesOf(configs)), ...first]);
  const base = dirname(specPath);
  return { spec, patterns, base, ...(await dataNow(base, patterns)) };
}

/** A training config may name further ones, which are read with it. */
async function readWatched(specPath: string): Promise<{ spec: Spec | undefined; configs: string[] }> {
  const text = await readFile(specPath, 'utf8').catch(() => undefined);
  if (text === undefined) return { spec: undefined, configs: [] };
  const configs: string[] = [];
  const files = nodeFiles();
  const read: typeof files.read = (path, limit) => {
    if (/\.ya?ml$/i.test(path)) configs.push(path);
    return files.read(path, limit);
  };
  const { spec } = await readAnySpec(text, specPath, { ...files, read });
  return { spec, configs };
}

function patternsOf(spec: Spec | undefined): string[] | undefined {
  const all =
    spec && namedTables(spec).flatMap(({ patterns, beside }) => [...patterns, ...(beside?.patterns ?? [])]);
  // What a cluster reads does not tell when it changes.
  return spec?.engine === undefined ? all : all?.filter((pattern) => !isOfCluster(pattern));
}

async function dataNow(
  folder: string,
  patterns: readonly string[],
): Promise<Pick<Watched, 'data' | 'folders'>> {
  const found = (await findDataFiles(folder, patterns)).files.map(({ path }) => path);
  const literal = patterns.filter((pattern) => !isGlob(pattern)).map((pattern) => resolve(folder, pattern));
  const globs = patterns.filter(isGlob).map((pattern) => resolve(folder, fixedPart(pattern)));
  const folders = globs.length === 0 ? [] : [...globs, ...found.map((path) => dirname(path))];
  return { data: await statesOf([...found, ...literal]), folders: await statesOf(folders) };
}

/** `data/2026-*.parquet` → `data`: the folder that is named before anything is matched. */
function fixedPart(pattern: string): string {
  const parts = pattern.split(/[\\/]/);
  return parts.slice(0, parts.findIndex(isGlob)).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

async function statesOf(paths: readonly string[]): Promise<State> {
  const known = [...new Set(paths)].map(async (path): Promise<[string, string]> => {
    const found = await stat(path).catch(() => undefined);
    return [path, found === undefined ? 'absent' : `${found.size} ${found.mtimeMs} ${found.ino}`];
  });
  return new Map(await Promise.all(known));
}

/**
 * Waits until the spec, or data, is in another state than `before` and stays in it for a moment.
 * @param what `spec`: data may change meanwhile
 * @returns undefined once the signal aborts
 */
export async function nextChange(
  before: Watched,
  signal: AbortSignal,
  what: 'spec' | 'all',
): Promise<Change | undefined> {
  let { folders } = before;
  for (let waited = DATA_MS; ; waited += SPEC_MS) {
    const spec = await changed(before.spec);
    const isTurn = what === 'all' && waited >= DATA_MS;
    if (isTurn) waited = 0;
    const look = isTurn ? await lookAtData(before, folders) : undefined;
    folders = look?.folders ?? folders;
    if (signal.aborted) return undefined;
    const files = [...spec, ...(look?.files ?? [])];
    if (files.length > 0) {
      if (!(await settled(files, signal))) return undefined;
      return { spec: spec.length > 0, files };
    }
    if (!(await pause(SPEC_MS, signal))) return undefined;
  }
}

/** Files that are gone, new or other. */
async function changed(before: State): Promise<string[]> {
  const now = await statesOf([...before.keys()]);
  return [...before.keys()].filter((path) => now.get(path) !== before.get(path));
}

/**
 * Also what a glob matches only now.
 * @param folders as they were at the look before
 * @returns with the folders as the next look is to compare them
 */
async function lookAtData(before: Watched, folders: State): Promise<{ files: string[]; folders: State }> {
  const files = await changed(before.data);
  const now = await statesOf([...folders.keys()]); // before they are searched: what comes later is a change
  const isSame = [...now].every(([path, state]) => folders.get(path) === state);
  if (files.length > 0 || isSame) return { files, folders };
  const { base, patterns } = before;
  const found = await dataNow(base, patterns);
  return {
    files: [...found.data.keys()].filter((path) => !before.data.has(path)),
    // A folder that a pattern matches is not among them while it is empty: it is searched for again.
    folders: patterns.some((pattern) => isGlob(dirname(pattern))) ? folders : now,
  };
}

/** @returns false once the signal aborts */
async function settled(files: readonly string[], signal: AbortSignal): Promise<boolean> {
  for (let state = await statesOf(files); ; ) {
    if (!(await pause(SETTLED_MS, signal))) return false;
    const now = await statesOf(files);
    if (files.every((path) => now.get(path) === state.get(path))) return true;
    state = now;
  }
}

/** @returns false once the signal aborts */
async function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return setTimeout(milliseconds, true, { signal }).catch(() => false);
}
