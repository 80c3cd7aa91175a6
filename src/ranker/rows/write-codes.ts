/** Writes codes into a file as they are made, some rows after another; see code-file.ts. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type CodeFile, placeInWindow, windowStart } from './code-file.ts';
import { type CodeRows, emptyCodeRows, setField, someRows } from './code-rows.ts';

/** Rows of each window that are written together. */
const PLACES = 2 ** 16;

export class CodeWriter {
  /** The rows that are at hand, at most so many; each fill is of these, but for the last one. */
  readonly atOnce: number;
  readonly #rows: number;
  readonly #windows: number;
  readonly #chunk: CodeRows;
  readonly #path: string;
  readonly #hash = createHash('sha256');
  #handle: FileHandle | undefined;
  #done = 0;

  /** @param path of a file to be made @param cardinalities of all fields */
  constructor(path: string, rows: number, windows: number, cardinalities: readonly number[]) {
    this.#path = path;
    this.#rows = rows;
    this.#windows = windows;
    this.atOnce = windows * PLACES;
    this.#chunk = emptyCodeRows(Math.min(rows, this.atOnce), cardinalities);
  }

  /** Says what codes a field has in the rows at hand. */
  set(field: number, codes: Uint8Array | Uint32Array): void {
    setField(this.#chunk, field, codes);
  }

  /** Writes the rows at hand, all of whose fields were set. @throws what the system says */
  async next(): Promise<void> {
    this.#handle ??= await open(this.#path, 'w');
    const { stride, fields, bytes } = this.#chunk;
    const from = this.#done;
    const rows = Math.min(this.#rows - from, this.atOnce);
    const chunk = { rows, stride, fields, bytes: bytes.subarray(0, rows * stride) };
    this.#hash.update(chunk.bytes);
    const windows = this.#windows;
    for (let window = 0; window < Math.min(windows, rows); window++) {
      const count = Math.ceil((rows - window) / windows);
      const places = Uint32Array.from({ length: count }, (_, i) => window + i * windows);
      const piece = windows === 1 ? chunk : someRows(chunk, places);
      const start = windowStart({ rows: this.#rows, windows }, window) + placeInWindow(from, windows);
      await writeAll(this.#handle, piece.bytes, start * stride);
    }
    this.#done = from + rows;
  }

  /** @returns the file, once all rows are written */
  async finish(): Promise<CodeFile> {
    await this.close();
    const { stride, fields } = this.#chunk;
    const hash = this.#hash.digest('hex');
    return { rows: this.#rows, stride, fields, path: this.#path, windows: this.#windows, hash };
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
