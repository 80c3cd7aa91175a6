import { expect, it } from 'vitest';
import { PART } from '../../../../src/data/dataset.ts';
import { cutsOf } from '../../../../src/evaluation/rolling/cuts.ts';
import { testDataset } from '../../../support/dataset.ts';

const HOUR = 3600e6;
const DAY = 24 * HOUR;

/** A row every hour, from an hour of the first day on. */
const hourly = (rows: number, from = 0) =>
  testDataset(
    Array.from({ length: rows }, (_, row) => ({
      ...{ user: row % 7, item: row % 5, time: 100 * DAY + from + row * HOUR, label: row % 2 },
    })),
  );

it('are windows of equal length that end with the log, at midnight where they are of whole days', () => {
  const data = hourly(24 * 10 - 3); // the last day lacks three hours
  const { used, cuts } = cutsOf(data, { every: '1d', windows: 3 });
  expect(used).toHaveLength(data.rows);
  expect(cuts.map(({ from, to, before, rows }) => [from / DAY, to / DAY, before, rows])).toEqual([
    [107, 108, 168, 24],
    [108, 109, 192, 24],
    [109, 110, 216, 21],
  ]);
});

it('leave out a last day of which less than half is there', () => {
  const { cuts } = cutsOf(hourly(24 * 10 + 5), { every: '2d', windows: 2 });
  expect(cuts.map(({ from, to, rows }) => [from / DAY, to / DAY, rows])).toEqual([
    [106, 108, 48],
    [108, 110, 48],
  ]);
});

it('begin on the hour, or on the minute, where they are shorter than a day', () => {
  const { cuts } = cutsOf(hourly(100, 30 * 60e6), { every: '6h', windows: 2 });
  expect(cuts.map(({ from, rows }) => [from % HOUR, rows])).toEqual([
    [0, 6],
    [0, 6],
  ]);
  const [first] = cutsOf(hourly(100), { every: '90m', windows: 2 }).cuts;
  expect(first!.to - first!.from).toBe(1.5 * HOUR);
});

it('skip rows that are in no part, and rows of the cut itself are evaluated', () => {
  const data = hourly(49);
  const part = data.part.map((written, row) => (row % 2 === 0 ? written : PART.unused));
  const { used, cuts } = cutsOf({ ...data, part }, { every: '12h', windows: 2 });
  expect([...used]).toEqual(Array.from({ length: 25 }, (_, i) => 2 * i));
  expect(cuts.map(({ before, rows }) => [before, rows])).toEqual([
    [12, 6],
    [18, 6],
  ]);
  for (const { from, before } of cuts) expect(data.timeline.time[used[before]!]).toBe(from);
});

it('may have windows without rows', () => {
  const early = Array.from({ length: 24 }, (_, row) => row);
  const rows = [...early, 95].map((hour) => ({
    user: hour % 3,
    item: 1,
    time: hour * HOUR,
    label: hour % 2,
  }));
  const { cuts } = cutsOf(testDataset(rows), { every: '1d', windows: 3 });
  expect(cuts.map(({ rows: count }) => count)).toEqual([0, 0, 1]);
});

it('refuse to begin before the log, and say how many there is room for', () => {
  const ask = (every: string, windows: number) => () => cutsOf(hourly(24 * 10), { every, windows });
  expect(ask('1d', 12)).toThrow(
    '12 windows of `1d` begin before the log does, which spans 10.0 times `1d`: ask for at most 8 windows, or a shorter `every`.',
  );
  expect(ask('1w', 2)).toThrow(
    '2 windows of `1w` begin before the log does, which spans 1.4 times `1w`: ask for a shorter `every`.',
  );
});
