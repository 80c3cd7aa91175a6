import { describe, expect, it } from 'vitest';
import {
  codesOf,
  folder,
  log,
  type Row,
  START,
  shown,
  source,
  weighted,
  withPairs,
} from './pairs-support.ts';
import { failureOf, jsonLines, load } from './support.ts';

describe('pairs that are left out', () => {
  const good = { a: 1, b: 2, w: 1 };

  it('name items that the log does not know', async () => {
    const data = await withPairs([
      good,
      { a: 1, b: 99, w: 1 },
      { a: 98, b: 97, w: 1 },
      { a: 98, b: 98, w: 1 },
    ]);
    expect(shown(data)).toEqual(['1>2 1']);
    expect(data.warnings).toContainEqual({
      code: 'unknown-pair-items',
      message:
        "Pairs of source p (pairs.jsonl) with items that the log does not know, such as '97', '98', '99', are left out.",
      count: 3,
    });
  });

  it('know only the items of rows in use', async () => {
    const late = log.map((row, i) => ({ ...row, item: i >= 50 ? 500 : row.item }));
    const f = folder([good, { a: 1, b: 500, w: 1 }], { 'log.jsonl': jsonLines(late) });
    const split = { from: START + 30, to: START + 50, slices: 5 };
    const data = await load(f, { path: 'log.jsonl' }, { split, sources: [weighted] });
    expect(shown(data)).toEqual(['1>2 1']);
    expect(codesOf(data)).toContainEqual(['unknown-pair-items', 1]);
  });

  it('join an item with itself', async () => {
    const data = await withPairs([good, { a: 3, b: 3, w: 1 }, { a: 3, b: 3, w: -0 }]);
    expect(shown(data)).toEqual(['1>2 1']);
    expect(data.warnings).toContainEqual({
      code: 'self-pairs',
      message: 'Pairs of source p (pairs.jsonl) of an item with itself are left out.',
      count: 2,
    });
  });

  it('lack an id', async () => {
    const spec = { ...weighted, user: 'u' };
    const data = await withPairs(
      [
        { ...good, u: 1 },
        { a: null, b: 2, w: 1, u: 1 },
        { a: 1, w: 1, u: 1 },
        { a: 1, b: 2, w: 1, u: null },
      ],
      spec,
    );
    expect(shown(data)).toEqual(['1>2 1 u1']);
    expect(codesOf(data)).toContainEqual(['pairs-without-id', 3]);
  });

  it('belong to users that the log does not know', async () => {
    const spec = { ...weighted, user: 'u' };
    const data = await withPairs(
      [
        { ...good, u: 6 },
        { ...good, u: 77 },
        { ...good, u: 1 },
      ],
      spec,
    );
    expect(shown(data)).toEqual(['1>2 1 u1', '1>2 1 u6']);
    expect(data.warnings).toContainEqual({
      code: 'unknown-pair-users',
      message:
        "Pairs of source p (pairs.jsonl) of users that the log does not know, such as '77', are left out.",
      count: 1,
    });
  });

  it('are an error where none is left', async () => {
    const failure = await failureOf(
      withPairs([
        { a: 98, b: 1, w: 1 },
        { a: 2, b: 2, w: 1 },
        { a: 2, w: 1 },
      ]),
    );
    expect(failure).toMatchObject({
      code: 'no-pairs',
      kind: 'data',
      exitCode: 3,
      where: { file: 'pairs.jsonl', specPath: ['sources', 0, 'pairs'] },
    });
    expect(failure.message).toBe(
      'No pair of source p (pairs.jsonl) can be used: 1 without an id; 1 with items that `item` of log.jsonl does not hold, ' +
        "such as '98'; 1 of an item with itself. Name the columns and the file that hold the log's ids.",
    );
    const empty = folder([], { 'pairs.csv': 'a,b\n' });
    const none = load(empty, { path: 'log.jsonl' }, { sources: [{ ...source, pairs: 'pairs.csv' }] });
    expect((await failureOf(none)).message).toBe('pairs.csv holds no pairs.');
  });
});

describe('doubled pairs', () => {
  it('merge where they are equal', async () => {
    const data = await withPairs([3, 3, 3, 5].map((b) => ({ a: 1, b, w: 0.5 })));
    expect(shown(data)).toEqual(['1>3 0.5', '1>5 0.5']);
    expect(data.warnings).toContainEqual({
      code: 'doubled-pairs',
      message:
        'Rows of source p (pairs.jsonl) that repeat a pair (same left, right and weight) are merged into one.',
      count: 2,
    });
  });

  it('need no weight for it', async () => {
    const data = await withPairs(
      [3, 3, 5].map((b) => ({ a: 1, b })),
      source,
    );
    expect(shown(data)).toEqual(['1>3 1', '1>5 1']);
    expect(data.warnings).toContainEqual({
      code: 'doubled-pairs',
      message: 'Rows of source p (pairs.jsonl) that repeat a pair (same left, right) are merged into one.',
      count: 1,
    });
  });

  it('add up where their weights differ, copies aside', async () => {
    const data = await withPairs([0.5, 0.25, 0.25, 2].map((w) => ({ a: 1, b: 3, w })));
    expect(shown(data)).toEqual(['1>3 2.75']); // 0.25 + 0.5 + 2
    expect(codesOf(data)).toEqual(expect.arrayContaining([['doubled-pairs', 1]]));
    expect(data.warnings).toContainEqual({
      code: 'contradictory-pairs',
      message:
        'Pairs of source p (pairs.jsonl) have several weights for the same left, right; the weights are summed.',
      count: 1,
    });
  });

  it('are told apart by time and user', async () => {
    const spec = { ...weighted, time: 't', user: 'u' };
    const t = START;
    const rows = [
      { a: 1, b: 2, w: 1, t, u: 1 },
      { a: 1, b: 2, w: 1, t: t + 1, u: 1 },
      { a: 1, b: 2, w: 1, t, u: 2 },
      { a: 2, b: 1, w: 1, t, u: 1 },
    ];
    const data = await withPairs([...rows, rows[0] as Row], spec);
    expect(shown(data)).toHaveLength(4);
    expect(codesOf(data)).toContainEqual(['doubled-pairs', 1]);
  });
});

describe('weights', () => {
  it.each([
    ['negative', '-0.5', '1 negative'],
    ['not a number', 'nan', '1 NaN'],
    ['infinite', 'inf', '1 infinite'],
    ['infinite below', '-inf', '1 infinite'],
    ['too large for sums', '1e200', '1 above 1e30'],
    ['missing', '', '1 missing'],
  ])('%s are refused with the count and the first pair', async (_, text, count) => {
    const f = folder([], { 'pairs.csv': `a,b,w\n1,2,0.5\n10,4,${text}\n` });
    const loading = load(f, { path: 'log.jsonl' }, { sources: [{ ...weighted, pairs: 'pairs.csv' }] });
    const failure = await failureOf(loading);
    expect(failure).toMatchObject({
      code: 'bad-weight',
      kind: 'data',
      where: { file: 'pairs.csv', specPath: ['sources', 0, 'weight'] },
    });
    expect(failure.message).toContain(
      `1 row has no weight ≥ 0 in \`w\` of pairs.csv (${count}; the first by id has \`a\` = 10, \`b\` = 4, `,
    );
  });

  it('may be as large as sums allow', async () => {
    const { pairs } = await withPairs([{ a: 1, b: 2, w: 1e30 }]);
    expect([...(pairs?.['p']?.weight ?? [])]).toEqual([1e30]);
  });

  it('count every fault, and name the first row whatever their order', async () => {
    const lines = ['1,2,1', '10,4,-3', '3,4,inf', '3,2,-1', '5,6,nan', '7,8,'];
    for (const order of [lines, [...lines].reverse()]) {
      const f = folder([], { 'pairs.csv': ['a,b,w', ...order, ''].join('\n') });
      const loading = load(f, { path: 'log.jsonl' }, { sources: [{ ...weighted, pairs: 'pairs.csv' }] });
      expect((await failureOf(loading)).message).toContain(
        '5 rows have no weight ≥ 0 in `w` of pairs.csv (1 missing, 1 NaN, 1 infinite, 2 negative; the first by id has `a` = 3, `b` = 2, `w` = -1',
      );
    }
  });

  it('are numbers', async () => {
    const failure = await failureOf(withPairs([{ a: 1, b: 2, w: 'much' }]));
    expect(failure).toMatchObject({ code: 'bad-weight', where: { specPath: ['sources', 0, 'weight'] } });
    expect(failure.message).toBe(
      '`w` in pairs.jsonl holds text (VARCHAR): the weight of a pair is a number.',
    );
  });
});
