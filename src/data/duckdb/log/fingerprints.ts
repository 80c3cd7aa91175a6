/** Fingerprints of the files of a run, made while the engine reads them: the two share what the system keeps of the disk. */
import { assertUnchanged, fingerprintFile } from '../../../report/kept/fingerprint.ts';
import type { FileFingerprint, InputFingerprint } from '../../../report/schema.ts';

export type PrintedFile = Pick<InputFingerprint, 'role' | 'path'> & { part: string | undefined };

/**
 * Does `work`, and meanwhile hashes the files one after the other, each path once.
 * @param folder that relative paths start from
 * @returns what `work` returns, and the fingerprints in the order of `files`
 * @throws as `work`, which ends the hashing; Failure `data` for a file that cannot be read or that changes meanwhile; Cancelled
 */
export async function withFingerprints<T>(
  files: readonly PrintedFile[],
  folder: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<[T, FileFingerprint[]]> {
  const failed = new AbortController();
  const hashing = fingerprints(files, folder, AbortSignal.any([signal, failed.signal]));
  hashing.catch(() => undefined); // what `work` says of a file is told first
  try {
    const done = await work();
    const prints = await hashing;
    await assertUnchanged(prints, folder);
    return [done, prints];
  } catch (error) {
    failed.abort();
    throw error;
  }
}

async function fingerprints(
  files: readonly PrintedFile[],
  folder: string,
  signal: AbortSignal,
): Promise<FileFingerprint[]> {
  const known = new Map<string, FileFingerprint>();
  const prints: FileFingerprint[] = [];
  for (const { role, path, part } of files) {
    const print = known.get(path) ?? (await fingerprintFile(path, role, folder, signal));
    known.set(path, print);
    prints.push({ ...print, role, ...(part !== undefined && { part }) });
  }
  return prints;
}
