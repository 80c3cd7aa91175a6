/** Ids as one JSON list of integers or texts, read without a detour over doubles: every digit counts. */
import { isUtf8 } from 'node:buffer';
import { open, readFile } from 'node:fs/promises';
import { Failure } from '../../../../common/failure.ts';
import type { InputFile } from '../files.ts';
import type { IdList } from '../id-list.ts';

/** Whether an uncompressed JSON file is a list of values, and neither records nor a list of them. */
export async function isJsonList(file: InputFile): Promise<boolean> {
  if (file.format !== 'jsonl' || file.compression !== 'none') return false;
  const handle = await open(file.path);
  try {
    const start = Buffer.alloc(4096);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    return /^\uFEFF?\s*\[\s*(?:["\d\]-]|null)/.test(start.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

const ELEMENT = /\s*(?:("(?:[^"\\]|\\.)*")|(-?(?:0|[1-9]\d*))(?:\.0+)?|(null))\s*([,\]])/y;
const INT64 = 2n ** 63n;
const DECIMAL38 = 10n ** 38n;
const BLOCK_ROWS = 65_536;

/** @throws Failure `data` for what is no list of integers or texts, with its row */
export async function openJsonIds(file: InputFile, specPath: readonly (string | number)[]): Promise<IdList> {
  const where = { file: file.shown, specPath };
  const fail = (code: string, message: string) => new Failure('data', code, message, where);
  const bytes = await readFile(file.path);
  if (!isUtf8(bytes)) {
    throw fail('not-utf8', `${file.shown}: the text is not UTF-8. Convert the file to UTF-8.`);
  }
  const values = elements(bytes.toString('utf8'), (row) =>
    fail(
      'bad-ids',
      `${file.shown}, row ${row.toLocaleString('en-US')}: this is not an integer or a text, or the list is cut short: write one JSON list of ids, such as ["a", "b"] or [1, 2].`,
    ),
  );
  const texts = values.filter((value) => typeof value === 'string').length;
  const numbers = values.filter((value) => typeof value === 'bigint');
  if (texts > 0 && numbers.length > 0) {
    throw fail('bad-ids', `${file.shown} holds integers and texts: write all ids in one way.`);
  }
  const long = values.findIndex((value) => typeof value === 'bigint' && abs(value) >= DECIMAL38);
  if (long >= 0) {
    throw fail(
      'bad-ids',
      `${file.shown}, row ${(long + 1).toLocaleString('en-US')}: the integer has more than 38 digits: write the ids as texts.`,
    );
  }
  const isBig = numbers.some((value) => value >= INT64 || value < -INT64);
  const type = numbers.length === 0 ? 'VARCHAR' : isBig ? 'HUGEINT' : 'BIGINT';
  async function* blocks() {
    for (let from = 0; from < values.length; from += BLOCK_ROWS) yield values.slice(from, from + BLOCK_ROWS);
  }
  return { type, blocks };
}

function elements(text: string, bad: (row: number) => Failure): (bigint | string | null)[] {
  const values: (bigint | string | null)[] = [];
  ELEMENT.lastIndex = text.indexOf('[') + 1;
  if (/^\s*\]\s*$/.test(text.slice(ELEMENT.lastIndex))) return values;
  for (let end = ','; end === ','; ) {
    const found = ELEMENT.exec(text);
    if (found === null) throw bad(values.length + 1);
    const [, quoted, integer] = found;
    end = found[4] as string;
    if (quoted !== undefined) values.push(textOf(quoted, () => bad(values.length + 1)));
    else values.push(integer === undefined ? null : BigInt(integer));
    if (end === ']' && text.slice(ELEMENT.lastIndex).trim() !== '') throw bad(values.length + 1);
  }
  return values;
}

function textOf(quoted: string, bad: () => Failure): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw bad();
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
