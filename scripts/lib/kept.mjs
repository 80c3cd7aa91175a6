// @ts-check
/**
 * What takes minutes to make lives outside the clone, in the user's cache folder, under a name made of all that it depends on. It is built
 * aside and renamed into place, so that an interrupted or concurrent run never leaves half of it.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.mjs';

/** @returns {string} the folder, which exists. */
export function cacheFolder() {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lis-lens');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Finds a folder in the cache, or makes it; where another process is making it, waits for that.
 * @param {string} name @param {(part: string) => Promise<string | null>} make fills an empty folder; returns why it could not, or null
 * @returns {Promise<{folder: string} | {reason: string}>}
 */
export async function keptFolder(name, make) {
  const cache = cacheFolder();
  const folder = join(cache, name);
  if (existsSync(folder)) return { folder };
  const reason = await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return null;
    for (const left of readdirSync(cache))
      if (left.startsWith(`${name}.part-`)) rmSync(join(cache, left), { recursive: true, force: true }); // by a run that was killed
    const part = `${folder}.part-${process.pid}`;
    mkdirSync(part);
    const failed = await make(part);
    if (failed === null) renameSync(part, folder);
    else rmSync(part, { recursive: true, force: true });
    return failed;
  });
  return reason === null ? { folder } : { reason };
}
