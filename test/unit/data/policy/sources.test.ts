/** What every engine says of the files of sources and models that join the log. */
import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../../src/common/failure.ts';
import { PART } from '../../../../src/data/dataset.ts';
import {
  droppedItems,
  droppedPairs,
  emptyItems,
  emptyPairs,
  ITEM_FATES,
  PAIR_FATES,
} from '../../../../src/data/policy/dropped.ts';
import { contradictoryItems, itemsNotInSource, mergedPairs } from '../../../../src/data/policy/merged.ts';
import { badPairWeights, pairWeightType } from '../../../../src/data/policy/pairs.ts';
import {
  badScores,
  checkScores,
  comparesAsTimes,
  doubledInFile,
  doubledInLog,
  emptyScores,
  otherRows,
  SCORE_FAULTS,
  type ScoreFile,
} from '../../../../src/data/policy/scores.ts';

const item = { column: 'item', file: 'log.csv' };
const user = { column: 'user', file: 'log.csv' };
const raised = (fields: object) => expect.objectContaining(fields);

describe('rows that the log cannot use', () => {
  const vectors = { name: 'source v (v.csv)', file: 'v.csv', item: 'id', at: ['sources', 0] };
  const pairs = { name: 'source p (p.csv)', file: 'p.csv', at: ['sources', 1, 'pairs'] };

  it('are counted by their reason, where some are left', () => {
    const warnings: Warning[] = [];
    droppedItems(vectors, item, { kept: 1, noId: 2, unknown: 0, late: 3 }, '', warnings);
    expect(warnings).toEqual([
      { code: 'rows-without-item', message: 'Rows of source v (v.csv) without `id` are left out.', count: 2 },
      {
        code: 'rows-after-log',
        message: "Rows of source v (v.csv) later than the log's last row are left out.",
        count: 3,
      },
    ]);
  });

  it('are refused where none is left', () => {
    const none = { kept: 0, noId: 0, unknown: 1200, late: 1 };
    expect(() => droppedItems(vectors, item, none, "'x'", [])).toThrowError(
      raised({
        code: 'no-items',
        message:
          "No row of source v (v.csv) can be used: 1,200 of items that `item` of log.csv does not hold, such as 'x'; 1 later than the log. Name the column and the file that hold the log's items.",
        where: { file: 'v.csv', specPath: ['sources', 0, 'item'] },
      }),
    );
  });

  it('have one fate each, for the first reason that holds', () => {
    expect(ITEM_FATES).toEqual(['kept', 'noId', 'unknown', 'late']);
    expect(PAIR_FATES).toEqual(['kept', 'noId', 'unknownItem', 'self', 'unknownUser', 'late']);
  });

  it('may be none at all', () => {
    expect(emptyItems('v.csv', ['sources', 0, 'item'])).toMatchObject({
      ...{ kind: 'data', code: 'no-items', message: 'v.csv holds no items.' },
      where: { file: 'v.csv', specPath: ['sources', 0, 'item'] },
    });
    expect(emptyPairs('p.csv', pairs.at)).toMatchObject({
      ...{ kind: 'data', code: 'no-pairs', message: 'p.csv holds no pairs.' },
      where: { file: 'p.csv', specPath: pairs.at },
    });
  });

  it('may be pairs', () => {
    const warnings: Warning[] = [];
    const counts = { kept: 0, noId: 0, unknownItem: 0, self: 2, unknownUser: 1, late: 0 };
    const columns = { item, user };
    expect(() => droppedPairs(pairs, columns, counts, { items: '', users: "'ann'" }, warnings)).toThrowError(
      raised({
        code: 'no-pairs',
        message:
          "No pair of source p (p.csv) can be used: 2 of an item with itself; 1 of users that `user` of log.csv does not hold, such as 'ann'. Name the columns and the file that hold the log's ids.",
      }),
    );
    droppedPairs(pairs, columns, { ...counts, kept: 5 }, { items: '', users: "'ann'" }, warnings);
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([
      ['self-pairs', 2],
      ['unknown-pair-users', 1],
    ]);
  });
});

describe('rows that are merged', () => {
  it('are counted, and refused where they contradict each other', () => {
    const merged = (columns: object, copies: number, contradictory: number): Warning[] => {
      const warnings: Warning[] = [];
      mergedPairs('source p', columns, { copies, contradictory }, warnings);
      return warnings;
    };
    expect(merged({}, 0, 0)).toEqual([]);
    expect(merged({ weight: 'w' }, 4, 0)).toEqual([
      {
        code: 'doubled-pairs',
        message: 'Rows of source p that repeat a pair (same left, right and weight) are merged into one.',
        count: 4,
      },
    ]);
    expect(merged({ time: 't', user: 'u' }, 1, 2)).toEqual([
      {
        code: 'doubled-pairs',
        message: 'Rows of source p that repeat a pair (same left, right, time, user) are merged into one.',
        count: 1,
      },
      {
        code: 'contradictory-pairs',
        message:
          'Pairs of source p have several weights for the same left, right, time, user; the weights are summed.',
        count: 2,
      },
    ]);
    const source = { name: 'source v', file: 'v.csv', at: ['sources', 0] };
    expect(contradictoryItems(source, '`id`', ['a', 'b', 'c', 'd'])).toMatchObject({
      code: 'contradictory-items',
      message:
        '4 items of source v have several rows of the same `id` that differ (a, b, c): keep one of them.',
    });
  });

  it('never cover nearly all or nearly no items and are said to cover all or none', () => {
    expect(itemsNotInSource('source v', 100_000, 99_999)).toMatchObject({
      count: 1,
      message: expect.stringContaining('(0.1 % of them)'),
    });
    expect(itemsNotInSource('source v', 100_000, 1).message).toContain('(99.9 % of them)');
  });
});

describe('weights of pairs', () => {
  const column = { name: 'w', file: 'p.csv', specPath: ['sources', 0, 'weight'] };

  it('are numbers', () => {
    expect(pairWeightType(column, { words: 'lists', type: 'array<int>' })).toMatchObject({
      ...{ kind: 'data', code: 'bad-weight' },
      message: '`w` in p.csv holds lists (array<int>): the weight of a pair is a number.',
      where: { file: 'p.csv', specPath: column.specPath },
    });
  });

  it('are finite and not negative: others are counted by what they are', () => {
    const counts = { missing: 1200, nan: 0, infinite: 0, negative: 2, large: 1 };
    const first = [
      { column: 'a', value: '1' },
      { column: 'b', value: '2' },
      { column: 'w', value: 'null' },
    ];
    expect(badPairWeights(column, counts, first)).toMatchObject({
      code: 'bad-weight',
      message:
        '1,203 rows have no weight ≥ 0 in `w` of p.csv (1,200 missing, 2 negative, 1 above 1e30; the first by id has `a` = 1, `b` = 2, `w` = null): weights are finite, not negative and at most 1e30, so correct or remove these rows.',
    });
  });
});

describe('scores of a model', () => {
  const file: ScoreFile = { file: 's.csv', name: 'model m (s.csv)', at: ['models', 0], side: 'predictions' };
  const log = {
    part: Uint8Array.from([PART.fit, PART.evaluate, PART.evaluate]),
    user: Uint32Array.from([0, 0, 1]),
    item: Uint32Array.from([0, 0, 0]),
    userNames: ['ann', 'bob'],
    itemNames: ['x'],
  };
  const check = (...scores: number[]): Warning[] => {
    const warnings: Warning[] = [];
    checkScores(file, Float64Array.from(scores), log, warnings);
    return warnings;
  };

  it('are those of the evaluation rows, all of them', () => {
    expect(check(Number.NaN, 1, 2)).toEqual([]);
    expect(check(3, 1, 2)).toEqual([
      {
        code: 'predictions-outside',
        message: 'Scores of model m (s.csv) for rows that are not evaluated are left out.',
        count: 1,
      },
    ]);
    expect(() => check(3, 1, Number.NaN)).toThrowError(
      raised({
        code: 'missing-predictions',
        message:
          "1 of the 2 evaluation rows have no score in s.csv, first that of user 'bob' and item 'x': write the scores of all of them.",
        where: { file: 's.csv', specPath: ['models', 0, 'predictions'] },
      }),
    );
    expect(() => check(3, 1, 1)).toThrowError(raised({ code: 'constant-predictions' }));
  });

  it('stand once for each row of the log', () => {
    expect(doubledInFile(file, 1, '`u` = 1').message).toBe(
      '1 key stands more than once in s.csv, first `u` = 1: keep one score per row, or name further columns in `key`.',
    );
    expect(doubledInLog(file, 2000, '`u` = 1').message).toBe(
      '2,000 keys of s.csv name several rows of the log each, first `u` = 1: name further columns in `key` until it names one row.',
    );
    expect(otherRows(file, { other: 1, rows: 2 }, '`u` = 9', 'log.csv')).toMatchObject({
      code: 'unknown-predictions',
      count: 1,
    });
    expect(() => otherRows(file, { other: 2, rows: 2 }, '`u` = 9', 'log.csv')).toThrowError(
      raised({ code: 'other-predictions', where: { file: 's.csv', specPath: ['models', 0, 'predictions'] } }),
    );
  });

  it('have a key that is compared as a time where either side holds times', () => {
    expect(comparesAsTimes('text', 'timestamp')).toBe(true);
    expect(comparesAsTimes('date', 'integer')).toBe(true);
    expect(comparesAsTimes('text', 'integer')).toBe(false);
  });

  it('may be none at all', () => {
    expect(emptyScores('s.csv', ['models', 0, 'baseline'])).toMatchObject({
      ...{ kind: 'data', code: 'no-predictions', message: 's.csv holds no scores.' },
      where: { file: 's.csv', specPath: ['models', 0, 'baseline'] },
    });
  });

  it('are finite', () => {
    const column = { name: 's', file: 's.csv', specPath: ['models', 0, 'score'] };
    const at = { file: 's.csv', line: 2, value: 'inf', shown: 'line 2' };
    expect(badScores(column, 'infinite', 3, at)).toMatchObject({
      code: 'bad-score',
      message:
        '3 rows have an infinite score in `s` of s.csv (the first in line 2): write a finite score for every row.',
    });
    expect(SCORE_FAULTS.map((fault) => badScores(column, fault, 1).message)).toEqual([
      '1 row has no score in `s` of s.csv: write a finite score for every row.',
      '1 row has the score NaN in `s` of s.csv: write a finite score for every row.',
      '1 row has an infinite score in `s` of s.csv: write a finite score for every row.',
    ]);
  });
});
