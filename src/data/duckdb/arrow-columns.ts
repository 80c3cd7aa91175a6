/** One Arrow column as one DuckDB vector: which type it becomes, and how its values are copied. */
import { type DuckDBValue, type DuckDBVector, listValue } from '@duckdb/node-api';
import type { Data, DataType, Vector } from 'apache-arrow';
import { NULLS } from './types.ts';

type Arrow = typeof import('apache-arrow');

/** Rows of a DuckDB chunk. */
export const CHUNK_ROWS = 2048;
/** Days and milliseconds of Arrow's dates. */
const DAY_MS = 86_400_000n;
/** µs per Arrow time unit (s, ms, µs); ns are divided. */
const MICROS = [1_000_000n, 1_000n, 1n] as const;
const NANOSECOND = 3;
/** Arrow's number for 64-bit floats; 16 and 32 bits fit a FLOAT. */
const DOUBLE_PRECISION = 2;

interface Described {
  bitWidth: number;
  isSigned: boolean;
  unit: number;
  timezone?: string | null;
  dictionary: DataType;
  children: { type: DataType }[];
}

/** The DuckDB type that holds an Arrow type without loss; `BLOB` for those that nothing here reads. */
export function duckTypeOf(arrow: Arrow, type: DataType): string {
  const { Type } = arrow;
  const { bitWidth, isSigned, unit, timezone, dictionary } = type as unknown as Described;
  switch (type.typeId) {
    case Type.Int: {
      const signed = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[bitWidth] as string;
      return isSigned ? signed : `U${signed}`;
    }
    case Type.Float:
      return 'DOUBLE';
    case Type.Bool:
      return 'BOOLEAN';
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return 'VARCHAR';
    case Type.Dictionary:
      return duckTypeOf(arrow, dictionary);
    case Type.Date:
      return 'DATE';
    case Type.Timestamp:
      if (timezone) return 'TIMESTAMP WITH TIME ZONE';
      return unit === NANOSECOND ? 'TIMESTAMP_NS' : 'TIMESTAMP';
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
      return listTypeOf(arrow, (type as unknown as Described).children);
    case Type.Struct:
      return 'STRUCT';
    case Type.Null:
      return NULLS;
    default:
      return 'BLOB';
  }
}

/** Lists of numbers stay numbers; what nothing computes with becomes text. */
function listTypeOf({ Type }: Arrow, [part]: Described['children']): string {
  if (part?.type.typeId === Type.Float) {
    return (part.type as unknown as { precision: number }).precision === DOUBLE_PRECISION
      ? 'DOUBLE[]'
      : 'FLOAT[]';
  }
  return part?.type.typeId === Type.Int ? 'DOUBLE[]' : 'VARCHAR[]';
}

/**
 * Copies `rows` values from row `start` of one batch's column into a DuckDB vector of the type that `duckTypeOf` says.
 * Texts of a dictionary should come memoized, so that each is decoded once.
 * @param records that the column stands in
 */
export function copyColumn(
  arrow: Arrow,
  target: DuckDBVector,
  column: Vector,
  records: readonly Vector[],
  start: number,
  rows: number,
): void {
  const vector = target as unknown as { items: Items; setItem(row: number, value: DuckDBValue): void };
  const number = column.type.typeId === arrow.Type.Dictionary ? undefined : numberOf(arrow, column);
  const value = duckValueOf(arrow, column.type);
  for (let row = 0; row < rows; row++) {
    const at = start + row;
    if (!column.isValid(at) || !records.every((record) => record.isValid(at))) vector.setItem(row, null);
    else if (number !== undefined) vector.items[row] = number(start + row);
    else vector.setItem(row, value(column.get(start + row)));
  }
  target.flush();
}

type Items = (number | bigint)[];

/** Types whose DuckDB vector is a typed array: the entry for a row. */
function numberOf({ Type, DateUnit }: Arrow, column: Vector): ((row: number) => number | bigint) | undefined {
  const { unit, timezone } = column.type as unknown as Described;
  const values = (column.data[0] as Data).values;
  switch (column.type.typeId) {
    case Type.Int:
      return (row) => values[row];
    case Type.Float:
      return (row) => column.get(row);
    case Type.Date:
      return unit === DateUnit.DAY ? (row) => values[row] : (row) => Number(values[row] / DAY_MS);
    case Type.Timestamp: {
      if (unit !== NANOSECOND) return (row) => values[row] * (MICROS[unit] as bigint);
      return timezone ? (row) => values[row] / 1000n : (row) => values[row];
    }
    default:
      return undefined;
  }
}

function duckValueOf(arrow: Arrow, type: DataType): (value: unknown) => DuckDBValue {
  switch (duckTypeOf(arrow, type)) {
    case 'VARCHAR[]':
      return (list) =>
        listValue(Array.from(list as Iterable<unknown>, (part) => (part === null ? null : String(part))));
    case 'FLOAT[]':
    case 'DOUBLE[]':
      return (list) =>
        listValue(Array.from(list as Iterable<unknown>, (part) => (part === null ? null : Number(part))));
    case 'BLOB':
      return () => null; // the type alone decides: the column is refused wherever it is named
    default:
      return (value) => value as DuckDBValue;
  }
}
