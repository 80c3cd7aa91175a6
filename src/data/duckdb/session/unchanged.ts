/** Files that something else writes while they are read: half of one and half of another must not pass for data. */
import { stat } from 'node:fs/promises';
import { Cancelled } from '../../../common/failure.ts';
import { changedMeanwhile } from '../../../report/kept/fingerprint.ts';

interface FoundFile {
  path: string;
  /** As messages name it. */
  shown: string;
  /** When it was found. */
  identity: string;
}

/** The file behind a path, as far as the system tells: device, inode, size and modification time in nanoseconds. */
export async function identityOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs].join(' ');
}

/**
 * Does `work`, and then looks whether the files are still those that were found.
 * @throws Failure `data` for the first file that is another one, also where `work` failed: then that is why; else as `work`
 */
export async function whileUnchanged<T>(files: readonly FoundFile[], work: () => Promise<T>): Promise<T> {
  try {
    const done = await work();
    await assertSame(files);
    return done;
  } catch (error) {
    if (!(error instanceof Cancelled)) await assertSame(files);
    throw error;
  }
}

async function assertSame(files: readonly FoundFile[]): Promise<void> {
  for (const { path, shown, identity } of files) {
    const now = await identityOf(path).catch(() => undefined);
    if (now !== identity) throw changedMeanwhile(shown);
  }
}
