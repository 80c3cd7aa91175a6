/** NumPy's `.npy`: one array of floats in rows, behind a header that is a Python literal. */
import { type FileHandle, open } from 'node:fs/promises';
import { Cancelled, Failure } from '../../report/failure.ts';
import type { InputFile } from './files.ts';
import { halfTable } from './half.ts';

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

const MAGIC = '\x93NUMPY';
/** Longest header read: NumPy writes 128 bytes. */
const MOST_HEADER = 65_536;
const BLOCK_BYTES = 4 * 2 ** 20;

/**
 * @param specPath of the key that names the file
 * @throws Failure `data` for what is no array of floats in rows, or is cut short
 */
export async function openNpy(file: InputFile, specPath: readonly (string | number)[]): Promise<NpyFile> {
  const bad = (why: string) =>
    new Failure('data', 'bad-npy', `${file.shown} cannot be read: ${why}.`, { file: file.shown, specPath });
  const handle = await open(file.path);
  try {
    const start = await readAt(handle, 0, 12);
    if (start.length < 10 || start.toString('latin1', 0, 6) !== MAGIC) throw bad('it is no .npy file');
    const wide = start[6]! > 1;
    if (start[6]! > 3 || (wide && start.length < 12)) throw bad(`its version ${start[6]} is unknown`);
    const length = wide ? start.readUInt32LE(8) : start.readUInt16LE(8);
    const from = wide ? 12 : 10;
    if (length > MOST_HEADER) throw bad('its header is damaged');
    const header = (await readAt(handle, from, length)).toString('latin1');
    const field = (key: string, value: RegExp) =>
      new RegExp(`['"]${key}['"]\\s*:\\s*${value.source}`).exec(header)?.[1];
    if (field('descr', /(\[)/) !== undefined) {
      throw bad("it holds records of named fields: save one array of rows × numbers, .astype('float32')");
    }
    const descr = field('descr', /['"]([^'"]*)['"]/);
    const order = field('fortran_order', /(True|False)/);
    const shape = field('shape', /\(([\d\s,L]*)\)/);
    if (header.length < length || descr === undefined || order === undefined || shape === undefined) {
      throw bad('its header is damaged');
    }
    const float = /^([<>])f([248])$/.exec(descr);
    if (float === null) {
      throw bad(`it holds ${descr}, not floats of 16, 32 or 64 bits: save it with .astype('float32')`);
    }
    const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number.parseInt(size, 10)]));
    if (sizes.length < 1 || sizes.length > 2) {
      throw bad(`it has ${sizes.length} dimensions, not one row per vector: save an array of rows × numbers`);
    }
    const [rows, columns = 1] = sizes as [number, number?];
    if (order === 'True' && sizes.length > 1) {
      throw bad('its numbers lie column by column: save numpy.ascontiguousarray(…)');
    }
    const bytesPerNumber = Number(float[2]) as NpyFile['bytesPerNumber'];
    const offset = from + length;
    const wanted = offset + rows * columns * bytesPerNumber;
    if (wanted !== file.bytes) {
      const has = file.bytes < wanted ? 'cut short' : 'longer than its header says';
      throw bad(`it is ${has} (${file.bytes} bytes instead of ${wanted})`);
    }
    return { file, rows, columns, bytesPerNumber, bigEndian: float[1] === '>', offset };
  } finally {
    await handle.close();
  }
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
      await fill(handle, bytes.subarray(0, count * rowBytes), offset + row * rowBytes, file);
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

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function fill(
  handle: FileHandle,
  target: Uint8Array,
  position: number,
  file: InputFile,
): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await handle.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) {
      const message = `${file.shown} became shorter while it was read.`;
      throw new Failure('data', 'bad-npy', message, { file: file.shown });
    }
    done += bytesRead;
  }
}
