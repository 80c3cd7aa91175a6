/**
 * Rows whose features are built after those of other rows: of users who are only needed where fewer do not make the interval narrow
 * enough. Their fields have the bins of the rows before them, so that a head reads both alike.
 */
import type { PhiColumn } from '../../preference/features/source.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import { putRows } from '../../ranker/rows/code-rows.ts';
import { columnBlock, type Edges, type FieldForm } from '../arms/fields.ts';

export interface LaterRows {
  /** Row numbers, ascending. */
  rows: Uint32Array;
  /** By arm, those of the block of the rows before. */
  edges: Readonly<Record<string, Edges>>;
}

/** A block of later rows. @param columns of these rows alone */
export function laterBlock(
  columns: readonly PhiColumn[],
  { edges }: LaterRows,
  arm: string,
  form: FieldForm,
  breathe: () => Promise<void>,
): Promise<FieldBlock> {
  const codesAlone = { bins: form.bins, dense: false }; // a head reads nothing else
  return columnBlock(columns, new Uint32Array(0), codesAlone, breathe, edges[arm]!);
}

/** Puts the codes of some rows into a block of more rows. @param places of the rows in the latter */
export function putCodes(block: FieldBlock, some: FieldBlock, places: Uint32Array): void {
  if (some.fields !== block.fields) throw new Error(`${some.fields} fields for a block of ${block.fields}`);
  putRows(block.codes, some.codes, places);
}

/** Puts the values of some rows into columns of more rows. */
export function putColumns(
  columns: readonly PhiColumn[],
  some: readonly PhiColumn[],
  places: Uint32Array,
): void {
  for (const [c, column] of columns.entries()) {
    const more = some[c]!;
    const target = column.type === 'numeric' ? column.values : column.codes;
    const values = more.type === 'numeric' ? more.values : more.codes;
    for (let i = 0; i < places.length; i++) target[places[i]!] = values[i]!;
  }
}
