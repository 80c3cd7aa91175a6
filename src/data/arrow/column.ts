/** Arrays of Arrow as they lie in memory, after everything in them that places something else was checked. */
import type { ArrowType } from './schema.ts';

export type Numbers =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** One array. Rows count from 0; what a null row holds means nothing. */
export type Column = {
  type: ArrowType;
  length: number;
  /** One bit a row, set where there is a value; absent where all rows have one. */
  validity: Uint8Array | undefined;
} & (
  | { layout: 'null' | 'unread' }
  | { layout: 'bits'; bits: Uint8Array }
  | { layout: 'numbers'; numbers: Numbers }
  | { layout: 'decimals'; bytes: DataView }
  | { layout: 'text'; text: (row: number) => string }
  | { layout: 'list'; start: (row: number) => number; end: (row: number) => number; child: Column }
  | { layout: 'struct'; children: Column[] }
  | { layout: 'indexed'; indices: Numbers; values: Values }
);

/** What indices point into: the parts of a dictionary one after another, or the values of runs. */
export class Values {
  /** For readers: what they made of each value. */
  readonly memo: unknown[] = [];
  readonly parts: readonly Column[];
  readonly length: number;

  constructor(parts: readonly Column[]) {
    this.parts = parts;
    this.length = parts.reduce((sum, { length }) => sum + length, 0);
  }

  /** The part that holds a value, and the value's row in it. */
  find(index: number): { part: Column; row: number } {
    let row = index;
    for (const part of this.parts) {
      if (row < part.length) return { part, row };
      row -= part.length;
    }
    throw new RangeError(`no value ${index}`);
  }
}

export function isValid({ validity, layout }: Column, row: number): boolean {
  if (layout === 'null') return false;
  return validity === undefined || ((validity[row >> 3] as number) & (1 << (row & 7))) !== 0;
}

/** What stands in a field of records; where a record is missing, so is what stands in it. */
export function fieldOfRecords(records: Column, field: number): Column {
  const column = records.layout === 'struct' ? records.children[field] : undefined;
  if (column === undefined) throw new RangeError(`no field ${field}`);
  const { validity, length } = records;
  if (validity === undefined || column.validity === undefined) {
    return { ...column, validity: validity ?? column.validity };
  }
  const both = validity.slice(0, Math.ceil(length / 8));
  for (let i = 0; i < both.length; i++) both[i]! &= column.validity[i]!;
  return { ...column, validity: both };
}
