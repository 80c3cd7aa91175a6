/** Vectors in `.npy`: one array of floats in rows. */
import { open } from 'node:fs/promises';
import { Cancelled } from '../../../../common/failure.ts';
import type { InputFile } from '../files.ts';
import { halfTable } from '../half.ts';
import { badNpy, checkNpySize, fillFrom, readNpyHeader } from './header.ts';

export interface NpyFile {
  file: InputFile;
  rows: number;
  /** Numbers per row. */
  columns: number;
  bytesPerNumber: 2 | 4 | 8;
  /** The most significant byte of a number comes first. */
  bigEndian: boolean;
  /** Where the numbers begin. */
  offset: number;
}

const BLOCK_BYTES = 4 * 2 ** 20;

/**
 * @param specPath of the key that names the file
 * @throws Failure `data` for what is no array of floats in rows, or is cut short
 */
export async function openNpy(file: InputFile, specPath: readonly (string | number)[]): Promise<NpyFile> {
  const bad = badNpy(file, specPath);
  const { descr, shape, fortranOrder, offset } = await readNpyHeader(file, bad);
  const float = /^([<>])f([248])$/.exec(descr);
  if (float === null) {
    throw bad(`it holds ${descr}, not floats of 16, 32 or 64 bits: save it with .astype('float32')`);
  }
  if (shape.length < 1 || shape.length > 2) {
    throw bad(`it has ${shape.length} dimensions, not one row per vector: save an array of rows × numbers`);
  }
  const [rows, columns = 1] = shape as [number, number?];
  if (fortranOrder && shape.length > 1) {
    throw bad('its numbers lie column by column: save numpy.ascontiguousarray(…)');
  }
  const bytesPerNumber = Number(float[2]) as NpyFile['bytesPerNumber'];
  checkNpySize(file, offset + rows * columns * bytesPerNumber, bad);
  return { file, rows, columns, bytesPerNumber, bigEndian: float[1] === '>', offset };
}

/** Every row in its order, at most `limit`. @param each reads `columns` numbers from `values[at]` before it returns. */
export async function readNpy(
  { file, rows, columns, bytesPerNumber, bigEndian, offset }: NpyFile,
  limit: number,
  signal: AbortSignal,
  each: (row: number, values: Float32Array | Float64Array, at: number) => void,
): Promise<void> {
  const end = Math.min(rows, limit);
  const rowBytes = columns * bytesPerNumber;
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, rowBytes)));
  const buffer = new ArrayBuffer(perBlock * rowBytes);
  const bytes = Buffer.from(buffer);
  const numbersOf = {
    2: halves,
    4: (b: ArrayBuffer) => new Float32Array(b),
    8: (b: ArrayBuffer) => new Float64Array(b),
  };
  const handle = await open(file.path);
  try {
    for (let row = 0; row < end; row += perBlock) {
      if (signal.aborted) throw new Cancelled();
      const count = Math.min(perBlock, end - row);
      await fillFrom(handle, bytes.subarray(0, count * rowBytes), offset + row * rowBytes, file);
      if (bigEndian) swapBytes(bytes, bytesPerNumber);
      const values = numbersOf[bytesPerNumber](buffer);
      for (let r = 0; r < count; r++) each(row + r, values, r * columns);
    }
  } finally {
    await handle.close();
  }
}

function swapBytes(bytes: Buffer, bytesPerNumber: NpyFile['bytesPerNumber']): void {
  if (bytesPerNumber === 2) bytes.swap16();
  else if (bytesPerNumber === 4) bytes.swap32();
  else bytes.swap64();
}

function halves(buffer: ArrayBuffer): Float32Array {
  const table = halfTable();
  return Float32Array.from(new Uint16Array(buffer), (bits) => table[bits]!);
}
