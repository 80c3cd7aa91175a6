import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { engineUnderTest } from '../../support/engine.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import {
  folder,
  log,
  type Pairs,
  type Row,
  START,
  shown,
  source,
  weighted,
  withPairs,
} from './pairs-support.ts';
import { csv, failureOf, jsonLines, load, runContext, specOf } from './support.ts';

describe('pairs of a file', () => {
  it('have the codes of the log, in its order; the weight is 1 where there is none', async () => {
    const pairs = [
      { a: 10, b: 2, w: 0.5 },
      { a: 2, b: 10, w: 3 },
      { a: 2, b: 3, w: 0 },
    ];
    expect(shown(await withPairs(pairs))).toEqual(['2>3 0', '2>10 3', '10>2 0.5']);
    const plain = await withPairs(pairs, source);
    expect(shown(plain)).toEqual(['2>3 1', '2>10 1', '10>2 1']);
    expect(plain.pairs?.['p']).not.toHaveProperty('slice');
    expect(plain.pairs?.['p']).not.toHaveProperty('user');
    expect(plain.warnings).toEqual((await load(folder(pairs), { path: 'log.jsonl' })).warnings);
  });

  it('are fingerprinted as a source, from every format, and from many files', async () => {
    const rows = [1, 2, 3, 4].map((a) => ({ a, b: a + 1, w: a / 2 }));
    const tsv = (some: typeof rows) => csv(some).replaceAll(',', '\t');
    const f = folder(rows, {
      'pairs.csv': csv(rows),
      'p1.tsv': tsv(rows.slice(0, 2)),
      'p2.tsv': tsv(rows.slice(2)),
    });
    await writeParquetFile(`${f}/pairs.parquet`, `FROM '${f}/pairs.csv'`);
    for (const [path, counts] of [
      ['pairs.jsonl', [4]],
      ['pairs.csv', [4]],
      ['pairs.parquet', [4]],
      ['p*.tsv', [2, 2]],
    ] as const) {
      const data = await load(f, { path: 'log.jsonl' }, { sources: [{ ...weighted, pairs: path }] });
      expect(shown(data), path).toEqual(['1>2 0.5', '2>3 1', '3>4 1.5', '4>5 2']);
      const inputs = data.inputs.filter(({ role }) => role === 'source');
      expect(inputs.map(({ rows: n }) => n)).toEqual(counts);
      expect(inputs[0]?.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    }
  });

  it('may come in several sources', async () => {
    const f = folder([{ a: 1, b: 2 }], { 'other.csv': 'x,y\n5,6\n' });
    const other = { name: 'q', pairs: 'other.csv', left: 'x', right: 'y' };
    const data = await load(f, { path: 'log.jsonl' }, { sources: [source, other] });
    expect([shown(data), shown(data, 'q')]).toEqual([['1>2 1'], ['5>6 1']]);
  });
});

describe('ids of other types', () => {
  const rows = [
    { a: 1, b: 2 },
    { a: 10, b: 3 },
  ];
  const texts = rows.map(({ a, b }) => ({ a: String(a), b: String(b) }));

  it('match where nothing is lost: texts that are integers, doubles that are whole', async () => {
    for (const pairs of [rows, texts, rows.map(({ a, b }) => ({ a: String(a), b }))]) {
      expect(shown(await withPairs(pairs, source)).sort()).toEqual(['10>3 1', '1>2 1'].sort());
    }
    const f = folder(rows);
    await writeParquetFile(
      `${f}/pairs.parquet`,
      `SELECT a::DOUBLE AS a, b::UTINYINT AS b FROM '${f}/pairs.jsonl'`,
    );
    const data = await load(f, { path: 'log.jsonl' }, { sources: [{ ...source, pairs: 'pairs.parquet' }] });
    expect(shown(data)).toEqual(['1>2 1', '10>3 1']);
  });

  it('match a log of texts', async () => {
    const named = log.map((row) => ({ ...row, item: String(row.item) }));
    const f = folder(rows, { 'log.jsonl': jsonLines(named) });
    expect(shown(await load(f, { path: 'log.jsonl' }, { sources: [source] }))).toEqual(['1>2 1', '10>3 1']);
  });

  it('of a text file stay the texts they were written as, where the log has texts', async () => {
    const named = log.map((row) => ({ ...row, item: row.item === 0 ? '007' : `${row.item}` }));
    const f = folder([], { 'log.jsonl': jsonLines(named), 'pairs.csv': 'a,b\n1,2\n7,3\n' });
    const data = await load(f, { path: 'log.jsonl' }, { sources: [{ ...source, pairs: 'pairs.csv' }] });
    expect(shown(data)).toEqual(['1>2 1', '7>3 1']); // 7 is item 7, not 007
  });

  it('are refused with both types and the fix where they do not compare', async () => {
    const failure = await failureOf(
      withPairs(
        [
          { a: 1, b: 'm-2' },
          { a: 2, b: 'm-3' },
        ],
        source,
      ),
    );
    expect(failure).toMatchObject({
      code: 'key-types-differ',
      kind: 'data',
      where: { file: 'pairs.jsonl', specPath: ['sources', 0, 'right'] },
    });
    expect(failure.message).toBe(
      "`item` in log.jsonl holds integers, but `b` in pairs.jsonl holds texts that are none ('m-2', 'm-3'): " +
        'write both files with the same type of item.',
    );
    const users = await failureOf(withPairs([{ a: 1, b: 2, u: 'ann' }], { ...source, user: 'u' }));
    expect(users).toMatchObject({ code: 'key-types-differ', where: { specPath: ['sources', 0, 'user'] } });
  });

  it.each([
    [[{ a: [1], b: 2 }], 'bad-item', /holds lists/],
    [[{ a: 1.5, b: 2 }], 'bad-item', /1 row has no whole number in `a` of pairs\.jsonl \('1\.5'\)/],
    [[{ a: 1, b: true }], 'bad-item', /true\/false/],
  ])('are refused: %o', async (pairs, code, message) => {
    const failure = await failureOf(withPairs(pairs, source));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, kind: 'data', where: { file: 'pairs.jsonl' } });
  });
});

describe('times', () => {
  const timed = { ...source, time: 't' };
  const at = (t: unknown, b = 2) => ({ a: 1, b, t });

  it('become slices of the log; earlier ones its first, later ones nothing', async () => {
    // Slices start at rows 0, 12, 24, 36 and 48; the last row is 59.
    const seconds = [-5, 0, 11, 12, 47, 48, 59, 60];
    const data = await withPairs(
      seconds.map((s, i) => at(START + s, i + 2)),
      timed,
    );
    expect(shown(data)).toEqual([
      '1>2 1 s0',
      '1>3 1 s0',
      '1>4 1 s0',
      '1>5 1 s1',
      '1>6 1 s3',
      '1>7 1 s4',
      '1>8 1 s4',
    ]);
    expect(data.warnings).toContainEqual({
      code: 'pairs-before-log',
      message:
        'Pairs of source p (pairs.jsonl) earlier than the log belong to its first slice: they are the past of all its rows.',
      count: 1,
    });
    expect(data.warnings).toContainEqual({
      code: 'pairs-after-log',
      message: "Pairs of source p (pairs.jsonl) later than the log's last row are left out.",
      count: 1,
    });
  });

  it("may be in another unit than the log's", async () => {
    for (const unit of [(s: number) => s * 1000, (s: number) => new Date(s * 1000).toISOString()]) {
      expect(shown(await withPairs([at(unit(START + 12))], timed))).toEqual(['1>2 1 s1']);
    }
  });

  it('that are dates belong to the end of their day', async () => {
    const day = 86_400;
    const start = Date.UTC(2026, 9, 19) / 1000;
    const rows = log.map((row, i) => ({ ...row, t: start + i * (day / 10) })); // six days, slices of 1.2 days
    const f = folder([], {
      'log.jsonl': jsonLines(rows),
      'pairs.csv': 'a,b,d\n1,2,2026-10-19\n1,3,2026-10-20\n1,4,2026-10-24\n',
    });
    await writeParquetFile(`${f}/pairs.parquet`, `FROM '${f}/pairs.csv'`);
    const spec = { ...source, pairs: 'pairs.parquet', time: 'd' };
    const data = await load(f, { path: 'log.jsonl' }, { sources: [spec] });
    // Slice 1 starts in the middle of the 20th, whose pairs are known when it is over.
    expect(shown(data)).toEqual(['1>2 1 s0', '1>3 1 s1', '1>4 1 s4']);
  });

  it('of the last day stay where the log knows days only', async () => {
    const rows = log.map((row, i) => ({ ...row, t: `2026-10-${10 + Math.floor(i / 10)}` }));
    const f = folder([at('2026-10-15T18:00:00Z'), at('2026-10-16T00:00:00Z', 3)], { 'log.csv': csv(rows) });
    await writeParquetFile(`${f}/log.parquet`, `FROM '${f}/log.csv'`);
    const data = await load(f, { path: 'log.parquet' }, { sources: [timed] });
    expect(shown(data)).toEqual(['1>2 1 s4']);
  });

  it.each([
    [null, 'missing-time', /1 row has no time in `t` of pairs\.jsonl/],
    ['soon', 'bad-time', /no readable time/],
    [START * 1000, 'mixed-time-units', /mixes units/],
  ])('that are %s are refused', async (t, code, message) => {
    const rows = typeof t === 'string' ? [at(t)] : [at(START), at(t, 3)];
    const failure = await failureOf(withPairs(rows, timed));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, where: { file: 'pairs.jsonl', specPath: ['sources', 0, 'time'] } });
  });

  it('need a log with time', async () => {
    const marked = log.map(({ t, ...row }, i) => ({ ...row, part: i < 40 ? 'a' : 'b' }));
    const f = folder([at(START)], { 'log.jsonl': jsonLines(marked) });
    const loading = load(f, { path: 'log.jsonl', time: undefined } as never, {
      split: { column: 'part', train: 'a', evaluate: 'b' },
      sources: [timed],
    });
    expect(await failureOf(loading)).toMatchObject({
      code: 'needs-time',
      where: { specPath: ['sources', 0, 'time'] },
    });
  });
});

describe('a cancel', () => {
  it('arrives while pairs are matched', async () => {
    const stop = new AbortController();
    const messages: string[] = [];
    const onProgress = ({ message }: { message: string }) => {
      messages.push(message);
      if (message.startsWith('matching')) stop.abort();
    };
    const run = { signal: stop.signal, onProgress };
    const loading = load(folder([{ a: 1, b: 2 }]), { path: 'log.jsonl' }, { sources: [source] }, run);
    await expect(loading).rejects.toThrow(Cancelled);
    expect(messages.at(-1)).toBe('matching the pairs of p');
  });
});

describe('the order of the rows', () => {
  it('never matters', async () => {
    const pair = fc.record({
      a: fc.nat(12),
      b: fc.nat(12),
      w: fc.constantFrom(0, 0.1, 0.2, 0.3, 1e-9, 1e9),
      t: fc.integer({ min: START - 3, max: START + 63 }),
      u: fc.nat(8),
    });
    const spec = { ...weighted, time: 't', user: 'u' };
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 5, maxLength: 60 }), fc.integer(), async (drawn, seed) => {
        const rows = [{ a: 1, b: 2, w: 1, t: START, u: 1 }, ...drawn];
        const all = fc.shuffledSubarray(rows, { minLength: rows.length });
        const shuffled = fc.sample(all, { seed, numRuns: 1 })[0] as Row[];
        const [inOrder, other] = await Promise.all([withPairs(rows, spec), withPairs(shuffled, spec)]);
        expect(other?.pairs).toEqual(inOrder?.pairs);
        expect(other?.warnings).toEqual(inOrder?.warnings);
      }),
      { numRuns: 10, seed: 11 },
    );
  });
});

describe('check', () => {
  const check = (f: string, spec: Pairs) =>
    engineUnderTest().check(specOf({ path: 'log.jsonl' }, { sources: [spec] }), f, runContext());

  it('names the file and its columns', async () => {
    const checked = await check(folder([{ a: 1, b: 2, w: 1 }]), weighted);
    expect(checked.files.map(({ role, path }) => [role, path])).toEqual([
      ['log', 'log.jsonl'],
      ['source', 'pairs.jsonl'],
    ]);
    expect(checked.columns[1]).toMatchObject({
      role: 'source p',
      columns: [{ name: 'a' }, { name: 'b' }, { name: 'w' }],
    });
    expect(checked.rows).toBe(60);
  });

  it.each([
    [{ left: 'A' }, 'no-column', ['sources', 0, 'left'], /no column `A` in pairs\.jsonl; did you mean `a`\?/],
    [{ weight: 'v' }, 'no-column', ['sources', 0, 'weight'], /no column `v`/],
    [{ user: 'who' }, 'no-column', ['sources', 0, 'user'], /no column `who`/],
    [{ time: 'a', weight: 'bad' }, 'bad-weight', ['sources', 0, 'weight'], /1 row has no weight/],
    [{ pairs: 'gone.csv' }, 'missing-file', ['sources', 0, 'pairs'], /gone\.csv does not exist/],
    [
      { pairs: ['pairs.jsonl', 'log.csv'] },
      'mixed-formats',
      ['sources', 0, 'pairs'],
      /sources\.0\.pairs mixes/,
    ],
  ])('finds %o', async (wrong, code, specPath, message) => {
    const f = folder([{ a: 1, b: 2, w: 1, bad: -1 }], { 'log.csv': csv(log) });
    const failure = await failureOf(check(f, { ...weighted, ...wrong }));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, where: { specPath } });
  });
});
