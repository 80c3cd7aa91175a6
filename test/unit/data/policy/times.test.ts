/** What every engine says of times and of the rows that a split uses. */
import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../../src/common/failure.ts';
import { PART } from '../../../../src/data/dataset.ts';
import { doubledTableKey, keyTypesDiffer, unknownEntities } from '../../../../src/data/policy/rows.ts';
import { checkWindow, partsOfValues } from '../../../../src/data/policy/split-values.ts';
import {
  dayOrMonthFirst,
  missingTime,
  numbersBesideDates,
  oneUnit,
  ownClock,
  severalForms,
  unreadableTime,
} from '../../../../src/data/policy/times.ts';

const time = { name: 't', file: 'log.csv', specPath: ['log', 'time'] };
const at = { file: 'log.csv', line: 3, value: '', shown: 'line 3' };

describe('times', () => {
  it.each([
    [{ empty: 1, marks: 0 }, '1 row has no time in `t` of log.csv, in line 3: remove or fill them.'],
    [
      { empty: 0, marks: 1 },
      "1 row has no time in `t` of log.csv ('0' stands for none), in line 3: remove or fill them.",
    ],
    [
      { empty: 1, marks: 2000 },
      "2,001 rows have no time in `t` of log.csv (1 empty, 2,000 where '0' stand for none), the first in line 3: remove or fill them.",
    ],
  ])('are missed: %o', (counts, message) => {
    expect(missingTime(time, counts, "'0'", at)).toMatchObject({ code: 'missing-time', message });
  });

  it('are read in one way', () => {
    expect(unreadableTime(time, 2, "'soon'")).toMatchObject({
      code: 'bad-time',
      message:
        "2 rows have no readable time in `t` of log.csv ('soon'): write ISO 8601, such as 2026-10-24T06:00:00Z.",
    });
    expect(dayOrMonthFirst(time, "'01/02/2026'")).toMatchObject({ code: 'ambiguous-dates' });
    expect(numbersBesideDates(time, 'YYYYMMDD', 1, "'7'")).toMatchObject({
      code: 'bad-time',
      message:
        "`t` in log.csv holds dates written as YYYYMMDD, but 1 row has another number ('7'): correct or remove them.",
    });
    expect(severalForms(time, ['DDMMYYYY', 'MMDDYYYY'], "'01022026'")).toMatchObject({
      code: 'ambiguous-dates',
      message:
        "`t` in log.csv holds dates written as numbers ('01022026') that may be DDMMYYYY or MMDDYYYY: write them as 2026-10-24.",
    });
  });

  it('have one unit', () => {
    expect([oneUnit(time, [0, 5, 0, 0]), oneUnit(time, [0, 0, 0, 0])]).toEqual(['ms', 's']);
    expect(() => oneUnit(time, [1000, 1, 0, 0])).toThrowError(
      expect.objectContaining({
        code: 'mixed-time-units',
        message:
          '`t` in log.csv mixes units: 1,000 like unix seconds, 1 like unix milliseconds. Write one unit.',
      }),
    );
  });

  it('may run on a clock of their own, which is said', () => {
    expect(ownClock(time, { least: 0, most: 1234 }, 's')).toEqual({
      code: 'own-clock',
      message:
        'The times in `t` of log.csv run from 0 to 1,234: they are read as unix seconds, which all lie before 1973-03-03, and so on a clock of their own.',
    });
  });
});

describe('a ready-made split', () => {
  const split = { column: 'part', train: 'a', evaluate: 1, slices: 5 } as const;
  const counts = (...entries: [string, number][]) => new Map(entries);

  it('gives each value its part, and counts the rows of the others', () => {
    const warnings: Warning[] = [];
    const rows = counts(['a', 10], ['1', 5], ['b', 3], ['c', 2]);
    expect([...partsOfValues(split, rows, warnings)]).toEqual([
      ['a', PART.fit],
      ['1', PART.evaluate],
    ]);
    expect(warnings).toEqual([
      { code: 'unused-split-values', message: 'Rows whose `part` is `b`, `c` are left out.', count: 5 },
    ]);
  });

  it('is refused where a value names no row, or two parts', () => {
    const refused = (code: string) => expect.objectContaining({ code });
    expect(() => partsOfValues(split, counts(['a', 1]), [])).toThrowError(refused('no-split-rows'));
    const twice = { ...split, evaluate: 'a' } as const;
    expect(() => partsOfValues(twice, counts(['a', 1]), [])).toThrowError(refused('split-value-twice'));
  });

  it('is a window that holds a moment', () => {
    expect(() => checkWindow({ from: 2, to: 2 })).toThrowError(
      expect.objectContaining({ code: 'bad-window', kind: 'usage' }),
    );
    expect(checkWindow({ from: 1, to: 2 })).toBeUndefined();
  });
});

describe('tables of items and users', () => {
  it('may lack some of them, which are counted by their rows', () => {
    expect(unknownEntities('items', 'items.csv', 1200, 5000)).toEqual({
      code: 'unknown-items',
      message: '1,200 items of the log are not in items.csv; their features are missing.',
      count: 5000,
    });
  });

  it('have one row a key, of the type of the log', () => {
    const key = { name: 'id', file: 'items.csv', specPath: ['items', 'key'] };
    expect(doubledTableKey(key, 2, { key: '7', rows: 3 })).toMatchObject({
      code: 'duplicate-key',
      message: '2 keys stand more than once in items.csv, first `id` = 7 (3 rows): keep one row per key.',
    });
    const [ints, texts] = [
      { column: 'item', file: 'log.csv' },
      { column: 'id', file: 'items.csv' },
    ];
    expect(keyTypesDiffer('item', key, ints, texts, "'007'")).toMatchObject({
      code: 'key-types-differ',
      message:
        "`item` in log.csv holds integers, but `id` in items.csv holds texts that are none ('007'): write both files with the same type of item.",
      where: { file: 'items.csv', specPath: ['items', 'key'] },
    });
  });
});
