/** Text files as other programs write them: what is read as a plain CSV would be, and what is refused with its line. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csv, failureOf, folderWith, load, logRows } from '../support.ts';

const plain = logRows();
/** The log with a text in every row, to be quoted by each dialect in its way. */
const titled = plain.map((row) => ({ ...row, title: `a 5" disc \\ ${row.item}` }));
const NAMES = ['user', 'item', 'y', 't', 'title'];

function written(write: (title: string) => string, delimiter = ',', end: string | string[] = '\n'): string {
  const ends = typeof end === 'string' ? [end] : end;
  const lines = titled.map((row) => [row.user, row.item, row.y, row.t, write(row.title)].join(delimiter));
  return [NAMES.join(delimiter), ...lines].map((line, i) => line + ends[i % ends.length]).join('');
}

const doubled = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const escaped = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const wanted = await load(folderWith({ 'log.csv': written(doubled) }), { features: ['title'] });

describe('dialects that are read as RFC 4180 is', () => {
  const utf8 = (text: string): Buffer => Buffer.from(text);
  it.each<[string, string, Uint8Array]>([
    ['backslash escapes, as Spark and MySQL write them', 'log.csv', utf8(written(escaped))],
    ['backslash escapes in a TSV', 'log.tsv', utf8(written(escaped, '\t'))],
    ['quotes as they stand in a TSV', 'log.tsv', utf8(written((text) => text, '\t'))],
    ['CRLF and LF in one file', 'log.csv', utf8(written(doubled, ',', ['\n', '\n', '\r\n']))],
    ['CR, CRLF and LF in one file', 'log.csv', utf8(written(doubled, ',', ['\r\n', '\r', '\n']))],
    ['backslash escapes and mixed line ends', 'log.csv', utf8(written(escaped, ',', ['\r\n', '\n', '\n']))],
    [
      'quotes as they stand and mixed line ends',
      'log.tsv',
      utf8(written((text) => text, '\t', ['\r', '\n'])),
    ],
    ['CR alone', 'log.csv', utf8(written(doubled, ',', '\r'))],
    ['a byte order mark', 'log.csv', utf8(`\ufeff${written(doubled)}`)],
    ['tabs in a .txt', 'log.txt', utf8(written(doubled, '\t'))],
    ['semicolons in a .dat', 'log.dat', utf8(written(doubled, ';'))],
    ['bars in a .data', 'log.data', utf8(written(doubled, '|'))],
    ['two colons, as MovieLens has them', 'log.dat', utf8(written(doubled, '::'))],
    ['gzip data under a plain name', 'log.csv', gzipSync(written(doubled))],
    ['Zstandard data under a plain name', 'log.csv', zstdCompressSync(written(doubled))],
    ['mixed line ends inside gzip', 'log.csv.gz', gzipSync(written(doubled, ',', ['\r\n', '\n']))],
    ['backslash escapes inside Zstandard', 'log.csv.zst', zstdCompressSync(written(escaped))],
  ])('%s', async (_, name, bytes) => {
    const dataset = await load(folderWith({ [name]: bytes }), { path: name, features: ['title'] });
    expect(dataset.rows).toBe(100);
    for (const key of ['user', 'item', 'label', 'features'] as const)
      expect(dataset[key]).toEqual(wanted[key]);
  });

  it('takes quotes that open and close a value in a TSV for quotes', async () => {
    const rows = plain.map((row) => ({ ...row, title: `"${row.item}"` }));
    const text = csv(rows).replaceAll(',', '\t');
    const { features } = await load(folderWith({ 'log.tsv': text }), {
      path: 'log.tsv',
      features: ['title'],
    });
    expect(features[0]).toMatchObject({ names: expect.not.arrayContaining(['"1"']) });
  });

  it('does not let two open quotes of a TSV swallow the rows between them', async () => {
    const rows = plain.map((row, i) => ({ ...row, title: i === 10 ? '"open' : i === 90 ? 'closed"' : 'x' }));
    const text = csv(rows).replaceAll(',', '\t');
    const { rows: read } = await load(folderWith({ 'log.tsv': text }), {
      path: 'log.tsv',
      features: ['title'],
    });
    expect(read).toBe(100);
  });

  it('keeps line breaks inside the quotes of a CSV', async () => {
    const text = csv(plain.map((row) => ({ ...row, title: `"line\r\n${row.item}"` })));
    expect((await load(folderWith({ 'log.csv': text }), { features: ['title'] })).rows).toBe(100);
  });
});

describe('what is refused, with its line', () => {
  const lines = (at: number, line: string, end = '\n'): string =>
    [`${csv(plain.slice(0, at))}${line}`, ...csv(plain.slice(at)).split('\n').slice(1)].join(end);
  it.each<[string, string, string | Uint8Array, string, RegExp]>([
    [
      'text behind a closing quote',
      'log.csv',
      lines(40, '"a" b,2,0,1700000040'),
      'text-behind-quote',
      /^log\.csv, line 42: text stands behind a closing quote; double the quotes or remove them\./,
    ],
    [
      'text behind a closing quote of an atomic file',
      'log.inter',
      `user:token\titem:token\ty:float\tt:float\n1\t2\t1\t5\n"7" x\t3\t0\t6\n`,
      'text-behind-quote',
      /^log\.inter, line 3: text stands behind a closing quote; double the quotes or remove them\./,
    ],
    [
      'a quote that is never closed',
      'log.csv',
      lines(40, '"a,2,0,1700000040'),
      'unterminated-quote',
      /^log\.csv, line 42: a quote is opened and never closed/,
    ],
    [
      'both ways of escaping',
      'log.csv',
      `user,item,y,t\n"a \\"b\\"",1,0,5\n"a ""b"" c",1,0,6\n`,
      'text-behind-quote',
      /^log\.csv, line 2: .*escapes quotes by backslashes here, and otherwise elsewhere/,
    ],
    [
      'a row too long among mixed line ends',
      'log.csv',
      `user,item,y,t\r\n1,2,0,5\n1,2,0,6,7\r\n`,
      'ragged-row',
      /^log\.csv, line 3: 4 values are expected, there are more/,
    ],
    [
      'a delimiter behind a backslash',
      'log.csv',
      lines(40, 'a\\,b,2,0,1700000040'),
      'ragged-row',
      /line 42: .*A backslash stands before a delimiter or a line end: write such values in double quotes\./,
    ],
    [
      'a line break of Latin-1 text in quotes, far behind',
      'log.csv',
      Buffer.concat([Buffer.from(csv(logRows(5000))), Buffer.from('"a\nb\xe9",2,0,1700009000\n', 'latin1')]),
      'not-utf8',
      /^log\.csv, line 5003: the text is not UTF-8/,
    ],
    [
      'Latin-1 text inside gzip',
      'log.csv.gz',
      gzipSync(Buffer.concat([Buffer.from(csv(plain)), Buffer.from('caf\xe9,2,0,1700000900\n', 'latin1')])),
      'not-utf8',
      /^log\.csv\.gz, line 102: the text is not UTF-8/,
    ],
    [
      'Latin-1 text in JSON lines',
      'log.jsonl',
      Buffer.from('{"user":1,"item":"a","y":1,"t":1}\n{"user":1,"item":"\xe9","y":0,"t":2}\n', 'latin1'),
      'not-utf8',
      /^log\.jsonl, line 2: the text is not UTF-8/,
    ],
    [
      'a character that is cut at the end',
      'log.csv',
      Buffer.concat([Buffer.from(csv(plain)), Buffer.from('caf\xc3', 'latin1')]),
      'not-utf8',
      /^log\.csv, line 102: the text is not UTF-8/,
    ],
    [
      'UTF-16',
      'log.csv',
      Buffer.from(`\ufeff${csv(plain)}`, 'utf16le'),
      'other-content',
      /^log\.csv holds UTF-16 text: save it as UTF-8\.$/,
    ],
    [
      'Parquet under another name',
      'log.csv',
      'PAR1 and more',
      'other-content',
      /^log\.csv holds Parquet data: end its name in \.parquet\.$/,
    ],
  ])('%s', async (_, name, content, code, message) => {
    const failure = await failureOf(load(folderWith({ [name]: content }), { path: name }));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toMatch(/DuckDB|CSV Error|state machine|strict_mode/);
  });
});
