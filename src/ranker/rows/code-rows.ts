/**
 * Field codes of many rows, row after row, as narrow as they can be: a field whose codes are below 256 takes one byte of a row, any
 * other four. A row of two ids and a few bins is then one piece of 16 bytes, which lies in one cache line.
 */

import { broken } from '../broken.ts';

/** Codes below so many fit into a byte. */
export const BYTE_CODES = 256;
/** Bytes of a code that does not. */
const WIDE = 4;

/** On shared memory; never written after it was built. */
export interface CodeRows {
  rows: number;
  /** Bytes of a row; a multiple of 4 where a field takes four. */
  stride: number;
  /** By field: its first byte in a row, and whether it takes four. */
  fields: readonly { at: number; wide: boolean }[];
  bytes: Uint8Array;
}

/** Bytes of a row of fields with so many codes each, and where each field stands: the wide ones first. */
function layoutOf(cardinalities: readonly number[]): Pick<CodeRows, 'stride' | 'fields'> {
  const isWide = cardinalities.map((cardinality) => cardinality > BYTE_CODES);
  const wide = isWide.filter((is) => is).length;
  let [nextWide, nextByte] = [0, WIDE * wide];
  const fields = isWide.map((is) => {
    if (!is) return { at: nextByte++, wide: false };
    nextWide += WIDE;
    return { at: nextWide - WIDE, wide: true };
  });
  const stride = wide > 0 ? WIDE * Math.ceil(nextByte / WIDE) : nextByte;
  return { stride, fields };
}

/** Bytes that the codes of a row take. */
export const codeRowBytes = (cardinalities: readonly number[]): number => layoutOf(cardinalities).stride;

/** Rows of missing codes, to be filled field by field. */
export function emptyCodeRows(rows: number, cardinalities: readonly number[]): CodeRows {
  const layout = layoutOf(cardinalities);
  return { rows, ...layout, bytes: new Uint8Array(new SharedArrayBuffer(rows * layout.stride)) };
}

/** Whether rows that come from outside are laid out as those of fields with so many codes each, and every code is one of its field's. */
export function areCodesOf(codeRows: CodeRows, cardinalities: readonly number[]): boolean {
  const { rows, bytes, ...layout } = codeRows;
  if (bytes.length !== rows * layout.stride) return false;
  if (JSON.stringify(layout) !== JSON.stringify(layoutOf(cardinalities))) return false;
  return cardinalities.every((cardinality, field) => {
    const codeOf = fieldReader(codeRows, field);
    for (let row = 0; row < rows; row++) if (codeOf(row) >= cardinality) return false;
    return true;
  });
}

/** All codes as numbers of four bytes; only what stands at a multiple of four is one. */
function wordsOf({ bytes }: CodeRows): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / WIDE));
}

/** Writes the codes of a field, those of consecutive rows. They must be below its cardinality. */
export function setField(codeRows: CodeRows, field: number, codes: ArrayLike<number>): void {
  const { stride, fields, bytes } = codeRows;
  const { at, wide } = fields[field]!;
  const target = wide ? wordsOf(codeRows) : bytes;
  const [step, first] = wide ? [stride / WIDE, at / WIDE] : [stride, at];
  for (let i = 0, place = first; i < codes.length; i++, place += step) target[place] = codes[i]!;
}

/** Writes rows of the same fields. @param at the row that each of them is to be */
export function putRows(target: CodeRows, { stride, bytes }: CodeRows, at: Uint32Array): void {
  if (stride !== target.stride) throw broken(`rows of ${stride} bytes for rows of ${target.stride}`);
  for (let i = 0; i < at.length; i++)
    target.bytes.set(bytes.subarray(i * stride, (i + 1) * stride), at[i]! * stride);
}

/** Some of the rows, in the order of their numbers. */
export function someRows(codeRows: CodeRows, rows: Uint32Array): CodeRows {
  const { stride, fields, bytes } = codeRows;
  const some = new Uint8Array(new SharedArrayBuffer(rows.length * stride));
  for (let i = 0, to = 0; i < rows.length; i++)
    for (let from = rows[i]! * stride, end = from + stride; from < end; ) some[to++] = bytes[from++]!;
  return { rows: rows.length, stride, fields, bytes: some };
}

/** What reads the code of a field in a row. */
export function fieldReader(codeRows: CodeRows, field: number): (row: number) => number {
  const { stride, fields, bytes } = codeRows;
  const { at, wide } = fields[field]!;
  if (!wide) return (row) => bytes[row * stride + at]!;
  const words = wordsOf(codeRows);
  const [step, first] = [stride / WIDE, at / WIDE];
  return (row) => words[row * step + first]!;
}

/**
 * The codes of a field that takes one byte, side by side on shared memory.
 * @param byteOf what stands for each code
 * @param rows some of them, in this order; all where absent
 */
export function fieldBytes(
  codeRows: CodeRows,
  field: number,
  byteOf?: Uint8Array,
  rows?: Uint32Array,
): Uint8Array {
  const column = new Uint8Array(new SharedArrayBuffer(rows?.length ?? codeRows.rows));
  const { stride, fields, bytes } = codeRows;
  const { at, wide } = fields[field]!;
  const source = wide ? wordsOf(codeRows) : bytes;
  const [step, first] = wide ? [stride / WIDE, at / WIDE] : [stride, at];
  if (rows !== undefined) {
    for (let i = 0; i < rows.length; i++) {
      const code = source[first + rows[i]! * step]!;
      column[i] = byteOf === undefined ? code : byteOf[code]!;
    }
  } else if (byteOf === undefined)
    for (let row = 0, place = first; row < column.length; row++, place += step) column[row] = source[place]!;
  else
    for (let row = 0, place = first; row < column.length; row++, place += step)
      column[row] = byteOf[source[place]!]!;
  return column;
}

/** The rows with some of their fields alone. @param cardinalities of all fields */
export function withFieldsOf(
  codeRows: CodeRows,
  kept: readonly number[],
  cardinalities: readonly number[],
): CodeRows {
  const picked = emptyCodeRows(
    codeRows.rows,
    kept.map((f) => cardinalities[f]!),
  );
  for (const [f, field] of kept.entries()) {
    const read = fieldReader(codeRows, field);
    const { at, wide } = picked.fields[f]!;
    const target = wide ? wordsOf(picked) : picked.bytes;
    const [step, first] = wide ? [picked.stride / WIDE, at / WIDE] : [picked.stride, at];
    for (let row = 0, place = first; row < picked.rows; row++, place += step) target[place] = read(row);
  }
  return picked;
}

/** Copies rows into a kernel's memory: each field to its place in the target's rows, moved by its offset. */
export class RowGather {
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #stride: number;
  readonly #wideAt: Uint32Array;
  readonly #wideTo: Uint32Array;
  readonly #byteAt: Uint32Array;
  readonly #byteTo: Uint32Array;
  readonly #wideOffset: Uint32Array;
  readonly #byteOffset: Uint32Array;
  #seen = 0;

  /**
   * @param first place of the first field in a row of the target
   * @param offsets added to the codes of each field
   */
  constructor(codeRows: CodeRows, first: number, offsets: Uint32Array) {
    this.#bytes = codeRows.bytes;
    this.#words = wordsOf(codeRows);
    this.#stride = codeRows.stride;
    const placed = codeRows.fields.map(({ at, wide }, f) => ({
      at,
      wide,
      to: first + f,
      offset: offsets[f]!,
    }));
    const wide = placed.filter((field) => field.wide);
    const narrow = placed.filter((field) => !field.wide);
    this.#wideAt = Uint32Array.from(wide, ({ at }) => at / WIDE);
    this.#wideTo = Uint32Array.from(wide, ({ to }) => to);
    this.#wideOffset = Uint32Array.from(wide, ({ offset }) => offset);
    this.#byteAt = Uint32Array.from(narrow, ({ at }) => at);
    this.#byteTo = Uint32Array.from(narrow, ({ to }) => to);
    this.#byteOffset = Uint32Array.from(narrow, ({ offset }) => offset);
  }

  /** Copies rows[from..to) to the rows of the target from its first one on. @param width numbers of a row of the target */
  copy(rows: Uint32Array, from: number, to: number, target: Uint32Array, width: number): void {
    const stride = this.#stride;
    const bytes = this.#bytes;
    for (let group = from; group < to; group += TOGETHER) {
      const end = Math.min(to, group + TOGETHER);
      // The processor alone would wait for the memory row by row (4× slower).
      let seen = 0;
      for (let i = group; i < end; i++) {
        const row = rows[i]! * stride;
        seen ^= bytes[row]! ^ bytes[row + stride - 1]!;
      }
      this.#seen ^= seen; // so that the loads stay
      this.#copyWide(rows, group, end, target, (group - from) * width, width);
      this.#copyBytes(rows, group, end, target, (group - from) * width, width);
    }
  }

  #copyWide(rows: Uint32Array, from: number, to: number, target: Uint32Array, start: number, width: number) {
    const words = this.#words;
    const step = this.#stride / WIDE;
    const at = this.#wideAt;
    const place = this.#wideTo;
    const offset = this.#wideOffset;
    for (let i = from, base = start; i < to; i++, base += width) {
      const row = rows[i]! * step;
      for (let f = 0; f < at.length; f++) target[base + place[f]!] = words[row + at[f]!]! + offset[f]!;
    }
  }

  #copyBytes(rows: Uint32Array, from: number, to: number, target: Uint32Array, start: number, width: number) {
    const bytes = this.#bytes;
    const stride = this.#stride;
    const at = this.#byteAt;
    const place = this.#byteTo;
    const offset = this.#byteOffset;
    for (let i = from, base = start; i < to; i++, base += width) {
      const row = rows[i]! * stride;
      for (let f = 0; f < at.length; f++) target[base + place[f]!] = bytes[row + at[f]!]! + offset[f]!;
    }
  }
}

/** Rows whose codes are fetched together. */
const TOGETHER = 128;
