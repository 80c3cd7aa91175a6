/**
 * Training scripts read paths from the folder they are started in, which a config does not know: mostly its own folder or
 * one above it. So a path is looked for from the config's folder upwards, and the nearest hit counts.
 */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
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

/** A path as a spec in `folder` names it: with `/`; one on another drive stays absolute. */
export function pathFrom(folder: string, path: string): string {
  const near = relative(folder, path);
  return (isAbsolute(near) ? path : near).split(sep).join('/');
}
