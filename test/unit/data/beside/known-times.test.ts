/** When a row of a source's file is known, on the clock of the log. */
import { describe, expect, it } from 'vitest';
import { endOfLog, knownAfter, slicesOf } from '../../../../src/data/beside/known-times.ts';
import { testDataset } from '../../../support/dataset.ts';

const DAY = 86_400e6;
const dates = { kind: 'date', grain: DAY } as const;
const moments = { kind: 'timestamp', grain: 0 } as const;

describe('the end of a log', () => {
  const { timeline } = testDataset([5, 7, 9].map((time, i) => ({ user: i, item: i, time, label: i % 2 })));

  it('is its last time, or the end of its last day', () => {
    expect(endOfLog({ timeline, timeReading: moments })).toBe(9);
    expect(endOfLog({ timeline, timeReading: dates })).toBe(9 + DAY - 1);
    expect(endOfLog({ timeline })).toBe(9);
  });

  it('does not exist without times', () => {
    expect(endOfLog({})).toBeUndefined();
  });
});

describe('a row of a file', () => {
  it('is known at its time, a date at the end of the day where the log knows less than days', () => {
    expect(knownAfter(moments, moments)).toBe(0);
    expect(knownAfter(moments, dates)).toBe(0);
    expect(knownAfter(dates, dates)).toBe(0);
    expect(knownAfter(dates, moments)).toBe(DAY - 1);
    expect(knownAfter(dates, undefined)).toBe(DAY - 1);
  });

  it('belongs to the slice that has begun when it is known; those before the log are counted', () => {
    const starts = Float64Array.of(10, 20, 30);
    const at = (known: number, ...times: number[]) => {
      const { slice, early } = slicesOf(Float64Array.from(times), known, starts);
      return [[...slice], early];
    };
    expect(at(0, 9, 10, 19, 20, 99)).toEqual([[0, 0, 0, 1, 2], 1]);
    expect(at(9, 1, 10, 11, 20, 21)).toEqual([[0, 0, 1, 1, 2], 1]);
  });
});
