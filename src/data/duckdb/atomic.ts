/**
 * RecBole's atomic files (`.inter`, `.user`, `.item`). Their headers name types, which are kept: a token is an id or a text,
 * also where it looks like a number, so that one item is the same in every file of a dataset.
 */
import { Failure } from '../../report/failure.ts';
import {
  type AtomicField,
  type AtomicHeader,
  isSequence,
  parseAtomicHeader,
} from '../../spec/configs/atomic.ts';
import type { ColumnInfo } from '../engine.ts';
import { csvSource, firstRecord } from './csv.ts';
import type { InputFile } from './files.ts';
import type { Session } from './session.ts';
import { quoteIdentifier } from './sql.ts';

/** Between the values of a sequence, unless a RecBole config says otherwise; the engine never reads the single values. */
const SEQUENCE_SEPARATOR = ' ';

/** Reads the header. @returns a table expression of all columns. @throws Failure `data` for a header without types */
export async function openAtomic(
  session: Session,
  file: InputFile,
): Promise<{ columns: ColumnInfo[]; table: string }> {
  const line = await firstRecord(session, file);
  const where = { file: file.shown, line: 1 };
  if (line === undefined || line.trim() === '') {
    throw new Failure('data', 'empty-file', `${file.shown} is empty, or its first line is.`, where);
  }
  const header = parseAtomicHeader(line);
  if ('problem' in header) {
    throw new Failure('data', 'bad-header', `${file.shown}, line 1: ${header.problem}.`, where);
  }
  const columns = header.fields.map((field) => ({ name: field.name, type: typeOf(field) }));
  return { columns, table: atomicScan(file, header) };
}

function typeOf(field: AtomicField): string {
  const single = field.type.startsWith('float') ? 'DOUBLE' : 'VARCHAR';
  return isSequence(field) ? `${single}[]` : single;
}

function atomicScan(file: InputFile, { fields, delimiter }: AtomicHeader): string {
  const read = fields.map((field) => (isSequence(field) ? 'VARCHAR' : typeOf(field)));
  const named = fields.map((field, i) => {
    const list = `string_split(p${i}, '${SEQUENCE_SEPARATOR}')`;
    const value = isSequence(field) ? `CAST(${list} AS ${typeOf(field)})` : `p${i}`;
    return `${value} AS ${quoteIdentifier(field.name)}`;
  });
  return `(SELECT ${named.join(', ')} FROM ${csvSource(file, read, delimiter)})`;
}
