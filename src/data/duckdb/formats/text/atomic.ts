/**
 * RecBole's atomic files (`.inter`, `.user`, `.item`). Their headers name types, which are kept: a token is an id or a text,
 * also where it looks like a number, so that one item is the same in every file of a dataset. A header of names alone is a TSV's.
 */
import { Failure } from '../../../../common/failure.ts';
import {
  type AtomicField,
  isSequence,
  parseAtomicHeader,
} from '../../../../specfile/configs/recbole/atomic.ts';
import { columnsOf, OpenFile, type Read } from '../../session/columns.ts';
import type { TextSource } from './bytes.ts';
import { csvSource, openCsv } from './csv.ts';
import { dialectOf } from './csv-dialect.ts';
import { headOf } from './head.ts';
import { linesOf } from './lines.ts';

/** Between the values of a sequence, unless a RecBole config says otherwise; the engine never reads the single values. */
const SEQUENCE_SEPARATOR = ' ';

/**
 * RecBole reads quotes as RFC 4180 has them, whatever the delimiter is.
 * @param most bytes that are looked at for the dialect
 * @throws Failure `data` for values in place of the header, or two columns of one name
 */
export async function openAtomic(source: TextSource, most: number | undefined): Promise<OpenFile> {
  const { file } = source;
  const [line = ''] = (await headOf(source)).split(/[\r\n]/, 1);
  const where = { file: file.shown, line: 1 };
  if (line.trim() === '') {
    throw new Failure('data', 'empty-file', `${file.shown} is empty, or its first line is.`, where);
  }
  const header = parseAtomicHeader(line);
  if ('problem' in header) {
    throw new Failure('data', 'bad-header', `${file.shown}, line 1: ${header.problem}.`, where);
  }
  if (!header.typed) return openCsv({ ...source, file: { ...file, format: 'tsv' } }, { most });
  const { fields, delimiter } = header;
  const columns = columnsOf(
    file,
    fields.map((field) => ({ name: field.name, type: typeOf(field) })),
    { line: 1 },
  );
  const types = fields.map((field) => (isSequence(field) ? 'VARCHAR' : typeOf(field)));
  const width = fields.length;
  const dialect = await dialectOf(source, { delimiter, quotes: ['doubled'] }, width, most);
  const from = csvSource(dialect, types, true);
  const read: Read = async (_, wanted) => ({
    from,
    values: wanted.map(({ path: [at] }) => sqlOf(fields[at as number] as AtomicField, `p${at}`)),
  });
  return new OpenFile(file, columns, read, { lines: linesOf(source, dialect, width, true) });
}

function typeOf(field: AtomicField): string {
  const single = field.type.startsWith('float') ? 'DOUBLE' : 'VARCHAR';
  return isSequence(field) ? `${single}[]` : single;
}

function sqlOf(field: AtomicField, text: string): string {
  if (!isSequence(field)) return text;
  return `CAST(string_split(${text}, '${SEQUENCE_SEPARATOR}') AS ${typeOf(field)})`;
}
