/**
 * What a run read, in a form that can be checked again later. Hashing whole logs would cost as much as reading them, so
 * the hash covers the size, the head and the tail; asking whether a report is stale costs one `stat` per file.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from './failure.ts';
import type { InputFingerprint, Report } from './schema.ts';

const EDGE_BYTES = 64 * 1024;

/**
 * Size, modification time, and SHA-256 of size + first 64 KiB + last 64 KiB.
 * @param path kept in the result as given; relative paths start from `folder`.
 * @throws Failure `data` when the file cannot be read.
 */
export async function fingerprintFile(
  path: string,
  role: InputFingerprint['role'],
  folder = '.',
): Promise<InputFingerprint> {
  let file: FileHandle | undefined;
  try {
    file = await open(resolve(folder, path));
    const { size, mtimeMs } = await file.stat();
    const hash = createHash('sha256').update(`${size}\n`);
    hash.update(await readAt(file, 0, Math.min(size, EDGE_BYTES)));
    if (size > EDGE_BYTES) {
      const start = Math.max(EDGE_BYTES, size - EDGE_BYTES);
      hash.update(await readAt(file, start, size - start));
    }
    return { role, path, bytes: size, modified: isoTime(mtimeMs), hash: hash.digest('hex') };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it does not exist' : String(error);
    throw new Failure('data', 'unreadable-file', `Cannot read ${path}: ${reason}.`, { file: path });
  } finally {
    await file?.close();
  }
}

/**
 * Paths of the inputs (as the report names them) that are gone, or whose size or modification time changed.
 * @param folder folder of the spec, from which relative paths start.
 * @param mayLookAt whether an absolute path is looked at; one that is not counts as it was. A report may name any path.
 */
export async function staleInputs(
  report: Report,
  folder: string,
  mayLookAt: (path: string) => boolean = () => true,
): Promise<string[]> {
  const changed = await Promise.all(
    report.inputs.map(async (input) => {
      const path = resolve(folder, input.path);
      if (!mayLookAt(path)) return false;
      try {
        const now = await stat(path);
        return now.size !== input.bytes || isoTime(now.mtimeMs) !== input.modified;
      } catch {
        return true;
      }
    }),
  );
  return report.inputs.filter((_, i) => changed[i]).map((input) => input.path);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break; // the file shrank while it was read: hash what there is
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
