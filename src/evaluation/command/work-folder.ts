/**
 * The folder in which a program finds its data and leaves its predictions: in the cache beside the spec, so that what a
 * failure leaves can be looked at and run again by hand. A run that ends in order, or is cancelled, leaves nothing.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../../report/failure.ts';
import { makeFolder } from '../../report/folder.ts';
import { ignoreCache } from '../../report/store.ts';

export interface WorkFolder {
  /** Absolute. */
  path: string;
  /** Removes it, unless it is to be looked at. */
  close(what: { keep: boolean }): Promise<void>;
}

/** Of this process, in use. */
const open = new Set<string>();

/**
 * A new folder in `.lis/cache` beside the spec, or among the temporary ones where that cannot be written. What failed runs of
 * the same spec have left there goes first.
 * @throws Failure `resource` where neither can be made
 */
export async function openWorkFolder(specPath: string): Promise<WorkFolder> {
  const cache = join(dirname(resolve(specPath)), '.lis', 'cache');
  const stem = `ranker-${basename(specPath).replace(/\.ya?ml$/i, '')}`;
  const path = await made(cache, stem).catch(() => madeTemporary());
  open.add(path);
  return {
    path,
    async close({ keep }) {
      open.delete(path);
      if (!keep) await rm(path, { recursive: true, force: true });
    },
  };
}

async function made(cache: string, stem: string): Promise<string> {
  await makeFolder(cache);
  await ignoreCache(join(cache, stem));
  const left = (await readdir(cache)).filter(
    (name) => !open.has(join(cache, name)) && isLeftOver(name, stem),
  );
  await Promise.all(left.map((name) => rm(join(cache, name), { recursive: true, force: true })));
  return mkdtemp(join(cache, `${stem}-${process.pid}-`));
}

function madeTemporary(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'lis-ranker-')).catch((error: Error) => {
    const message = `No folder for the ranker's data can be made in ${tmpdir()} (${error.message}): name another one in TMPDIR.`;
    throw new Failure('resource', 'no-temporary-folder', message);
  });
}

/** The process that made it has ended, or is this one. */
function isLeftOver(name: string, stem: string): boolean {
  const pid = name.startsWith(`${stem}-`) ? /^-(\d+)-\w{6}$/.exec(name.slice(stem.length))?.[1] : undefined;
  if (pid === undefined) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
