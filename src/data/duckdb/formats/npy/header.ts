/** NumPy's `.npy`: one array behind a header that is a Python literal. */
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../../../../common/failure.ts';
import type { InputFile } from '../files.ts';

export interface NpyHeader {
  /** Byte order, kind and bytes of an element, such as `<f4`. */
  descr: string;
  /** Rows, then what a row holds. */
  shape: number[];
  /** The numbers of a column, not of a row, lie side by side. */
  fortranOrder: boolean;
  /** Where the elements begin. */
  offset: number;
}

const MAGIC = '\x93NUMPY';
/** Longest header read: NumPy writes 128 bytes. */
const MOST_HEADER = 65_536;

/** @returns a function that makes the failure of a file which cannot be read */
export function badNpy(file: InputFile, specPath: readonly (string | number)[]): (why: string) => Failure {
  return (why) =>
    new Failure('data', 'bad-npy', `${file.shown} cannot be read: ${why}.`, { file: file.shown, specPath });
}

/** @throws Failure `data` */
export async function readNpyHeader(file: InputFile, bad: (why: string) => Failure): Promise<NpyHeader> {
  const handle = await open(file.path);
  try {
    const start = await readAt(handle, 0, 12);
    if (start.length < 10 || start.toString('latin1', 0, 6) !== MAGIC) throw bad('it is not a .npy file');
    const wide = start[6]! > 1;
    if (start[6]! > 3 || (wide && start.length < 12)) throw bad(`its version ${start[6]} is unknown`);
    const length = wide ? start.readUInt32LE(8) : start.readUInt16LE(8);
    const from = wide ? 12 : 10;
    if (length > MOST_HEADER) throw bad('its header is damaged');
    const header = (await readAt(handle, from, length)).toString('latin1');
    const field = (key: string, value: RegExp) =>
      new RegExp(`['"]${key}['"]\\s*:\\s*${value.source}`).exec(header)?.[1];
    if (field('descr', /(\[)/) !== undefined) {
      throw bad('it holds records of named fields: save one plain array');
    }
    const descr = field('descr', /['"]([^'"]*)['"]/);
    const order = field('fortran_order', /(True|False)/);
    const shape = field('shape', /\(([\d\s,L]*)\)/);
    if (header.length < length || descr === undefined || order === undefined || shape === undefined) {
      throw bad('its header is damaged');
    }
    const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number.parseInt(size, 10)]));
    return { descr, shape: sizes, fortranOrder: order === 'True', offset: from + length };
  } finally {
    await handle.close();
  }
}

/** @throws Failure `data` where the file is shorter or longer than `wanted` bytes */
export function checkNpySize(file: InputFile, wanted: number, bad: (why: string) => Failure): void {
  if (wanted === file.bytes) return;
  const has = file.bytes < wanted ? 'cut short' : 'longer than its header says';
  throw bad(`it is ${has} (${file.bytes} bytes instead of ${wanted})`);
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Fills `target` from `position`. @throws Failure `data` where the file ends before */
export async function fillFrom(
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
