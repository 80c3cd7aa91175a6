/** Every bad input of the design's list: its exit code, its one sentence, and a previous report that stays as it was. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProject, csv, HEADER, logRows, type Project, SPEC } from './project.ts';

let project: Project;
beforeEach(() => {
  project = createProject();
});
afterEach(() => project.remove());

type Files = Record<string, string | Uint8Array>;

const spec = (from: string | RegExp, to: string): Files => ({ 'lis.yaml': SPEC.replace(from, to) });
const log = (change: (rows: string[][]) => string[][]): Files => ({ 'data/log.csv': csv(change(logRows())) });
const cell = (row: number, column: string, value: string): Files =>
  log((rows) => {
    rows[row]![HEADER.indexOf(column)] = value;
    return rows;
  });
const parquetSpec = spec('data/log.csv', 'data/log.parquet');
const label = (expression: string): Files => spec('label: click', `label: ${expression}`);
const LABEL_PLACE = 'lis\\.yaml:6:10: ';

const PREVIOUS = '{\n  "version": 1, "of": "an earlier run"\n}\n';

/** The server of a stranger: whatever is sent there is lost. */
const cluster = (token: string): Files =>
  spec(
    'log:\n',
    `engine: {kind: spark, url: sc://spark.example.invalid, tls: true, token: ${token}}\nlog:\n`,
  );

const USAGE = 2;
const DATA = 3;

const cases: [name: string, files: Files, code: number, message: RegExp][] = [
  [
    'a variable that is no token',
    cluster('{env: PATH}'),
    USAGE,
    /PATH does not say which server its token is for/,
  ],
  [
    'a stored token',
    cluster('{secret: prod}'),
    USAGE,
    /Only the editor has a secret storage\..* LIS_TOKEN_PROD to sc:\/\/spark\./,
  ],
  ['a missing file', spec('log.csv', 'lgo.csv'), DATA, /data\/lgo\.csv.*(not exist|no such file)/],
  ['a glob without files', spec('log.csv', '*.parquet'), DATA, /data\/\*\.parquet/],
  ['an empty file', { 'data/log.csv': '' }, DATA, /data\/log\.csv.*empty/],
  ['a header without rows', log(() => []), DATA, /no rows/],
  ['an empty Parquet file', { ...parquetSpec, 'data/log.parquet': '' }, DATA, /data\/log\.parquet.*empty/],
  [
    'a truncated Parquet file',
    { ...parquetSpec, 'data/log.parquet': 'PAR1\u0015\u0004\u0015' },
    DATA,
    /data\/log\.parquet.*(not a Parquet file|cut short)/,
  ],
  [
    'garbage in place of Parquet',
    { ...parquetSpec, 'data/log.parquet': Uint8Array.from({ length: 5000 }, (_, i) => (i * 89 + 7) % 256) },
    DATA,
    /data\/log\.parquet.*not a Parquet file/,
  ],
  [
    'a ragged row',
    log((rows) => {
      rows[41]!.push('too', 'many');
      return rows;
    }),
    DATA,
    /data\/log\.csv, line 43: 5 values are expected/,
  ],
  [
    'a short row',
    log((rows) => {
      rows[41]!.length = 3;
      return rows;
    }),
    DATA,
    /data\/log\.csv, line 43: 5 values are expected, 3 found/,
  ],
  ['an absent column', spec('item: item', 'item: article_number'), USAGE, /lis\.yaml:5:9: .*article_number/],
  ['a misspelt column', spec('user: user', 'user: usr'), USAGE, /lis\.yaml:4:9: .*usr.*user/],
  ['a misspelt feature', spec('[place]', '[plaec]'), USAGE, /lis\.yaml:8:14: .*plaec.*place/],
  [
    'a text column as a numeric feature',
    spec('[place]', '[{name: place, type: numeric}]'),
    DATA,
    /lis\.yaml:8:\d+: .*place.*num/,
  ],
  ['a text column as the time', spec('time: ts', 'time: place'), DATA, /lis\.yaml:7:9: .*place/],
  [
    'a text column as the label',
    log((rows) => rows.map((row) => row.with(2, row[2] === '1' ? 'yes' : 'no'))),
    DATA,
    new RegExp(`${LABEL_PLACE}.*click`),
  ],
  [
    'a label outside 0/1',
    cell(10, 'click', '2'),
    DATA,
    new RegExp(`${LABEL_PLACE}.*0.*1.*2|${LABEL_PLACE}.*2.*0.*1`),
  ],
  ['a missing label', cell(10, 'click', ''), DATA, new RegExp(`${LABEL_PLACE}.*1 row`)],
  ['a null time', cell(10, 'ts', ''), DATA, /lis\.yaml:7:9: .*ts/],
  ['times in mixed units', cell(10, 'ts', '1700000000000'), DATA, /lis\.yaml:7:9: .*ts.*unit/],
  ['one class only', log((rows) => rows.map((row) => row.with(2, '0'))), DATA, /class|positive/],
  [
    'one class in the evaluation window',
    log((rows) => rows.map((row, i) => (i < 400 ? row : row.with(2, '1')))),
    DATA,
    /(negative|class).*|evaluation/,
  ],
  [
    'an evaluation window without rows',
    spec('{evaluate: 25%, slices: 8}', '{from: 2031-01-01, slices: daily}'),
    DATA,
    /lis\.yaml:9:\d+: No row lies at or after 2031-01-01/,
  ],
  ['broken YAML', spec('label: click', 'label: "click'), USAGE, /lis\.yaml:\d+:\d+: /],
  ['a bad indent', spec('  item: item', '   item: item'), USAGE, /lis\.yaml:4:9: broken YAML: .*indentation/],
  ['an unknown key', spec('window: 4', 'windw: 4'), USAGE, /lis\.yaml:11:\d+: .*windw.*window/],
  [
    'clusters of a source without vectors',
    spec('sources:', 'sources:\n  - {name: ids, build: clusters-of, of: co-click}'),
    USAGE,
    /lis\.yaml:11:\d+: the source `co-click` has no vectors; `of` names an `embeddings` or `id-embedding` source/,
  ],
  ['an empty spec', { 'lis.yaml': '' }, USAGE, /lis\.yaml/],
  ['a label with a subquery', label('"click = (SELECT max(click) FROM log)"'), USAGE, /lis\.yaml:6:\d+: /],
  [
    'a label that reads a file',
    label(`"read_text('/etc/hostname') = ''"`),
    USAGE,
    /lis\.yaml:6:\d+: .*read_text/,
  ],
  ['a label with a second statement', label('"click; DROP TABLE log"'), USAGE, /lis\.yaml:6:\d+: /],
];

describe('lis evaluate', () => {
  it.each(cases)('refuses %s', async (_name, files, code, message) => {
    project.write({ ...files, 'out/previous.json': PREVIOUS });
    const args = ['evaluate', '--quiet', '--threads', '1', '--report', 'out/previous.json'];
    const outcome = await project.lis(args);
    expect(outcome.stderr).toMatch(message);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(/^lis: [^\n]+\n$/); // one line, so no stack
    expect(readFileSync(join(project.folder, 'out', 'previous.json'), 'utf8')).toBe(PREVIOUS);
    expect(readdirSync(join(project.folder, 'out'))).toEqual(['previous.json']);
    expect(readdirSync(project.folder).sort()).toEqual(['data', 'lis.yaml', 'out']);
  });

  it('refuses a spec that does not exist', async () => {
    const outcome = await project.built(['evaluate', 'nowhere.yaml']);
    expect(outcome).toMatchObject({ code: USAGE, stdout: '' });
    expect(outcome.stderr).toMatch(/^lis: .*nowhere\.yaml.*no such file.*\n$/);
  });
});
