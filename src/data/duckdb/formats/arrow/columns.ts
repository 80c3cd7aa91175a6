/** Copies one Arrow column into DuckDB vectors: whole arrays for numbers, dates and times, single values for the rest. */
import type { DuckDBValue, DuckDBVector } from '@duckdb/node-api';
import { type Column, isValid } from '../../../arrow/column.ts';
import { ArrowDamage, ArrowLongDecimal } from '../../../arrow/damage.ts';
import { ArrowFault } from '../../../arrow/reader.ts';
import type { ArrowType } from '../../../arrow/schema.ts';
import { halfFloat } from '../half.ts';
import { daysOf, inUnit, valueReader } from './values.ts';

/** Rows of a DuckDB chunk. Whole bytes of validity begin at each. */
export const CHUNK_ROWS = 2048;

/** DuckDB's typings call these private; setting numbers one by one through its public methods is ten times slower. */
interface Internals {
  items?: { set(values: ArrayLike<number> | ArrayLike<bigint>): void; [row: number]: number | bigint };
  validity: { data: BigUint64Array | null };
  setItem(row: number, value: DuckDBValue): void;
}

type Items = NonNullable<Internals['items']>;
type Copy = (target: DuckDBVector, start: number, rows: number) => void;

/**
 * @param rowsBefore rows of the file before this batch, for what is thrown
 * @returns a function that copies `rows` values from row `start`, a multiple of `CHUNK_ROWS`, into a vector
 */
export function columnCopier(column: Column, name: string, rowsBefore: number): Copy {
  const eachRow = (start: number, rows: number, copy: (row: number) => void) => {
    let row = 0;
    try {
      for (; row < rows; row++) copy(row);
    } catch (error) {
      if (!(error instanceof ArrowDamage || error instanceof ArrowLongDecimal)) throw error;
      throw new ArrowFault(error, name, rowsBefore + start + row + 1);
    }
  };
  if (column.layout !== 'numbers') {
    const value = valueReader(column);
    return (target, start, rows) => {
      const vector = target as unknown as Internals;
      eachRow(start, rows, (row) => vector.setItem(row, value(start + row)));
      target.flush();
    };
  }
  const { numbers, validity } = column;
  const convert = conversionOf(column.type);
  return (target, start, rows) => {
    const vector = target as unknown as Internals;
    const items = vector.items as Items;
    if (convert === undefined) {
      items.set(numbers.subarray(start, start + rows) as Uint8Array);
    } else {
      eachRow(start, rows, (row) => {
        if (isValid(column, start + row)) items[row] = convert(numbers[start + row] as number & bigint);
      });
    }
    if (validity !== undefined) vector.validity.data = bitsOf(validity, start, rows);
    target.flush();
  };
}

/** What makes an entry of DuckDB's array of a number, where it is not the number itself. */
function conversionOf(type: ArrowType): ((value: number & bigint) => number | bigint) | undefined {
  if (type.kind === 'float' && type.bits === 16) return halfFloat;
  if (type.kind === 'date' && type.unit === 'millisecond') return daysOf;
  const isScaled = type.kind === 'timestamp' && type.unit !== 'microsecond';
  if (isScaled && (type.zoned || type.unit !== 'nanosecond')) return (value) => inUnit(type, value);
  return undefined;
}

function bitsOf(validity: Uint8Array, start: number, rows: number): BigUint64Array {
  const bits = new BigUint64Array(Math.ceil(rows / 64));
  new Uint8Array(bits.buffer).set(validity.subarray(start >> 3, (start + rows + 7) >> 3));
  return bits;
}
