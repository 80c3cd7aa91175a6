/** The bytes of an open file, from wherever they are wanted: small neighbouring pieces come from one reading. */
import type { FileHandle } from 'node:fs/promises';
import { ArrowDamage } from './damage.ts';

const WINDOW_BYTES = 256 * 1024;
/** Most that the system reads at once. */
const MOST_AT_ONCE = 2 ** 30;

/** Bytes of the widest number. */
const WORD_BYTES = 8;

/** Bytes that Arrow data is read from. */
export interface Bytes {
  readonly size: number;
  /** @returns bytes that are not written to again. @throws ArrowDamage where they end before */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** Bytes that are in memory. */
export class MemoryBytes implements Bytes {
  readonly size: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    // The `slice` of a Buffer copies nothing.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.size = bytes.length;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || at + length > this.size) throw new ArrowDamage('it is cut short');
    const found = this.bytes.subarray(at, at + length);
    return found.byteOffset % WORD_BYTES === 0 ? found : found.slice(); // wide numbers begin at whole words
  }
}

export class FileBytes implements Bytes {
  readonly size: number;
  private readonly handle: FileHandle;
  private window: Uint8Array = new Uint8Array();
  private windowAt = 0;

  /** @param size as it was when the file was opened */
  constructor(handle: FileHandle, size: number) {
    this.handle = handle;
    this.size = size;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || at + length > this.size) throw new ArrowDamage('it is cut short');
    if (length > WINDOW_BYTES / 4) return this.fetch(at, length);
    const from = at - this.windowAt;
    if (from < 0 || from + length > this.window.length) {
      this.window = await this.fetch(at, Math.min(WINDOW_BYTES, this.size - at));
      this.windowAt = at;
    }
    return this.window.subarray(at - this.windowAt, at - this.windowAt + length);
  }

  private async fetch(at: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const wanted = Math.min(length - done, MOST_AT_ONCE);
      const { bytesRead } = await this.handle.read(bytes, done, wanted, at + done);
      if (bytesRead === 0) throw new ArrowDamage('it became shorter while it was read');
      done += bytesRead;
    }
    return bytes;
  }
}
