/** Field codes as plain numbers: what a block holds, and blocks of what a test writes down. */

import type { FieldBlock } from '../../src/ranker/ranker.ts';
import { type CodeRows, emptyCodeRows, fieldReader, setField } from '../../src/ranker/rows/code-rows.ts';

/** The codes of a field, row after row. */
export function columnCodes({ codes }: Pick<FieldBlock, 'codes'>, field: number): Uint32Array {
  const codeOf = fieldReader(codes, field);
  return Uint32Array.from({ length: codes.rows }, (_, row) => codeOf(row));
}

/** All codes, row after row. */
export function flatCodes({ codes }: Pick<FieldBlock, 'codes'>): number[] {
  const readers = codes.fields.map((_, field) => fieldReader(codes, field));
  return Array.from({ length: codes.rows }, (_, row) => readers.map((codeOf) => codeOf(row))).flat();
}

/** @param flat row after row, each with a code of every field */
export function codeRowsOf(cardinalities: readonly number[], flat: ArrayLike<number>): CodeRows {
  const fields = cardinalities.length;
  const rows = emptyCodeRows(flat.length / fields, cardinalities);
  for (const [field] of cardinalities.entries()) {
    const codes = Uint32Array.from({ length: rows.rows }, (_, row) => flat[row * fields + field]!);
    setField(rows, field, codes);
  }
  return rows;
}
