/** The bytes of an open file, from wherever they are wanted: small neighbouring pieces come from one reading. */
import type { FileHandle } from 'node:fs/promises';
import { ArrowDamage } from './damage.ts';

const WINDOW_BYTES = 256 * 1024;
/** Most that the system reads at once. */
const MOST_AT_ONCE = 2 ** 30;

export class FileBytes {
  readonly size: number;
  private readonly handle: FileHandle;
  private window: Uint8Array = new Uint8Array();
  private windowAt = 0;

  /** @param size as it was when the file was opened */
  constructor(handle: FileHandle, size: number) {
    this.handle = handle;
    this.size = size;
  }

  /** @returns bytes that are not written to again. @throws ArrowDamage where the file ends before them */
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
