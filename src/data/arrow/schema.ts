/** The schema of Arrow data: names, types as far as they say how values lie in memory, and dictionaries. */
import { ArrowDamage, ArrowUnsupported } from './damage.ts';
import type { FlatTable } from './flatbuffer.ts';

export type IntegerType = { kind: 'integer'; bits: 8 | 16 | 32 | 64; signed: boolean };

export type ArrowType =
  | { kind: 'null' | 'boolean' | 'struct' | 'run-end' | 'text-view' | 'binary-view' }
  | IntegerType
  | { kind: 'float'; bits: 16 | 32 | 64 }
  | { kind: 'decimal'; bits: 32 | 64 | 128 | 256; precision: number; scale: number }
  | { kind: 'date'; unit: 'day' | 'millisecond' }
  | { kind: 'timestamp'; unit: 'second' | 'millisecond' | 'microsecond' | 'nanosecond'; zoned: boolean }
  | { kind: 'text' | 'binary' | 'list' | 'list-view' | 'map'; wide: boolean }
  | { kind: 'fixed-list'; size: number }
  | { kind: 'union'; dense: boolean }
  /** Durations, times of day, intervals and bytes of one width: their size is known, their values are not read. */
  | { kind: 'opaque'; bytes: number };

export interface ArrowField {
  name: string;
  /** Of the values, where they stand in a dictionary. */
  type: ArrowType;
  children: ArrowField[];
  dictionary?: { id: bigint; index: IntegerType };
}

const MOST_DEPTH = 64;
const TIME_UNITS = ['second', 'millisecond', 'microsecond', 'nanosecond'] as const;
const damaged = () => new ArrowDamage('its schema is damaged');

/** @throws ArrowDamage, ArrowUnsupported */
export function readSchema(schema: FlatTable): ArrowField[] {
  if (schema.int16(0) !== 0) {
    throw new ArrowUnsupported('its numbers lie in big-endian order: write it on a little-endian machine');
  }
  // Tables may be shared, so that few bytes can stand for very many fields.
  const fields = readFields(schema.tables(1), 0, { left: 1_000_000 });
  if (fields.length === 0) throw new ArrowDamage('it holds no columns');
  return fields;
}

function readFields(tables: readonly FlatTable[], depth: number, budget: { left: number }): ArrowField[] {
  budget.left -= tables.length;
  if (depth > MOST_DEPTH || budget.left < 0) throw damaged();
  return tables.map((table) => {
    const children = readFields(table.tables(5), depth + 1, budget);
    const type = readType(table.int8(2), table.table(3));
    checkChildren(type, children);
    const field: ArrowField = { name: table.text(0) ?? '', type, children };
    const dictionary = table.table(4);
    if (dictionary === undefined) return field;
    const index = dictionary.table(1);
    const integer = index === undefined ? INT32 : integerOf(index);
    return { ...field, dictionary: { id: dictionary.id(0), index: integer } };
  });
}

const INT32: IntegerType = { kind: 'integer', bits: 32, signed: true };

function integerOf(table: FlatTable): IntegerType {
  const bits = among(table.int32(0), [8, 16, 32, 64] as const);
  return { kind: 'integer', bits, signed: table.int8(1) !== 0 };
}

/** @param code of the union `Type` in Arrow's Schema.fbs */
function readType(code: number, table: FlatTable | undefined): ArrowType {
  if (table === undefined) throw damaged();
  const wide = code === 19 || code === 20 || code === 21 || code === 26;
  switch (code) {
    case 1:
      return { kind: 'null' };
    case 2:
      return integerOf(table);
    case 3:
      return { kind: 'float', bits: at([16, 32, 64] as const, table.int16(0)) };
    case 4:
    case 19:
      return { kind: 'binary', wide };
    case 5:
    case 20:
      return { kind: 'text', wide };
    case 6:
      return { kind: 'boolean' };
    case 7: {
      const bits = among(table.int32(2, 128), [32, 64, 128, 256] as const);
      const precision = table.int32(0);
      const most = { 32: 9, 64: 18, 128: 38, 256: 76 }[bits];
      const scale = table.int32(1);
      if (precision < 1 || precision > most || Math.abs(scale) > 1000) throw damaged();
      return { kind: 'decimal', bits, precision, scale };
    }
    case 8:
      return { kind: 'date', unit: at(['day', 'millisecond'] as const, table.int16(0, 1)) };
    case 9:
      return { kind: 'opaque', bytes: among(table.int32(1, 32), [32, 64] as const) / 8 };
    case 10:
      return { kind: 'timestamp', unit: at(TIME_UNITS, table.int16(0)), zoned: Boolean(table.text(1)) };
    case 11:
      return { kind: 'opaque', bytes: at([4, 8, 16] as const, table.int16(0)) };
    case 12:
    case 21:
      return { kind: 'list', wide };
    case 13:
      return { kind: 'struct' };
    case 14:
      return { kind: 'union', dense: at([false, true] as const, table.int16(0)) };
    case 15:
      return { kind: 'opaque', bytes: width(table.int32(0)) };
    case 16:
      return { kind: 'fixed-list', size: width(table.int32(0)) };
    case 17:
      return { kind: 'map', wide };
    case 18:
      return { kind: 'opaque', bytes: 8 };
    case 22:
      return { kind: 'run-end' };
    case 23:
      return { kind: 'binary-view' };
    case 24:
      return { kind: 'text-view' };
    case 25:
    case 26:
      return { kind: 'list-view', wide };
    default:
      throw damaged();
  }
}

function checkChildren(type: ArrowType, children: readonly ArrowField[]): void {
  const count = { list: 1, 'list-view': 1, map: 1, 'fixed-list': 1, 'run-end': 2 }[type.kind as string];
  const isNested = type.kind === 'struct' || type.kind === 'union';
  if (!isNested && children.length !== (count ?? 0)) throw damaged();
  const ends = type.kind === 'run-end' ? children[0]?.type : undefined;
  if (ends !== undefined && !(ends.kind === 'integer' && ends.signed && ends.bits > 8)) throw damaged();
}

function width(value: number): number {
  if (value < 0) throw damaged();
  return value;
}

function among<T extends number>(value: number, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw damaged();
  return found;
}

function at<T>(known: readonly T[], index: number): T {
  const found = known[index];
  if (found === undefined) throw damaged();
  return found;
}
