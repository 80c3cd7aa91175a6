/**
 * The column names of a Parquet file, out of its footer: a list of schema elements in Thrift's compact protocol. The adapters run in the
 * editor too, where no data engine is loaded.
 */
import type { ConfigFiles } from './files.ts';

/** `PAR1` behind the length of the footer, at the end of the file. */
const TAIL_BYTES = 8;
/** Footers of very many row groups are larger; the schema stands at their beginning. */
const MOST_BYTES = 4 * 2 ** 20;

/** Types of Thrift's compact protocol: 1 and 2 are true and false, 4 to 6 integers, 9 and 10 lists and sets, 12 structs. */
const BYTE = 3;
const DOUBLE = 7;
const TEXT = 8;
const LAST_LIST = 10;
/** Fields of `FileMetaData` and `SchemaElement`. */
const SCHEMA = 2;
const NAME = 4;
const CHILDREN = 5;

/** @returns the top-level columns; undefined for a file that is not Parquet, or has an encrypted or damaged footer */
export async function parquetHeader(path: string, files: ConfigFiles): Promise<string[] | undefined> {
  const tail = await files.bytes(path, -TAIL_BYTES, TAIL_BYTES);
  if (tail === undefined || tail.length < TAIL_BYTES) return undefined;
  if (String.fromCharCode(...tail.subarray(4)) !== 'PAR1') return undefined;
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  const footer = await files.bytes(path, -TAIL_BYTES - length, Math.min(length, MOST_BYTES));
  try {
    return footer && columnsOf(schemaOf(footer));
  } catch (error) {
    if (error instanceof RangeError) return undefined; // also where the nesting leaves no stack
    throw error;
  }
}

type Fields = unknown[];

/** The elements stand depth first: the root, then each column followed by its parts. */
function columnsOf(elements: readonly Fields[]): string[] | undefined {
  const columns: string[] = [];
  let at = 1;
  while (at < elements.length) {
    columns.push(String(elements[at]![NAME]));
    for (let parts = 1; parts > 0 && at < elements.length; at++) {
      parts += Number(elements[at]![CHILDREN] ?? 0) - 1;
    }
  }
  return columns.length === 0 ? undefined : columns;
}

/** The schema of a footer, each element by the numbers of its fields. @throws RangeError for what is not a footer */
function schemaOf(bytes: Uint8Array): Fields[] {
  let at = 0;
  const byte = (): number => {
    if (at >= bytes.length) throw new RangeError();
    return bytes[at++]!;
  };
  const unsigned = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const part = byte();
      value += (part & 0x7f) * factor;
      if (part < 0x80) return value;
    }
  };
  const integer = (): number => {
    const value = unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const leap = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new RangeError();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const list = (): unknown[] => {
    const head = byte();
    const length = head >> 4 === 15 ? unsigned() : head >> 4;
    if (length > bytes.length) throw new RangeError();
    return Array.from({ length }, () => value(Math.max(head & 15, BYTE))); // truth values in a list are bytes
  };
  const struct = (last?: number): Fields => {
    const fields: Fields = [];
    let field = 0;
    for (let head = byte(); head !== 0; head = byte()) {
      field = head >> 4 === 0 ? integer() : field + (head >> 4);
      if (field < 0 || field > 99) throw new RangeError();
      fields[field] = value(head & 15);
      if (field === last) break;
    }
    return fields;
  };
  const value = (type: number): unknown => {
    if (type < BYTE) return type === 1;
    if (type === BYTE) return byte();
    if (type < DOUBLE) return integer();
    if (type === DOUBLE) return leap(8);
    if (type === TEXT) return new TextDecoder().decode(leap(unsigned()));
    return type > LAST_LIST ? struct() : list();
  };
  const schema = struct(SCHEMA)[SCHEMA];
  return Array.isArray(schema) && schema.every(Array.isArray) ? schema : [];
}
