/**
 * What a run read, in a form that can be checked again later. The hash covers every byte, so that a copy, a clone or a checkout
 * of the same data is the same data; a file that kept its size and its modification time is taken for unchanged without being
 * read, so that asking whether a report is stale mostly costs one `stat` per file.
 */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Cancelled, Failure } from '../../common/failure.ts';
import type { FileFingerprint, InputFingerprint, Report } from '../schema.ts';
import { ALL_BYTES, coversAllBytes } from './content-hash.ts';

/** A piece of this size is hashed in a millisecond or two, so that whoever else uses the thread hardly waits. */
const PIECE_BYTES = 1024 * 1024;

/** A file whose size is the recorded one and whose modification time is not. */
export interface DoubtfulFile {
  /** Absolute. */
  path: string;
  bytes: number;
  /** ISO 8601 */
  modified: string;
}

/** The hash of a file's content as `contentHash` says it; undefined where it is not known (yet): the file then counts as unchanged. */
export type HashOf = (file: DoubtfulFile) => Promise<string | undefined>;

/**
 * `sha256:` and the SHA-256 of all bytes, in hex: what `sha256sum` prints.
 * @throws as `node:fs` where the file cannot be read; Cancelled
 */
export async function contentHash(path: string, signal?: AbortSignal): Promise<string> {
  const file = await open(path);
  try {
    const hash = createHash('sha256');
    const pieces = [Buffer.allocUnsafe(PIECE_BYTES), Buffer.allocUnsafe(PIECE_BYTES)];
    let reading = file.read(pieces[0]!, 0, PIECE_BYTES);
    for (let turn = 1; ; turn++) {
      const { bytesRead, buffer } = await reading;
      if (signal?.aborted) throw new Cancelled();
      if (bytesRead === 0) return `${ALL_BYTES}${hash.digest('hex')}`;
      reading = file.read(pieces[turn % 2]!, 0, PIECE_BYTES); // the next piece is read while this one is hashed
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/**
 * Size, modification time and hash of a file.
 * @param path kept in the result as given; relative paths start from `folder`.
 * @throws Failure `data` when the file cannot be read, or changes meanwhile; Cancelled
 */
export async function fingerprintFile(
  path: string,
  role: InputFingerprint['role'],
  folder = '.',
  signal?: AbortSignal,
): Promise<FileFingerprint> {
  const place = resolve(folder, path);
  try {
    const before = await stat(place);
    const hash = await contentHash(place, signal);
    const after = await stat(place);
    if (before.size !== after.size || before.mtimeMs !== after.mtimeMs) throw changedMeanwhile(path);
    return { role, path, bytes: after.size, modified: isoTime(after.mtimeMs), hash };
  } catch (error) {
    if (error instanceof Failure || error instanceof Cancelled) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing ? 'it does not exist (any more)' : 'it may not be read, or its disk fails';
    throw new Failure('data', 'unreadable-file', `Cannot read ${path}: ${reason}; look at the file.`, {
      file: path,
    });
  }
}

/** @throws Failure `data` for the first file that is not as it was when its fingerprint was made */
export async function assertUnchanged(prints: readonly FileFingerprint[], folder: string): Promise<void> {
  for (const { path, bytes, modified } of prints) {
    const now = await stat(resolve(folder, path)).catch(() => undefined);
    if (now?.size !== bytes || isoTime(now.mtimeMs) !== modified) throw changedMeanwhile(path);
  }
}

/** What is said of a file that something else wrote while a run read it. */
export function changedMeanwhile(path: string): Failure {
  const message = `${path} was changed while it was read: evaluate again once nothing writes to it.`;
  return new Failure('data', 'changed-while-read', message, { file: path });
}

/**
 * Paths of the inputs (as the report names them) that are gone or have other content. Of a report without hashes of the whole
 * content, those whose modification time is another one count as changed too. What is not a file cannot be looked at from here, and
 * counts as it was.
 * @param folder folder of the spec, from which relative paths start.
 * @param mayLookAt whether an absolute path is looked at; one that is not counts as it was. A report may name any path.
 * @param hashOf is asked for the few files whose size alone is as it was; reads them where absent.
 */
export async function staleInputs(
  report: Pick<Report, 'inputs'>,
  folder: string,
  mayLookAt: (path: string) => boolean = () => true,
  hashOf: HashOf = ({ path }) => contentHash(path),
): Promise<string[]> {
  const changed = await Promise.all(
    report.inputs.map(async (input) => {
      if (!isOfFile(input)) return false;
      const { path, bytes, modified, hash } = input;
      const place = resolve(folder, path);
      if (!mayLookAt(place)) return false;
      try {
        const now = await stat(place);
        if (now.size !== bytes) return true;
        const seen = isoTime(now.mtimeMs);
        if (seen === modified) return false;
        if (!coversAllBytes(hash)) return true;
        const found = await hashOf({ path: place, bytes, modified: seen });
        return found !== undefined && found !== hash;
      } catch {
        return true;
      }
    }),
  );
  return [...new Set(report.inputs.filter((_, i) => changed[i]).map((input) => input.path))];
}

/** Whether an input is a file: a table of an engine has neither bytes nor a modification time. */
export function isOfFile(input: InputFingerprint): input is FileFingerprint {
  return input.bytes !== undefined && input.modified !== undefined;
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
