/** `lis init` on logs of every kind: what it writes must pass `lis check`, and what it cannot know it must say. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { profileData } from '../../support/evaluate.ts';
import { createProject, csv, logRows, type Project } from './project.ts';

let project: Project;
beforeEach(() => {
  project = createProject();
});
afterEach(() => project.remove());

const written = (name: string) => readFileSync(join(project.folder, name), 'utf8');

describe('lis init', () => {
  it('writes a spec that check accepts and evaluate runs', async () => {
    const header = ['userId', 'itemId', 'clicked', 'timestamp', 'place'];
    project.write({ 'logs/log.csv': csv(logRows(), header) });
    const outcome = await project.built(['init', 'logs/log.csv', '--out', 'new.lis.yaml']);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^new\.lis\.yaml: written from 600 rows\n/);
    expect(outcome.stdout).toMatch(/user +userId \(its name; 24 ids on 600 rows\)/);
    expect(Math.max(...outcome.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(parseSpec(written('new.lis.yaml')).spec?.log).toMatchObject({
      path: ['logs/log.csv'],
      user: 'userId',
      item: 'itemId',
      label: 'clicked',
      time: 'timestamp',
      features: [{ name: 'place', type: 'categorical' }],
    });
    expect((await project.lis(['check', 'new.lis.yaml'])).code).toBe(0);
    const run = await project.lis([
      'evaluate',
      'new.lis.yaml',
      '--quiet',
      '--seeds',
      '1',
      '--format',
      'json',
    ]);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout).sources[0].name).toBe('co-click');
  });

  it('finds item and user tables beside the log', async () => {
    const items = [
      'item,category,price',
      ...Array.from({ length: 15 }, (_, i) => `i${i},c${i % 3},${i / 2}`),
    ];
    project.write({
      'data/items.csv': `${items.join('\n')}\n`,
      'data/users.csv': 'user,age\nu1,3\nu1,4\n', // its key is not unique: no table to join
      'data/notes.csv': 'not,a\n1,2\n',
    });
    const { stdout } = await project.lis(['init', 'data/log.csv', '--out', 'a.lis.yaml']);
    expect(stdout).toMatch(/items +items\.csv by item: category, price/);
    const { spec } = parseSpec(written('a.lis.yaml'));
    expect(spec?.items).toMatchObject({
      path: ['data/items.csv'],
      key: 'item',
      features: [
        { name: 'category', type: 'categorical' },
        { name: 'price', type: 'numeric' },
      ],
    });
    expect(spec?.users).toBeUndefined();
    expect((await project.lis(['check', 'a.lis.yaml'])).code).toBe(0);
  });

  describe('on a log with a score', () => {
    /** The project's log with a further column of what a ranker said. */
    const scored = (name: string, scoreOf: (row: readonly string[], k: number) => number) =>
      csv(
        logRows().map((row, k) => [...row, scoreOf(row, k).toFixed(4)]),
        ['user', 'item', 'click', 'ts', 'position', name],
      );
    const noise = (k: number) => ((k * 7919) % 600) / 600;
    const likely = (row: readonly string[], k: number) => 0.25 * Number(row[2]) + 0.7 * noise(k);

    it('takes one that production must have logged as the base, and evaluate runs on it', async () => {
      project.write({ 'logs/log.csv': scored('pctr', likely) });
      const { code, stdout } = await project.lis(['init', 'logs/log.csv', '--out', 'new.lis.yaml']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/ranker +the score pctr \(its name, values from 0 to 1, AUC 0\.\d{4}: the base/);
      expect(stdout).toMatch(/left out +pctr/);
      const { spec } = parseSpec(written('new.lis.yaml'));
      expect(spec?.ranker).toEqual({ kind: 'logged', score: 'pctr' });
      expect(spec?.log.features.map(({ name }) => name)).toEqual(['position']);
      expect((await project.lis(['check', 'new.lis.yaml'])).code).toBe(0);
      const args = ['evaluate', 'new.lis.yaml', '--quiet', '--seeds', '1', '--format', 'json'];
      const run = await project.lis(args);
      expect(run).toMatchObject({ code: 0 });
      expect(JSON.parse(run.stdout).ranker).toEqual({ kind: 'logged', score: 'pctr' });
    });

    it('proposes one that may be something else, which stays a feature', async () => {
      project.write({ 'logs/log.csv': scored('model_score', (row, k) => 10 * likely(row, k)) });
      const { stdout } = await project.lis(['init', 'logs/log.csv', '--out', 'new.lis.yaml']);
      expect(stdout).toMatch(/ranker +not decided: perhaps the score model_score/);
      const text = written('new.lis.yaml');
      expect(text).toMatch(/^# ranker: \{score: model_score\} +# if production logged it/m);
      expect(text).toMatch(/- \{name: model_score, type: numeric\} +# .* no feature if it is the base/);
      const { spec } = parseSpec(text);
      expect(spec?.ranker).toMatchObject({ kind: 'fm' });
      expect(parseSpec(text.replace('# ranker:', 'ranker:')).spec?.ranker).toEqual({
        kind: 'logged',
        score: 'model_score',
      });
    });

    it('takes neither the label nor its opposite for one', async () => {
      for (const sign of [1, -1]) {
        const label = (row: readonly string[], k: number) =>
          0.5 + sign * (0.4 * Number(row[2]) + 0.05 * noise(k));
        project.write({ 'logs/log.csv': scored('pctr', label) });
        await project.lis(['init', 'logs/log.csv', '--out', 'new.lis.yaml', '--force']);
        expect(written('new.lis.yaml')).not.toContain('ranker');
        expect(written('new.lis.yaml')).toMatch(/# pctr: left out, it alone orders the rows/);
      }
    });
  });

  it('does not overwrite a spec unless forced', async () => {
    const before = written('lis.yaml');
    const refused = await project.lis(['init', 'data/log.csv']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toBe(
      'lis: lis.yaml exists already: choose another name with --out, or overwrite it with --force.\n',
    );
    expect(written('lis.yaml')).toBe(before);
    expect((await project.lis(['init', 'data/log.csv', '--force'])).code).toBe(0);
    expect(written('lis.yaml')).not.toBe(before);
    expect((await project.lis(['check'])).code).toBe(0);
    expect((await project.lis(['init', 'data/log.csv', '--out', 'data'])).stderr).toMatch(/data is a folder/);
  });

  it('says what it cannot decide, and writes the candidates', async () => {
    project.write({ 'data/odd.csv': csv(logRows(), ['who', 'what', 'good', 'when', 'place']) });
    const outcome = await project.lis(['init', 'data/odd.csv', '--out', 'odd.lis.yaml']);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout.replace(/\s+/g, ' ')).toContain('user and item and time could not be decided');
    expect(written('odd.lis.yaml')).toContain(
      '# user: not decided, no column is named like a user id; candidates:',
    );
    expect(written('odd.lis.yaml')).toMatch(/label: good +# the only column of 0 and 1/);
    expect((await project.lis(['check', 'odd.lis.yaml'])).code).toBe(2);
  });

  it('names a file that is missing or unknown', async () => {
    expect(await project.lis(['init', 'none.csv', '--out', 'x.lis.yaml'])).toMatchObject({ code: 3 });
    expect((await project.lis(['init', 'data', '--out', 'x.lis.yaml'])).stderr).toMatch(/is a folder/);
    writeFileSync(join(project.folder, 'log.xyz'), 'a');
    expect((await project.lis(['init', 'log.xyz', '--out', 'x.lis.yaml'])).stderr).toMatch(
      /no known extension/,
    );
    expect(existsSync(join(project.folder, 'x.lis.yaml'))).toBe(false);
  });
});

describe('profileData', () => {
  const profile = async (files: Record<string, string>, rows?: number) => {
    project.write(files);
    const run = {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      threads: 2,
      memoryBytes: 2 ** 29,
    };
    const found = await profileData(Object.keys(files), project.folder, run, { rows });
    return { ...found, column: (name: string) => found.columns.find((column) => column.name === name)! };
  };

  it('counts, orders and shows values', async () => {
    const { column, rows, complete } = await profile({
      'a.csv': 'n,t,d\n10,b,2026-01-02\n9,a,2026-01-01\n9,,2026-01-03\n100,a,x\n',
    });
    expect({ rows, complete }).toEqual({ rows: 4, complete: true });
    expect(column('n')).toMatchObject({
      family: 'integer',
      distinct: 3,
      nulls: 0,
      min: '9',
      max: '100',
      median: 9,
    });
    expect(column('t')).toMatchObject({
      family: 'text',
      distinct: 2,
      nulls: 0.25,
      values: [
        { value: 'a', share: 0.5 },
        { value: 'b', share: 0.25 },
      ],
    });
    expect(column('d').isoShare).toBe(0.75);
  });

  it('lists few values only, and takes what all files have', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `${i},k`).join('\n');
    const { column, columns } = await profile({ 'a.csv': `n,k\n${many}\n`, 'b.csv': 'k,n\nk,1\n' });
    expect(column('n').values).toBeUndefined();
    expect(column('n').examples).toHaveLength(3);
    expect(columns.map(({ name }) => name)).toEqual(['n', 'k']);
  });

  it('tells ids apart as they are written, and numbers from ids', async () => {
    const { column } = await profile({
      'a.csv': `big,zeros,marks,float,mixed,amount,flag
18446744073709550667,007,1_051,12.0,3,0.5,true
18446744073709550668,7,1_052,12.0,3.0,1.50,False
18446744073709550667,0007,1051,13.0,,-2e3,TRUE
`,
    });
    expect(column('big')).toMatchObject({ family: 'text', distinct: 2 });
    expect(column('zeros')).toMatchObject({ family: 'text', distinct: 3, min: '0007' });
    expect(column('marks')).toMatchObject({ family: 'text', distinct: 3 });
    expect(column('float')).toMatchObject({ family: 'float', distinct: 2, whole: true, min: '12.0' });
    expect(column('mixed')).toMatchObject({
      family: 'float',
      distinct: 2,
      whole: true,
      nulls: expect.closeTo(1 / 3),
    });
    expect(column('amount')).toMatchObject({ family: 'float', min: '-2000.0', max: '1.5', median: 0.5 });
    expect(column('amount').whole).toBeUndefined();
    expect(column('flag')).toMatchObject({ family: 'boolean', distinct: 2, values: [{ value: 'true' }, {}] });
  });

  it('looks at the first rows', async () => {
    const numbers = Array.from({ length: 60_000 }, (_, i) => i).join('\n');
    const { column, rows, complete } = await profile({ 'a.csv': `n\n${numbers}\n` }, 5000);
    expect({ rows, complete, max: column('n').max }).toEqual({ rows: 5000, complete: false, max: '4999' });
  });

  it('copes with a column of nothing, and with lists', async () => {
    const lists = await profile({ 'a.jsonl': '{"a":[1,2],"c":1}\n{"a":[3],"c":2}\n' });
    expect(lists.column('a')).toMatchObject({ family: 'list', distinct: 0, examples: [] });
    const { column } = await profile({ 'a.csv': 'b,c\n,1\n,2\n' });
    expect(column('b')).toMatchObject({ distinct: 0, nulls: 1, examples: [] });
    expect(column('b').min).toBeUndefined();
  });
});

/** What a look at each reference log must find. */
const LOGS: [path: string, expected: Record<string, string | undefined>][] = [
  ['ml-100k/ratings.parquet', { user: 'user_id', item: 'item_id', label: 'rating >= 4', time: 'ts' }],
  ['ml-latest-small/ratings.parquet', { user: 'user_id', item: 'item_id', label: 'rating >= 4', time: 'ts' }],
  [
    'mind-sample/impressions.parquet',
    { user: 'user_id', item: 'item_id', label: 'label', time: 'ts', group: 'impression_id' },
  ],
  ['frappe/train.parquet', { user: 'user', item: 'item', label: 'label', time: undefined }],
  ['obd-small/impressions.parquet', { user: undefined, item: 'item_id', label: 'click', time: 'ts' }],
];
const DATA = resolve(import.meta.dirname, '../../..', process.env['LIS_REFERENCE_DATA'] ?? '../shared/data');
const there = LOGS.every(([path]) => existsSync(join(DATA, path)));
const required = process.env['LIS_TEST_REQUIRE'] === 'all';

describe.skipIf(!there && !required)(
  `lis init on the reference data${there ? '' : ` (absent: ${DATA}; skipped)`}`,
  () => {
    it.each(LOGS)('%s', async (path, expected) => {
      const outcome = await project.lis(['init', join(DATA, path), '--out', 'ref.lis.yaml']);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      const { log } = parseSpec(written('ref.lis.yaml')).value as { log: Record<string, unknown> };
      for (const [key, column] of Object.entries(expected)) expect([key, log[key]]).toEqual([key, column]);
      const whole = Object.values(expected).every((column) => column !== undefined);
      const check = await project.lis(['check', 'ref.lis.yaml']);
      expect([check.code, check.stderr === '']).toEqual(whole ? [0, true] : [2, false]);
    });
  },
);
