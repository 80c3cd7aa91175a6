import { describe, expect, it } from 'vitest';
import { labelAsOf, labelEvents, sliceOf } from '../../../src/preference/features/events.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { NONE, positives } from '../../../src/preference/features/positives.ts';
import { testDataset } from '../../support/dataset.ts';

/** Two users; the first click of user 1 is known after the third, the last one of user 2 after the log. */
const rows = [
  { user: 1, item: 1, time: 0, label: 1, delay: 25 },
  { user: 2, item: 1, time: 0, label: 0 },
  { user: 1, item: 2, time: 10, label: 1, delay: 0 },
  { user: 2, item: 2, time: 20, label: 1, delay: 3 },
  { user: 1, item: 3, time: 30, label: 0 },
  { user: 2, item: 3, time: 40, label: 1, delay: 1 },
];
const data = testDataset(rows, { slices: 3 });

describe('events', () => {
  it('come in the order in which they were known, and stay with their rows', () => {
    const { row, time } = labelEvents(data, data.timeline);
    expect([...row]).toEqual([2, 3, 0, 5]);
    expect([...time]).toEqual([10, 23, 25, 41]);
  });

  it('lie in the slice in which they were known, and in none after the log', () => {
    expect([...data.timeline.sliceStarts]).toEqual([0, 10, 30]);
    expect([0, 9.5, 10, 29, 30, 40, 41].map((time) => sliceOf(time, data.timeline))).toEqual([
      0, 0, 1, 1, 2, 2, 3,
    ]);
  });

  it('are positives from then on, of their user and for histories', () => {
    const p = positives(data, data.timeline);
    expect([...p.slice]).toEqual([1, 1, 1]);
    expect([...p.item].map((item) => data.itemNames[item])).toEqual(['2', '2', '1']);
    expect([...p.next]).toEqual([NONE, NONE, NONE]);
    const read = [...historyEnds(data, data.timeline, p)].map(
      (end, row) => end - p.userStart[data.user[row]!]!,
    );
    // User 1 at 30 knows both clicks, user 2 at 40 the one that was known at 23.
    expect(read).toEqual([0, 0, 0, 0, 2, 1]);
  });
});

describe('labels as of a moment', () => {
  it('lack what had not arrived, which a moment itself has not', () => {
    expect([...labelAsOf(data, 25)]).toEqual([0, 0, 1, 1, 0, 0]);
    expect([...labelAsOf(data, 26)]).toEqual([1, 0, 1, 1, 0, 0]);
    expect([...labelAsOf(data, 11, Uint32Array.of(0, 2))]).toEqual([0, 0, 1, 1, 0, 1]);
  });

  it('are the labels where these are known at once', () => {
    const atOnce = testDataset(rows.map(({ delay: _, ...row }) => row));
    expect(labelAsOf(atOnce, 0)).toBe(atOnce.label);
  });
});
