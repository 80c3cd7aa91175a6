/** Single values of an Arrow column as DuckDB's values: for texts, decimals, lists and what stands in dictionaries. */
import type { DuckDBValue } from '@duckdb/node-api';
import { type Column, isValid } from '../../../arrow/column.ts';
import { ArrowDamage, ArrowLongDecimal } from '../../../arrow/damage.ts';
import { decimalAt } from '../../../arrow/decimal.ts';
import type { ArrowType } from '../../../arrow/schema.ts';
import { loadedDriver } from '../../session/driver.ts';
import { halfFloat } from '../half.ts';
import { decimalShape } from './types.ts';

type Read = (row: number) => DuckDBValue;
type Of<L extends Column['layout']> = Extract<Column, { layout: L }>;

/** @returns the value of a row, null where it has none */
export function valueReader(column: Column): Read {
  const read = validReader(column);
  return (row) => (isValid(column, row) ? read(row) : null);
}

function validReader(column: Column): Read {
  switch (column.layout) {
    case 'bits':
      return (row) => ((column.bits[row >> 3] as number) & (1 << (row & 7))) !== 0;
    case 'numbers':
      return numberReader(column);
    case 'decimals':
      return decimalReader(column);
    case 'text':
      return column.text;
    case 'list':
      return listReader(column);
    case 'indexed':
      return indexReader(column);
    default:
      return () => null;
  }
}

/** Every value of a dictionary is made once. */
function indexReader({ indices, values }: Of<'indexed'>): Read {
  const memo = values.memo as DuckDBValue[];
  const readers = values.parts.map((part) => [part, valueReader(part)] as const);
  return (row) => {
    const index = Number(indices[row]);
    const known = memo[index];
    if (known !== undefined) return known;
    const found = values.find(index);
    const read = readers.find(([part]) => part === found.part)?.[1] as Read;
    const value = read(found.row);
    memo[index] = value;
    return value;
  };
}

function listReader({ start, end, child }: Of<'list'>): Read {
  const { listValue } = loadedDriver();
  const read = valueReader(child);
  // Numbers without nulls are handed over as they lie.
  const isPlain = child.layout === 'numbers' && child.type.kind === 'float' && child.type.bits > 16;
  if (isPlain && child.validity === undefined) {
    const numbers = child.numbers as Float32Array;
    return (row) => listValue(numbers.subarray(start(row), end(row)) as unknown as number[]);
  }
  return (row) => {
    const items: DuckDBValue[] = [];
    for (let k = start(row); k < end(row); k++) items.push(read(k));
    return listValue(items);
  };
}

function decimalReader({ bytes, type }: Of<'decimals'>): Read {
  if (type.kind !== 'decimal') return () => null;
  const { DuckDBDecimalValue } = loadedDriver();
  const { bits, precision, scale } = type;
  const shape = decimalShape(precision, scale);
  if (shape === undefined) return (row) => Number(`${decimalAt(bytes, row, bits)}e${-scale}`);
  const factor = 10n ** BigInt(Math.max(0, -scale));
  const limit = 10n ** BigInt(shape.digits);
  return (row) => {
    const value = decimalAt(bytes, row, bits) * factor;
    if (value >= limit || value <= -limit) throw new ArrowLongDecimal();
    return new DuckDBDecimalValue(value, shape.digits, shape.scale);
  };
}

/** µs per unit; nanoseconds are divided. */
const MICROS = { second: 1_000_000n, millisecond: 1000n, microsecond: 1n, nanosecond: 0n };
const DAY_MS = 86_400_000n;

function numberReader({ numbers, type }: Of<'numbers'>): Read {
  const { DuckDBDateValue } = loadedDriver();
  if (type.kind === 'float' && type.bits === 16) return (row) => halfFloat(numbers[row] as number);
  if (type.kind === 'date') return (row) => new DuckDBDateValue(daysOf(numbers[row] as number | bigint));
  if (type.kind === 'timestamp') {
    const make = timestampMaker(type);
    return (row) => make(inUnit(type, numbers[row] as bigint));
  }
  return (row) => numbers[row] as number | bigint;
}

function timestampMaker(type: Extract<ArrowType, { kind: 'timestamp' }>): (units: bigint) => DuckDBValue {
  const { DuckDBTimestampNanosecondsValue, DuckDBTimestampTZValue, DuckDBTimestampValue } = loadedDriver();
  if (type.zoned) return (micros) => new DuckDBTimestampTZValue(micros);
  if (type.unit === 'nanosecond') return (nanos) => new DuckDBTimestampNanosecondsValue(nanos);
  return (micros) => new DuckDBTimestampValue(micros);
}

/** Days since 1970 of a date in days (number) or milliseconds (bigint). */
export function daysOf(value: number | bigint): number {
  if (typeof value === 'number') return value;
  const days = value / DAY_MS;
  return Number(value % DAY_MS < 0n ? days - 1n : days);
}

/** A time in the unit of its DuckDB type: nanoseconds without a zone, microseconds otherwise. */
export function inUnit(type: Extract<ArrowType, { kind: 'timestamp' }>, value: bigint): bigint {
  if (type.unit === 'nanosecond') return type.zoned ? floorDivide(value, 1000n) : value;
  const micros = value * MICROS[type.unit];
  if (BigInt.asIntN(64, micros) !== micros) throw new ArrowDamage('a time lies beyond 290,000 years');
  return micros;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
