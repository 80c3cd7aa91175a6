/**
 * A folder of results that take long to make again, each in a file named after all that it was made of. Files are data: what a
 * checksum does not vouch for counts as absent and is removed. Nothing here fails a run: a folder that cannot be read or written, or a
 * full disk, only means that the result is made again.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAside } from '../../common/aside.ts';
import { Cancelled } from '../../common/failure.ts';
import { makeFolder } from '../../common/folder.ts';
import { ignoreCache } from '../../report/kept/store.ts';

/** Bytes of all files of a folder, at most; beyond that, those that were not used for longest are removed. */
export const MOST_BYTES = 2 ** 30;

/** Begins what the checksum is of; another form of file needs another word. */
const FORM = 'lis-lens base 1';
const CHECKSUM_BYTES = 32;
/** Where the JSON begins: behind the checksum and the JSON's length. */
const HEAD_BYTES = CHECKSUM_BYTES + 4;
/** Bytes that are hashed, and read or written, at once: some 10 ms. */
const PIECE_BYTES = 2 ** 23;
const NAME = /^[0-9a-f]{64}\.bin$/;

/** What is written. */
export interface Made {
  /** What JSON can hold. */
  facts: unknown;
  /** One after the other, as they stand in memory: a large entry is never copied into one piece. */
  bytes: Uint8Array | readonly Uint8Array[];
}

/** What is read. */
export interface Entry {
  /** Parsed JSON of any form: its reader validates it. */
  facts: unknown;
  /** On shared memory, from its first byte on. */
  bytes: Uint8Array;
}

/** Being written by this process: what has the same key has the same contents, so that one writer is enough. */
const writing = new Set<string>();

export class Store {
  readonly #folder: string;
  readonly #most: number;

  /**
   * @param folder absolute; made with the first entry
   * @param most bytes of all entries
   */
  constructor(folder: string, most = MOST_BYTES) {
    this.#folder = folder;
    this.#most = most;
  }

  /**
   * @param key 64 hex digits
   * @param most bytes that the entry can have; a longer file is not it
   * @param breathe called now and then while a large entry is read; throws to cancel
   */
  async read(
    key: string,
    most: number,
    breathe: () => Promise<void> = async () => undefined,
  ): Promise<Entry | undefined> {
    const path = this.#pathOf(key);
    try {
      const found = await stat(path);
      if (!found.isFile()) return undefined;
      const entry = found.size > most + HEAD_BYTES ? undefined : await opened(key, path, breathe);
      if (entry === undefined) await rm(path, { force: true });
      else await touch(path);
      return entry;
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      return undefined;
    }
  }

  /**
   * Another process may write the same key at once: one of the two files stays, and both hold the same.
   * @param breathe as of `read`; nothing is kept of an entry whose writing is cancelled
   */
  async write(key: string, entry: Made, breathe: () => Promise<void> = async () => undefined): Promise<void> {
    const path = this.#pathOf(key);
    const parts = partsOf(entry);
    const size = parts.reduce((sum, part) => sum + part.length, CHECKSUM_BYTES);
    if (size > this.#most || writing.has(path)) return;
    writing.add(path);
    try {
      await makeFolder(this.#folder);
      await ignoreCache(this.#folder);
      await writeAside(path, (aside) => writeParts(aside, key, parts, breathe));
      await this.#prune(path);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      // The next run makes it again.
    } finally {
      writing.delete(path);
    }
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${key}.bin`);
  }

  /** @param kept path of the newest entry */
  async #prune(kept: string): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => NAME.test(name));
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.#folder, name);
        const found = await stat(path).catch(() => undefined); // another process may have removed it
        return { path, size: found?.size ?? 0, used: path === kept ? Infinity : (found?.mtimeMs ?? 0) };
      }),
    );
    let left = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files.sort((a, b) => a.used - b.used)) {
      if (left <= this.#most) break;
      await rm(path, { force: true }).catch(() => undefined);
      left -= size;
    }
  }
}

/** The time of a file's last change is that of its last use. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

/** The parts of a file behind its checksum: length of the JSON (32 bits, little-endian), JSON, bytes. */
function partsOf({ facts, bytes }: Made): Uint8Array[] {
  const json = Buffer.from(JSON.stringify(facts));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return [length, json, ...(bytes instanceof Uint8Array ? [bytes] : bytes)];
}

const checksumOf = (key: string) => createHash('sha256').update(`${FORM}\n${key}\n`);

async function writeParts(
  path: string,
  key: string,
  parts: readonly Uint8Array[],
  breathe: () => Promise<void>,
): Promise<void> {
  const file = await open(path, 'w');
  try {
    const hash = checksumOf(key);
    let at = CHECKSUM_BYTES;
    for (const piece of piecesOf(parts)) {
      await writeAll(file, piece, at);
      hash.update(piece);
      at += piece.length;
      await breathe();
    }
    await writeAll(file, hash.digest(), 0);
  } finally {
    await file.close();
  }
}

function* piecesOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) {
    for (let from = 0; from < part.length; from += PIECE_BYTES)
      yield part.subarray(from, Math.min(part.length, from + PIECE_BYTES));
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, from, bytes.length - from, at + from);
    from += bytesWritten;
  }
}

/** @returns undefined where the file is not, byte for byte, what was written under the key */
async function opened(key: string, path: string, breathe: () => Promise<void>): Promise<Entry | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size < HEAD_BYTES) return undefined;
    const hash = checksumOf(key);
    const head = await readAll(file, Buffer.alloc(HEAD_BYTES), 0);
    const jsonEnd = HEAD_BYTES + head.readUInt32LE(CHECKSUM_BYTES);
    if (jsonEnd > size) return undefined;
    const json = await readAll(file, Buffer.alloc(jsonEnd - HEAD_BYTES), HEAD_BYTES);
    const bytes = new Uint8Array(new SharedArrayBuffer(size - jsonEnd));
    hash.update(head.subarray(CHECKSUM_BYTES)).update(json);
    for (const piece of piecesOf([bytes])) {
      hash.update(await readAll(file, piece, jsonEnd + piece.byteOffset));
      await breathe();
    }
    if (!hash.digest().equals(head.subarray(0, CHECKSUM_BYTES))) return undefined;
    return { facts: JSON.parse(json.toString('utf8')), bytes };
  } finally {
    await file.close();
  }
}

/** @throws where the file ends before */
async function readAll<Bytes extends Uint8Array>(file: FileHandle, bytes: Bytes, at: number): Promise<Bytes> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, from, bytes.length - from, at + from);
    if (bytesRead === 0) throw new RangeError('the file ends too early');
    from += bytesRead;
  }
  return bytes;
}
