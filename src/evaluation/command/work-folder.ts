/**
 * The folder in which a program finds its data and leaves its predictions: in the cache beside the spec, so that what a
 * failure leaves can be looked at and run again by hand. A run that ends in order, or is cancelled, leaves nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Failure } from '../../common/failure.ts';
import { makeFolder } from '../../common/folder.ts';
import { hold, ownedFolder, ownerTag, sweep } from '../../common/owner.ts';
import { cacheFolder, ignoreCache } from '../../report/kept/store.ts';

export interface WorkFolder {
  /** Absolute. */
  path: string;
  /** Removes it, unless it is to be looked at. */
  close(what: { keep: boolean }): Promise<void>;
}

/** What a failure leaves among the temporary folders can be looked at for so long. */
const KEEP_MS = 24 * 3_600_000;

/**
 * A new folder in `.lis/cache` beside the spec, or among the temporary ones where that cannot be written. What earlier runs of
 * the same spec have left there goes first.
 * @throws Failure `resource` where neither can be made
 */
export async function openWorkFolder(specPath: string): Promise<WorkFolder> {
  const cache = cacheFolder(specPath);
  const stem = `ranker-${basename(specPath).replace(/\.ya?ml$/i, '')}`;
  const path = await made(cache, stem).catch(() => madeTemporary());
  const release = hold(path);
  return {
    path,
    async close({ keep }) {
      release();
      if (!keep) await rm(path, { recursive: true, force: true });
    },
  };
}

async function made(cache: string, stem: string): Promise<string> {
  await makeFolder(cache);
  await ignoreCache(join(cache, stem));
  await sweep(cache, ownedFolder(stem));
  return mkdtemp(join(cache, `${stem}-${ownerTag}-`));
}

async function madeTemporary(): Promise<string> {
  const stem = 'lis-ranker';
  await sweep(tmpdir(), ownedFolder(stem), KEEP_MS);
  return mkdtemp(join(tmpdir(), `${stem}-${ownerTag}-`)).catch((error: Error) => {
    const message = `No folder for the ranker's data can be made in ${tmpdir()} (${error.message}): name another one in TMPDIR.`;
    throw new Failure('resource', 'no-temporary-folder', message);
  });
}
