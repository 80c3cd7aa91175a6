/**
 * Training scripts read paths from the folder they are started in, which a config does not know: mostly its own folder or
 * one above it. So a path is looked for from the config's folder upwards, and the nearest hit counts.
 */
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isGlob, matchesName } from '../../common/glob.ts';
import type { ConfigFiles } from './files.ts';

/** A config lies this deep below the folder its script runs in, at most: `model_zoo/DeepFM/config/x.yaml`. */
const LEVELS_UP = 5;

/** The config's folder and those above it, the nearest first. */
export function foldersAbove(config: string): string[] {
  const folders = [dirname(config)];
  while (folders.length <= LEVELS_UP) {
    const above = dirname(folders.at(-1)!);
    if (above === folders.at(-1)) break;
    folders.push(above);
  }
  return folders;
}

/** The first of `paths` (as the config writes them) that exists from the config's folder or one above it; absolute. */
export async function locateFile(
  config: string,
  paths: readonly string[],
  files: ConfigFiles,
): Promise<string | undefined> {
  for (const folder of foldersAbove(config)) {
    for (const path of paths) {
      const found = resolve(folder, path);
      if (await files.exists(found)) return found;
    }
  }
  return undefined;
}

/** What a path of a config means: a file, or all files of a folder or a glob. */
export interface LocatedFiles {
  /** Absolute; a glob where it may stand for several. */
  pattern: string;
  /** Absolute and sorted, at least one. */
  files: string[];
}

/**
 * @param path as the config writes it: a file, a folder, whose files end in `.format`, or a glob within one folder or several
 * @returns undefined where there is none; no files for a folder without such files
 */
export async function locateFiles(
  config: string,
  path: string,
  format: string,
  files: ConfigFiles,
): Promise<LocatedFiles | undefined> {
  for (const folder of foldersAbove(config)) {
    const found = resolve(folder, path);
    if (await files.exists(found)) {
      const names = (await files.list(found)).filter((name) => name.endsWith(`.${format}`)).sort();
      if (names.length > 0 || (await files.list(found)).length > 0)
        return { pattern: join(found, `*.${format}`), files: names.map((name) => join(found, name)) };
      return { pattern: found, files: [found] };
    }
    const matching = isGlob(found) ? await matches(found, files) : [];
    if (matching.length > 0) return { pattern: found, files: matching };
  }
  return undefined;
}

/** Folders are read from the first part with a `*` on. */
async function matches(pattern: string, files: ConfigFiles): Promise<string[]> {
  const parts = pattern.split(sep);
  const first = parts.findIndex(isGlob);
  let found = [parts.slice(0, first).join(sep)];
  for (const part of parts.slice(first)) {
    const next = await Promise.all(
      found.map(async (folder) => {
        if (!isGlob(part)) return [join(folder, part)];
        const names = await files.list(folder);
        return names
          .filter((name) => !name.startsWith('.') && matchesName(part, name))
          .map((name) => join(folder, name));
      }),
    );
    found = next.flat();
  }
  const there = await Promise.all(found.map((path) => files.exists(path)));
  return found.filter((_, i) => there[i]).sort();
}

/** A path as a spec in `folder` names it: with `/`; one on another drive stays absolute. */
export function pathFrom(folder: string, path: string): string {
  const near = relative(folder, path);
  return (isAbsolute(near) ? path : near).split(sep).join('/');
}
