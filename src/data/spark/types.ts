/** The types of Spark's columns as those of the Arrow data that they arrive in. */
import type { ArrowField, ArrowType } from '../arrow/schema.ts';
import type { DataType, StructField } from './connect/messages.ts';

const PLAIN: Readonly<Record<string, ArrowType>> = {
  null: { kind: 'null' },
  boolean: { kind: 'boolean' },
  byte: { kind: 'integer', bits: 8, signed: true },
  short: { kind: 'integer', bits: 16, signed: true },
  integer: { kind: 'integer', bits: 32, signed: true },
  long: { kind: 'integer', bits: 64, signed: true },
  float: { kind: 'float', bits: 32 },
  double: { kind: 'float', bits: 64 },
  string: { kind: 'text', wide: false },
  char: { kind: 'text', wide: false },
  var_char: { kind: 'text', wide: false },
  date: { kind: 'date', unit: 'day' },
  timestamp: { kind: 'timestamp', unit: 'microsecond', zoned: true },
  timestamp_ntz: { kind: 'timestamp', unit: 'microsecond', zoned: false },
};
/** Bytes, maps, intervals and what later versions add: refused where a column is named. */
const UNREAD: ArrowType = { kind: 'binary', wide: false };
const DIGITS = 10; // of a decimal that does not say how many: Spark's own default

export function fieldsOf(columns: readonly StructField[]): ArrowField[] {
  return columns.map(({ name = '', data_type }) => fieldOf(name, data_type));
}

function fieldOf(name: string, type: DataType = {}): ArrowField {
  if (type.kind === 'struct') {
    return { name, type: { kind: 'struct' }, children: fieldsOf(type.struct?.fields ?? []) };
  }
  if (type.kind === 'array') {
    return {
      name,
      type: { kind: 'list', wide: false },
      children: [fieldOf('item', type.array?.element_type)],
    };
  }
  if (type.kind === 'decimal') {
    const { precision = DIGITS, scale = 0 } = type.decimal ?? {};
    return { name, type: { kind: 'decimal', bits: 128, precision, scale }, children: [] };
  }
  return { name, type: PLAIN[type.kind ?? ''] ?? UNREAD, children: [] };
}
