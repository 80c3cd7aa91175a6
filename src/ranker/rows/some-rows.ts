/** A block of some rows of another one, with the codes that occur in them alone: what a ranker holds then grows with these rows. */

import { MISSING } from '../fields.ts';
import type { AnyBlock, DenseColumns, FieldBlock } from '../ranker.ts';
import { isFile, pickFromFile } from './code-file.ts';
import { BYTE_CODES, emptyCodeRows, fieldReader, setField, someRows } from './code-rows.ts';

/**
 * Training on these rows comes to the same bits as on the whole block: initial values follow from the keys of codes, which stay, and codes keep
 * their order.
 * @param rows numbers of rows of the block; the new one numbers them by their order
 */
export function blockOfRows(block: AnyBlock, rows: Uint32Array): FieldBlock {
  const found = isFile(block.codes) ? pickFromFile(block.codes, rows) : someRows(block.codes, rows);
  const picked = block.names.map((name, f) => {
    const codeOf = fieldReader(found, f);
    const codes = Uint32Array.from({ length: rows.length }, (_, i) => codeOf(i));
    const cardinality = block.cardinalities[f]!;
    const keys = block.keys?.[f];
    // Codes of vectors stand for places among them.
    const isKept = cardinality <= BYTE_CODES || name === block.vector?.name;
    return isKept ? { codes, cardinality, keys } : onlyThose(codes, cardinality, keys);
  });
  const cardinalities = picked.map(({ cardinality }) => cardinality);
  const codes = emptyCodeRows(rows.length, cardinalities);
  for (const [f, field] of picked.entries()) setField(codes, f, field.codes);
  const { fields, names, ordered, dense, vector } = block;
  return {
    ...{ fields, cardinalities, names, codes },
    keys: picked.map(({ keys }) => keys),
    ...(ordered !== undefined && { ordered }),
    ...(dense !== undefined && { dense: denseOf(dense, rows) }),
    ...(vector !== undefined && { vector }),
  };
}

/** Numbers the codes that occur, in their order; missing stays 0. */
function onlyThose(codes: Uint32Array, cardinality: number, keys: Uint32Array | undefined) {
  const number = new Uint32Array(cardinality);
  for (const code of codes) number[code] = 1;
  number[MISSING] = 1;
  const present = Uint32Array.from(number.keys()).filter((code) => number[code] === 1);
  for (const [place, code] of present.entries()) number[code] = place;
  const kept = new Uint32Array(new SharedArrayBuffer(4 * present.length));
  for (const [place, code] of present.entries()) kept[place] = keys === undefined ? code : keys[code]!;
  return { codes: codes.map((code) => number[code]!), cardinality: present.length, keys: kept };
}

function denseOf({ names, values }: DenseColumns, rows: Uint32Array): DenseColumns {
  const width = names.length;
  const some = new Float32Array(new SharedArrayBuffer(4 * width * rows.length));
  for (const [i, row] of rows.entries()) some.set(values.subarray(row * width, (row + 1) * width), i * width);
  return { names, values: some };
}
