/**
 * Field codes of every row in a file, for logs whose codes memory need not hold: window after window (see visits.ts), the rows of each
 * ascending, so that what a training visits next, and what is scored of a stretch of time, is read in one piece.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { Failure } from '../../common/failure.ts';
import type { LogRows } from '../../common/some-rows.ts';
import type { CodeRows } from './code-rows.ts';

export interface CodeFile extends Omit<CodeRows, 'bytes'> {
  /** Absolute. It lives as long as the run. */
  path: string;
  /** SHA-256 of the bytes that the same codes have in memory, hexadecimal. */
  hash: string;
  windows: number;
}

/** Codes in memory, or in a file. */
export type Codes = CodeRows | CodeFile;

export const isFile = (codes: Codes): codes is CodeFile => 'path' in codes;

/** Where row r stands among the rows of its window. */
export const placeInWindow = (row: number, windows: number): number => Math.floor(row / windows);

/** Rows that stand in the file before those of a window. */
export function windowStart({ rows, windows }: Pick<CodeFile, 'rows' | 'windows'>, window: number): number {
  return window * Math.floor(rows / windows) + Math.min(window, rows % windows);
}

/**
 * Some rows of one window, those from `first` to `last`, which belong to it, one after another.
 * @param into memory to read into, where it is large enough
 * @throws Failure `temporary-space` where the file is not what it was
 */
export function readWindow(
  file: CodeFile,
  window: number,
  first: number,
  last: number,
  into?: Uint8Array,
): CodeRows {
  const { stride, fields, windows, path } = file;
  const from = placeInWindow(first, windows);
  const rows = placeInWindow(last, windows) - from + 1;
  const size = rows * stride;
  const bytes = into !== undefined && into.length >= size ? into.subarray(0, size) : new Uint8Array(size);
  readAll(path, bytes, (windowStart(file, window) + from) * stride);
  return { rows, stride, fields, bytes };
}

function readAll(path: string, bytes: Uint8Array, position: number): void {
  let done = 0;
  try {
    const handle = openSync(path, 'r');
    try {
      while (done < bytes.length) {
        const count = readSync(handle, bytes, done, bytes.length - done, position + done);
        if (count === 0) break;
        done += count;
      }
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw gone(path, (error as Error).message);
  }
  if (done < bytes.length) throw gone(path, 'the file has fewer bytes than were written');
}

const gone = (path: string, why: string): Failure =>
  new Failure(
    'resource',
    'temporary-space',
    `The temporary file ${path} cannot be read (${why}): run again, and let temporary files be until a run ends.`,
  );

/** Rows read at once where some of many are wanted. */
const PIECE_ROWS = 2 ** 20;

/** Some of the rows, ascending, or all, in their order, on shared memory. @throws as `readWindow` */
export function pickFromFile(file: CodeFile, some: LogRows): CodeRows {
  const { stride, fields, windows } = file;
  const rows = some ?? Uint32Array.from({ length: file.rows }, (_, row) => row);
  const bytes = new Uint8Array(new SharedArrayBuffer(rows.length * stride));
  const buffer = new Uint8Array(PIECE_ROWS * stride);
  for (let window = 0; window < windows; window++) {
    for (let i = 0; i < rows.length; ) {
      while (i < rows.length && rows[i]! % windows !== window) i++;
      if (i === rows.length) break;
      const first = rows[i]!;
      // As many of the window's rows as the buffer holds; those wanted are among them.
      let [end, last] = [i, first];
      for (; end < rows.length && rows[end]! - first < PIECE_ROWS * windows; end++)
        if (rows[end]! % windows === window) last = rows[end]!;
      const piece = readWindow(file, window, first, last, buffer);
      const from = placeInWindow(first, windows);
      for (; i < end; i++) {
        if (rows[i]! % windows !== window) continue;
        const at = (placeInWindow(rows[i]!, windows) - from) * stride;
        for (let b = 0; b < stride; b++) bytes[i * stride + b] = piece.bytes[at + b]!;
      }
    }
  }
  return { rows: rows.length, stride, fields, bytes };
}
