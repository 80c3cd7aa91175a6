/**
 * Which files a glob means: `*`, `?` and `[…]` within a name, `**` over any number of folders, also several times. A folder is
 * read once, whatever the pattern, and a name is matched in time proportional to its length times the pattern's, so that
 * no pattern can run away. `**` does not follow links to folders, which may lead in circles; `*` does.
 */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { Cancelled } from './failure.ts';

/** Whether a path is a pattern at all. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

export interface GlobOptions {
  /** Folders stop being read once so many entries have been seen. */
  mostEntries?: number;
  signal?: AbortSignal | undefined;
}

interface Walk {
  parts: readonly string[];
  found: string[];
  entriesLeft: number;
  signal: AbortSignal | undefined;
}

/**
 * @param folder absolute; relative patterns start from it, and its own name is no pattern
 * @returns absolute paths of files, sorted, each once. Folders that may not be read hold none.
 * @throws Cancelled
 */
export async function globFiles(
  folder: string,
  pattern: string,
  options: GlobOptions = {},
): Promise<string[]> {
  const { root } = parse(pattern);
  const parts = pattern
    .slice(root.length)
    .split(process.platform === 'win32' ? /[\\/]/ : '/')
    .filter((part, i, all) => part !== '' && part !== '.' && !(part === '**' && all[i - 1] === '**'));
  const walk: Walk = {
    parts,
    found: [],
    entriesLeft: options.mostEntries ?? Number.POSITIVE_INFINITY,
    signal: options.signal,
  };
  await visit(walk, root === '' ? folder : resolve(root), new Set([0]));
  return [...new Set(walk.found)].sort();
}

/** @param at the parts of the pattern that entries of this folder may match */
async function visit(walk: Walk, folder: string, at: ReadonlySet<number>): Promise<void> {
  if (walk.signal?.aborted) throw new Cancelled();
  const { parts } = walk;
  const positions = reachable(parts, at);
  if (![...positions].some((i) => isGlob(parts[i] ?? ''))) return visitNamed(walk, folder, positions);
  for (const entry of await entriesOf(walk, folder)) {
    const path = join(folder, entry.name);
    const next = new Set<number>();
    let last = false;
    for (const i of positions) {
      const part = parts[i];
      if (part === undefined) continue;
      if (part === '**') {
        if (!entry.isSymbolicLink()) next.add(i);
        last ||= i === parts.length - 1;
      } else if (matchesName(part, entry.name)) {
        next.add(i + 1);
        last ||= i === parts.length - 1;
      }
    }
    next.delete(parts.length);
    const folderBehind = entry.isSymbolicLink() && (next.size > 0 || last) ? await isFolder(path) : undefined;
    if (folderBehind ?? entry.isDirectory()) {
      if (next.size > 0) await visit(walk, path, next);
    } else if (last) {
      walk.found.push(path);
    }
  }
}

/** Where every part is a plain name, the folder need not be read, which may not be allowed. */
async function visitNamed(walk: Walk, folder: string, positions: ReadonlySet<number>): Promise<void> {
  for (const i of positions) {
    const part = walk.parts[i];
    if (part === undefined) continue;
    const path = join(folder, part);
    const found = await stat(path).catch(() => undefined);
    if (i < walk.parts.length - 1) {
      if (found?.isDirectory()) await visit(walk, path, new Set([i + 1]));
    } else if (found !== undefined && !found.isDirectory()) {
      walk.found.push(path);
    }
  }
}

/** `**` also stands for no folder at all. */
function reachable(parts: readonly string[], at: ReadonlySet<number>): Set<number> {
  const all = new Set(at);
  for (const i of all) if (parts[i] === '**' && i < parts.length - 1) all.add(i + 1);
  return all;
}

async function entriesOf(walk: Walk, folder: string): Promise<Dirent[]> {
  if (walk.entriesLeft <= 0) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  walk.entriesLeft -= entries.length;
  return entries;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** Whether a name matches one part of a pattern, as the shell reads it: only the last `*` is ever tried again. */
export function matchesName(pattern: string, name: string): boolean {
  const tokens = tokensOf(pattern);
  const letters = [...name];
  let token = 0;
  let letter = 0;
  let retry: { token: number; letter: number } | undefined;
  while (letter < letters.length) {
    const now = tokens[token];
    if (now === '*') {
      token++;
      retry = { token, letter };
    } else if (now?.(letters[letter]!)) {
      token++;
      letter++;
    } else if (retry !== undefined) {
      retry.letter++;
      ({ token, letter } = retry);
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === '*');
}

type Token = '*' | ((letter: string) => boolean);

function tokensOf(pattern: string): Token[] {
  return [...pattern.matchAll(/\*+|\?|\[(!?)(\]?[^\]]*)\]|[\s\S]/gu)].map(([text, not, set]): Token => {
    if (text.startsWith('*')) return '*';
    if (text === '?') return () => true;
    if (set === undefined || set === '') return (letter) => letter === text;
    return (letter) => inSet(set, letter) !== (not === '!');
  });
}

/** `a-z` is a range, other characters stand for themselves. */
function inSet(set: string, letter: string): boolean {
  return [...set.matchAll(/([\s\S])-([\s\S])|[\s\S]/gu)].some(([text, from, to]) =>
    from === undefined || to === undefined ? text === letter : from <= letter && letter <= to,
  );
}
