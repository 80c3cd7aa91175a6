/** What an agent may name: files in a few folders, and nothing beside them, whichever way a path or a link leads out. */

import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Failure } from '../common/failure.ts';

export class Roots {
  /** Absolute, the first of them being where relative paths start. */
  readonly folders: readonly string[];

  /** @param folders absolute; at least one */
  constructor(folders: readonly string[]) {
    this.folders = folders;
  }

  /**
   * The absolute path of a file that an agent named.
   * @throws Failure `usage` for a path outside of the folders, and for a file that does not exist
   */
  async file(given: string): Promise<string> {
    const [first = '.'] = this.folders;
    const paths = this.folders.map((folder) => resolve(folder, given));
    for (const path of paths) {
      if (!(await this.holds(path))) continue;
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile()) return path;
      if (found?.isDirectory()) {
        throw new Failure('usage', 'not-a-file', `${given} is a folder; name a file in it.`, { file: path });
      }
    }
    const inside = await Promise.all(paths.map((path) => this.holds(path)));
    if (!inside.includes(true)) {
      const message = `${given} is outside of ${this.folders.join(', ')}; name a file in there.`;
      throw new Failure('usage', 'outside-root', message);
    }
    throw new Failure('usage', 'no-file', `Cannot find the file ${given} in ${first}.`, {
      file: resolve(first, given),
    });
  }

  /** Whether a path lies in one of the folders, links followed. A file that does not exist lies where its folder does. */
  async holds(path: string): Promise<boolean> {
    if (path.includes('\0')) return false;
    const real = await realOf(path);
    for (const folder of this.folders) if (isIn(await realOf(folder), real)) return true;
    return false;
  }

  /** A path for people and agents, with `/`: relative where there is one folder, so that it can be named again. */
  shown(path: string): string {
    const [first = '.'] = this.folders;
    const near = relative(first, path);
    const short = this.folders.length === 1 && !near.startsWith('..') && !isAbsolute(near) ? near : path;
    return short.split(sep).join('/');
  }
}

function isIn(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/** The path without links, as far as it exists. */
async function realOf(path: string): Promise<string> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined) return found;
  const above = dirname(path);
  return above === path ? path : join(await realOf(above), path.slice(above.length));
}
