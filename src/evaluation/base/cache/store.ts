/**
 * A folder of results that take long to make again, each in a file named after all that it was made of. Files are data: what a
 * checksum does not vouch for counts as absent and is removed. Nothing here fails a run: a folder that cannot be read or written, or a
 * full disk, only means that the result is made again.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAside } from '../../../common/aside.ts';
import { makeFolder } from '../../../common/folder.ts';
import { ignoreCache } from '../../../report/kept/store.ts';

/** Bytes of all files of a folder, at most; beyond that, those that were not used for longest are removed. */
export const MOST_BYTES = 2 ** 30;

/** Begins what the checksum is of; another form of file needs another word. */
const FORM = 'lis-lens base 1';
const CHECKSUM_BYTES = 32;
/** Where the JSON begins, behind the checksum and the JSON's length. */
const HEAD_BYTES = CHECKSUM_BYTES + 4;
const NAME = /^[0-9a-f]{64}\.bin$/;

export interface Entry {
  /** Parsed JSON of any form: its reader validates it. */
  facts: unknown;
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
   */
  async read(key: string, most: number): Promise<Entry | undefined> {
    const path = this.#pathOf(key);
    try {
      const found = await stat(path);
      if (!found.isFile()) return undefined;
      const entry = found.size > most + HEAD_BYTES ? undefined : opened(key, await readFile(path));
      if (entry === undefined) await rm(path, { force: true });
      else await touch(path);
      return entry;
    } catch {
      return undefined;
    }
  }

  /** Another process may write the same key at once: one of the two files stays, and both hold the same. */
  async write(key: string, entry: Entry): Promise<void> {
    const path = this.#pathOf(key);
    const parts = sealed(key, entry);
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    if (size > this.#most || writing.has(path)) return;
    writing.add(path);
    try {
      await makeFolder(this.#folder);
      await ignoreCache(this.#folder);
      await writeAside(path, (aside) => writeFile(aside, parts));
      await this.#prune(path);
    } catch {
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

/** The parts of a file: checksum, length of the JSON (32 bits, little-endian), JSON, bytes. */
function sealed(key: string, { facts, bytes }: Entry): Uint8Array[] {
  const json = Buffer.from(JSON.stringify(facts));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const parts = [length, json, bytes];
  return [checksum(key, parts), ...parts];
}

/** @returns undefined where the file is not, byte for byte, what was written under the key */
function opened(key: string, file: Buffer): Entry | undefined {
  if (file.length < HEAD_BYTES) return undefined;
  if (!checksum(key, [file.subarray(CHECKSUM_BYTES)]).equals(file.subarray(0, CHECKSUM_BYTES)))
    return undefined;
  const end = HEAD_BYTES + file.readUInt32LE(CHECKSUM_BYTES);
  if (end > file.length) return undefined;
  return { facts: JSON.parse(file.toString('utf8', HEAD_BYTES, end)), bytes: file.subarray(end) };
}

function checksum(key: string, parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(`${FORM}\n${key}\n`);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
