/** Whether a text file has one shape: every record with as many values, every quote closed. What does not fit is told with its line. */
import { Failure } from '../../../../common/failure.ts';
import { type TextSource, textBytes } from './bytes.ts';
import { eachRecord, type RecordStyle, type TextRecord } from './records.ts';

/** The text of a file, without a byte order mark, chunk by chunk. */
export async function* textChunks(source: TextSource): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of textBytes(source)) yield decoder.decode(bytes, { stream: true });
}

/** The first record that has a fault or not `width` values; empty values behind the last are allowed. */
export async function misfit(
  source: TextSource,
  style: RecordStyle,
  width: number,
): Promise<TextRecord | undefined> {
  let found: TextRecord | undefined;
  await eachRecord(textChunks(source), style, (record) => {
    const { values, fault } = record;
    const fits =
      values.length === width || (values.length > width && values.slice(width).every((v) => v === ''));
    if (fault !== undefined || !fits) found = record;
    return found !== undefined;
  });
  return found;
}

/** What is wrong with a record that `misfit` found. */
export function misfitFailure(
  shown: string,
  record: TextRecord,
  width: number,
  backslashes: boolean,
): Failure {
  const { line, values, fault } = record;
  const where = { file: shown, line };
  const at = `${shown}, line ${line}`;
  if (fault === 'open') {
    const message = `${at}: a quote is opened and never closed. Repair the row.`;
    return new Failure('data', 'unterminated-quote', message, where);
  }
  if (fault === 'behind') {
    const escapes = backslashes
      ? ' (the file escapes quotes by backslashes here, and otherwise elsewhere: escape them in one way)'
      : '';
    const message = `${at}: text stands behind a closing quote; double the quotes or remove them${escapes}.`;
    return new Failure('data', 'text-behind-quote', message, where);
  }
  const amount =
    values.length > width
      ? `${width} values are expected, there are more`
      : `${width} values are expected, ${values.length} found`;
  const escaped = values.some((value) => /(^|[^\\])\\$/.test(value));
  const advice = escaped
    ? 'A backslash stands before a delimiter or a line end: write such values in double quotes.'
    : 'Repair or remove the row.';
  return new Failure('data', 'ragged-row', `${at}: ${amount}. ${advice}`, where);
}
