/**
 * Rows whose features are built after those of other rows: of users who are only needed where fewer do not make the interval narrow
 * enough. Their fields have the bins of the rows before them, so that a head reads both alike.
 */
import type { PhiColumn } from '../../preference/features/source.ts';
import { putRows } from '../../ranker/code-rows.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import { columnBlock, type Edges, type FieldForm } from '../arms/fields.ts';

export interface LaterRows {
  /** Row numbers, ascending. */
  rows: Uint32Array;
  /** By arm, those of the block of the rows before. */
  edges: Readonly<Record<string, Edges>>;
}

/** A block of some rows alone, in their order. */
export function laterBlock(
  columns: readonly PhiColumn[],
  { rows, edges }: LaterRows,
  arm: string,
  form: FieldForm,
  breathe: () => Promise<void>,
): Promise<FieldBlock> {
  const codesAlone = { bins: form.bins, dense: false }; // a head reads nothing else
  return columnBlock(rowsOf(columns, rows), new Uint32Array(0), codesAlone, breathe, edges[arm]!);
}

/** The columns of some rows alone, in their order. */
export function rowsOf(columns: readonly PhiColumn[], rows: Uint32Array): PhiColumn[] {
  return columns.map((column): PhiColumn => {
    if (column.type !== 'numeric') return { ...column, codes: rows.map((row) => column.codes[row]!) };
    const values = new (column.values.constructor as Float32ArrayConstructor)(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
    return { ...column, values };
  });
}

/** Puts the codes of later rows into the block of all rows. */
export function putCodes(block: FieldBlock, later: FieldBlock, rows: Uint32Array): void {
  if (later.fields !== block.fields) throw new Error(`${later.fields} fields for a block of ${block.fields}`);
  putRows(block.codes, later.codes, rows);
}

/** Puts the values of later rows into the columns of all rows. */
export function putColumns(
  columns: readonly PhiColumn[],
  later: readonly PhiColumn[],
  rows: Uint32Array,
): void {
  for (const [c, column] of columns.entries()) {
    const more = later[c]!;
    const target = column.type === 'numeric' ? column.values : column.codes;
    const values = more.type === 'numeric' ? more.values : more.codes;
    for (let i = 0; i < rows.length; i++) target[rows[i]!] = values[i]!;
  }
}
