/** Texts of Arrow, by offsets or by views: checked to be UTF-8 before the first is read. */
import { isUtf8 } from 'node:buffer';
import { ArrowDamage, ArrowNotUtf8 } from './damage.ts';

type Validity = Uint8Array | undefined;

const isSet = (validity: Validity, row: number): boolean =>
  validity === undefined || ((validity[row >> 3] as number) & (1 << (row & 7))) !== 0;

/** @returns the text of a row. @throws ArrowNotUtf8 */
export function readText(
  offsets: Int32Array | BigInt64Array,
  data: Uint8Array,
  length: number,
  validity: Validity,
): (row: number) => string {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  const at = (row: number) => Number(offsets[row]);
  if (length > 0 && !isWhole(bytes.subarray(at(0), at(length)), offsets, length)) {
    for (let row = 0; row < length; row++) {
      if (isSet(validity, row) && !isUtf8(bytes.subarray(at(row), at(row + 1)))) throw new ArrowNotUtf8(row);
    }
  }
  return (row) => bytes.toString('utf8', at(row), at(row + 1));
}

/** One look at all texts together, which is right where no text begins inside a character. */
function isWhole(all: Uint8Array, offsets: Int32Array | BigInt64Array, length: number): boolean {
  if (!isUtf8(all)) return false;
  const first = Number(offsets[0]);
  for (let row = 1; row < length; row++) {
    const byte = all[Number(offsets[row]) - first];
    if (byte !== undefined && (byte & 0xc0) === 0x80) return false;
  }
  return true;
}

const INLINE = 12;

/** @returns the text of a row. @throws ArrowDamage, ArrowNotUtf8 */
export function readTextViews(
  views: Uint8Array,
  data: readonly Uint8Array[],
  length: number,
  validity: Validity,
): (row: number) => string {
  const view = new DataView(views.buffer, views.byteOffset, views.length);
  const bytes = data.map((part) => Buffer.from(part.buffer, part.byteOffset, part.length));
  const inline = Buffer.from(views.buffer, views.byteOffset, views.length);
  const find = (row: number): Buffer => {
    const size = view.getInt32(16 * row, true);
    if (size <= INLINE) return inline.subarray(16 * row + 4, 16 * row + 4 + size);
    const part = bytes[view.getInt32(16 * row + 8, true)] as Buffer;
    const from = view.getInt32(16 * row + 12, true);
    return part.subarray(from, from + size);
  };
  for (let row = 0; row < length; row++) {
    if (!isSet(validity, row)) continue;
    const size = view.getInt32(16 * row, true);
    const from = view.getInt32(16 * row + 12, true);
    const part = bytes[view.getInt32(16 * row + 8, true)];
    const isOutside = size > INLINE && (part === undefined || from < 0 || from + size > part.length);
    if (size < 0 || isOutside) throw new ArrowDamage('a text lies outside its data');
    if (!isUtf8(find(row))) throw new ArrowNotUtf8(row);
  }
  return (row) => find(row).toString('utf8');
}
