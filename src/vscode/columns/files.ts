/**
 * Which files the paths of a spec mean, as the data engine will resolve them, by looking at folders alone: cheap enough to
 * ask while somebody types, and without the compute process.
 */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { nearest } from '../../spec/wording.ts';

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
  return /[*?[]/.test(pattern) ? glob(folder, pattern) : [];
}

/** `*`, `?` and `[…]` within a name, `**` over folders, as DuckDB reads them. */
async function glob(folder: string, pattern: string): Promise<string[]> {
  const left = { entries: MOST_ENTRIES };
  const absolute = isAbsolute(pattern);
  const parts = pattern.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const found = await walk(absolute ? resolve('/') : folder, parts, left);
  return found.sort();
}

async function walk(folder: string, parts: readonly string[], left: { entries: number }): Promise<string[]> {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  if (!/[*?[]/.test(part)) {
    const path = join(folder, part);
    if (rest.length > 0) return walk(path, rest, left);
    return (await stat(path).catch(() => undefined))?.isFile() ? [path] : [];
  }
  const entries = await read(folder, left);
  const found: string[] = [];
  if (part === '**') found.push(...(await walk(folder, rest, left)));
  const matches = part === '**' ? undefined : nameMatcher(part);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (part === '**') {
      if (entry.isDirectory() && left.entries > 0) found.push(...(await walk(path, parts, left)));
    } else if (matches?.test(entry.name)) {
      if (rest.length > 0) found.push(...(await walk(path, rest, left)));
      else if (!entry.isDirectory()) found.push(path);
    }
  }
  return found;
}

async function read(folder: string, left: { entries: number }): Promise<Dirent[]> {
  if (left.entries <= 0) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  left.entries -= entries.length;
  return entries;
}

function nameMatcher(part: string): RegExp {
  const source = part.replaceAll(/\*|\?|\[(!?)((?:[^\]\\])+)\]|[.+^${}()|\\[\]]/g, (token, not, inner) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    return inner === undefined ? `\\${token}` : `[${not === '!' ? '^' : ''}${inner}]`;
  });
  return new RegExp(`^${source}$`);
}

/** The file or folder that a misspelt literal path most likely meant, as the spec would write it. */
async function nearestName(folder: string, pattern: string): Promise<string | undefined> {
  if (/[*?[]/.test(pattern) || /^[a-z]+:\/\//i.test(pattern)) return undefined;
  const inside = dirname(resolve(folder, pattern));
  const names = await readdir(inside).catch((): string[] => []);
  const near = nearest(
    basename(pattern),
    names.filter((name) => !name.startsWith('.')),
  );
  return near === undefined ? undefined : pattern.slice(0, pattern.length - basename(pattern).length) + near;
}
