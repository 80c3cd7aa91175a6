/** The specs below a folder, by name, as the editor finds those of a workspace. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSpecFile } from '../specfile/detect.ts';

/** Folders that hold no specs of the project's own. */
const SKIPPED = new Set(['node_modules', '.git', '.venv', 'venv', 'site-packages', '.lis']);
/** Entries of folders that are looked at: a root such as `/` must not be walked to its end. */
const MOST_ENTRIES = 200_000;
/** More specs than this are not listed. */
export const MOST_SPECS = 200;

/** @returns paths in the order of their names, and whether there may be more. Links to folders are not followed. */
export async function findSpecs(
  folders: readonly string[],
  signal: AbortSignal,
): Promise<{ paths: string[]; more: boolean }> {
  const paths: string[] = [];
  const waiting = [...folders];
  let seen = 0;
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    signal.throwIfAborted();
    const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
    seen += entries.length;
    for (const entry of entries) {
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) waiting.push(join(folder, entry.name));
      else if (entry.isFile() && isSpecFile(entry.name)) paths.push(join(folder, entry.name));
    }
    if (seen > MOST_ENTRIES || paths.length > MOST_SPECS) break;
  }
  const listed = [...new Set(paths)].sort().slice(0, MOST_SPECS);
  return { paths: listed, more: waiting.length > 0 || listed.length < paths.length };
}
