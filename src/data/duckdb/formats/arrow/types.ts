/** The DuckDB type that holds an Arrow type without loss. */
import type { ArrowField } from '../../../arrow/schema.ts';
import type { Field } from '../../session/columns.ts';
import { NULLS } from '../../session/types.ts';

/** The type of a column of records, whose fields are columns of their own. */
const RECORD = 'STRUCT';
/** Most digits of DuckDB's decimals. */
const MOST_DIGITS = 38;

/** `BLOB` for types that nothing here reads: the type alone decides that the column is refused where it is named. */
export function duckTypeOf({ type, children, dictionary }: ArrowField): string {
  switch (type.kind) {
    case 'null':
      return NULLS;
    case 'boolean':
      return 'BOOLEAN';
    case 'integer': {
      const signed = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[type.bits];
      return type.signed ? signed : `U${signed}`;
    }
    case 'float':
      return type.bits === 64 ? 'DOUBLE' : 'FLOAT';
    case 'decimal': {
      const shape = decimalShape(type.precision, type.scale);
      return shape === undefined ? 'DOUBLE' : `DECIMAL(${shape.digits},${shape.scale})`;
    }
    case 'date':
      return 'DATE';
    case 'timestamp':
      if (type.zoned) return 'TIMESTAMP WITH TIME ZONE';
      return type.unit === 'nanosecond' ? 'TIMESTAMP_NS' : 'TIMESTAMP';
    case 'text':
    case 'text-view':
      return 'VARCHAR';
    case 'list':
    case 'list-view':
    case 'fixed-list':
      return listTypeOf(children[0]);
    case 'run-end':
      return unlessRecord(children[1]);
    case 'struct':
      return dictionary === undefined ? RECORD : 'BLOB';
    default:
      return 'BLOB';
  }
}

/** A column as files of all formats describe theirs. */
export function fieldOf(field: ArrowField): Field {
  const type = duckTypeOf(field);
  return { name: field.name, type, fields: type === RECORD ? field.children.map(fieldOf) : undefined };
}

/**
 * How DuckDB holds a decimal: digits before and after the point that 38 can stand for. Longer types keep their scale, and a
 * value that is really that long is refused when it is met.
 * @returns undefined where the digits after the point alone are too many
 */
export function decimalShape(
  precision: number,
  scale: number,
): { digits: number; scale: number } | undefined {
  if (scale > MOST_DIGITS) return undefined;
  const positive = Math.max(0, scale);
  const digits = Math.max(precision - Math.min(0, scale), positive);
  return { digits: Math.min(digits, MOST_DIGITS), scale: positive };
}

function listTypeOf(part: ArrowField | undefined): string {
  const type = unlessRecord(part);
  if (type === NULLS) return 'VARCHAR[]';
  return type === 'BLOB' ? type : `${type}[]`;
}

/** Fields are looked up in the records of a column, but not in those inside lists and runs. */
function unlessRecord(field: ArrowField | undefined): string {
  const type = field === undefined ? 'BLOB' : duckTypeOf(field);
  return type === RECORD ? 'BLOB' : type;
}
