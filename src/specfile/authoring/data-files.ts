/**
 * Which files the paths of a spec mean, as the data engine will resolve them, by looking at folders alone: cheap enough to
 * ask while somebody types, and without the compute process.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { globFiles, isGlob } from '../../common/glob.ts';
import { nearest } from '../reading/wording.ts';

export interface FoundFile {
  path: string;
  bytes: number;
  modified: number;
}

export interface FoundFiles {
  files: FoundFile[];
  /** Patterns that match no file, each with the nearest name in its folder. */
  missing: { pattern: string; near?: string | undefined }[];
}

/** A glob over more folder entries than this is not followed to its end. */
const MOST_ENTRIES = 20_000;

/** @param folder absolute; relative patterns start from it */
export async function findDataFiles(folder: string, patterns: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const missing: FoundFiles['missing'] = [];
  for (const pattern of patterns) {
    const paths = await pathsOf(folder, pattern);
    if (paths.length === 0) missing.push({ pattern, near: await nearestName(folder, pattern) });
    for (const path of paths) {
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile()) files.set(path, { path, bytes: found.size, modified: found.mtimeMs });
    }
  }
  return { files: [...files.values()], missing };
}

async function pathsOf(folder: string, pattern: string): Promise<string[]> {
  const literal = resolve(folder, pattern);
  if ((await stat(literal).catch(() => undefined)) !== undefined) return [literal];
  return isGlob(pattern) ? globFiles(folder, pattern, { mostEntries: MOST_ENTRIES }) : [];
}

/** The file or folder that a misspelt literal path most likely meant, as the spec would write it. */
async function nearestName(folder: string, pattern: string): Promise<string | undefined> {
  if (isGlob(pattern) || /^[a-z]+:\/\//i.test(pattern)) return undefined;
  const inside = dirname(resolve(folder, pattern));
  const names = await readdir(inside).catch((): string[] => []);
  const near = nearest(
    basename(pattern),
    names.filter((name) => !name.startsWith('.')),
  );
  return near === undefined ? undefined : pattern.slice(0, pattern.length - basename(pattern).length) + near;
}
