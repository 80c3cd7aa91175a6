/** Files are written aside, synced and renamed, so that a crash or a full disk leaves the previous one whole. */
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hold, ownerTag, sweep } from './owner.ts';

const asideOwner = (name: string): string | undefined => /\.([0-9a-f]{8}-\d+)\.tmp$/.exec(name)?.[1];

/**
 * Has a file written under another name in its folder, and renames it. What killed runs have left there goes first.
 * @param write is given the other name, and must have written all of the file when it returns
 * @param keep an existing file stays, and the failure has the code EEXIST
 * @throws whatever `write` throws, and the system's errors
 */
export async function writeAside(
  path: string,
  write: (aside: string) => Promise<void>,
  { keep = false } = {},
): Promise<void> {
  await sweep(dirname(path), asideOwner);
  const aside = `${path}.${ownerTag}.tmp`;
  const release = hold(aside);
  try {
    await write(aside);
    await synced(aside);
    if (keep) await moveWithoutReplacing(aside, path);
    else await rename(aside, path);
  } finally {
    await rm(aside, { force: true }).catch(() => undefined);
    release();
  }
}

/** Two runs that end at once cannot both have the name: a link fails where the name is taken, a rename does not. */
async function moveWithoutReplacing(aside: string, path: string): Promise<void> {
  try {
    await link(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw error;
    await (await open(path, 'wx')).close(); // a file system without links: the name is taken first, then filled
    await rename(aside, path);
  }
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
