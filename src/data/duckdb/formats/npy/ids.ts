/** Ids in `.npy`: one array of integers or texts, as it is saved beside an array of vectors. */
import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { Failure } from '../../../../common/failure.ts';
import type { InputFile } from '../files.ts';
import type { IdList } from '../id-list.ts';
import { badNpy, checkNpySize, fillFrom, readNpyHeader } from './header.ts';

const BLOCK_ROWS = 65_536;
const INTEGER_TYPES: Record<string, string> = {
  i1: 'TINYINT',
  i2: 'SMALLINT',
  i4: 'INTEGER',
  i8: 'BIGINT',
  u1: 'UTINYINT',
  u2: 'USMALLINT',
  u4: 'UINTEGER',
  u8: 'UBIGINT',
};

/** @throws Failure `data` for what is no array of integers or texts, or is cut short */
export async function openNpyIds(file: InputFile, specPath: readonly (string | number)[]): Promise<IdList> {
  const bad = badNpy(file, specPath);
  const { descr, shape, offset } = await readNpyHeader(file, bad);
  const [, order, kind, size] = /^([<>|=])([iuUS])(\d+)$/.exec(descr) ?? [];
  const bytes = Number(size) * (kind === 'U' ? 4 : 1);
  const isText = kind === 'U' || kind === 'S';
  const type = isText ? 'VARCHAR' : INTEGER_TYPES[`${kind}${size}`];
  if (type === undefined) {
    const what = descr === '|O' ? 'Python objects' : descr;
    throw bad(`it holds ${what}, not integers or texts: save it with .astype('int64') or .astype('str')`);
  }
  const [rows, columns = 1] = shape as [number, number?];
  if (shape.length < 1 || shape.length > 2 || columns !== 1) {
    throw bad(`its shape is (${shape.join(', ')}), not one id per row: save a list of ids`);
  }
  checkNpySize(file, offset + rows * bytes, bad);
  const read = readerOf(
    kind as Kind,
    bytes,
    order === '>',
    (row) =>
      new Failure(
        'data',
        'not-utf8',
        `${file.shown}, row ${row.toLocaleString('en-US')}: the text is not UTF-8. Save the ids with .astype('str').`,
        { file: file.shown, specPath },
      ),
  );
  async function* blocks(): AsyncGenerator<(bigint | number | string)[]> {
    const handle = await open(file.path);
    try {
      for (let from = 0; from < rows; from += BLOCK_ROWS) {
        const block = Buffer.alloc(Math.min(BLOCK_ROWS, rows - from) * bytes);
        await fillFrom(handle, block, offset + from * bytes, file);
        yield Array.from({ length: Math.min(BLOCK_ROWS, rows - from) }, (_, i) => read(block, i, from));
      }
    } finally {
      await handle.close();
    }
  }
  return { type, blocks };
}

type Kind = 'i' | 'u' | 'U' | 'S';

function readerOf(
  kind: Kind,
  bytes: number,
  bigEndian: boolean,
  notUtf8: (row: number) => Failure,
): (block: Buffer, index: number, from: number) => bigint | number | string {
  if (kind === 'S') {
    return (block, i, from) => {
      const text = withoutZeros(block.subarray(i * bytes, (i + 1) * bytes));
      if (!isUtf8(text)) throw notUtf8(from + i + 1);
      return text.toString('utf8');
    };
  }
  const view = (block: Buffer) => new DataView(block.buffer, block.byteOffset, block.length);
  if (kind === 'U') {
    return (block, i, from) => {
      const points: number[] = [];
      for (let at = i * bytes; at < (i + 1) * bytes; at += 4)
        points.push(view(block).getUint32(at, !bigEndian));
      while (points.at(-1) === 0) points.pop();
      if (points.some((point) => point > 0x10ffff || (point >= 0xd800 && point < 0xe000))) {
        throw notUtf8(from + i + 1);
      }
      return String.fromCodePoint(...points);
    };
  }
  const little = !bigEndian;
  const number = {
    i1: (v: DataView, at: number) => v.getInt8(at),
    i2: (v: DataView, at: number) => v.getInt16(at, little),
    i4: (v: DataView, at: number) => v.getInt32(at, little),
    i8: (v: DataView, at: number) => v.getBigInt64(at, little),
    u1: (v: DataView, at: number) => v.getUint8(at),
    u2: (v: DataView, at: number) => v.getUint16(at, little),
    u4: (v: DataView, at: number) => v.getUint32(at, little),
    u8: (v: DataView, at: number) => v.getBigUint64(at, little),
  }[`${kind}${bytes}` as 'i1'];
  return (block, i) => number(view(block), i * bytes);
}

/** NumPy pads texts with zeros up to the longest. */
function withoutZeros(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}
