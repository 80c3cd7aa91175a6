/** Scores of 32 bits are sorted as keys, and rank as the same scores do where rows are sorted and looked up. */
import { expect, it } from 'vitest';
import { groupAucs } from '../../../src/metrics/gauc.ts';
import { groupRows } from '../../../src/metrics/groups.ts';
import { groupNdcgs, groupRecalls } from '../../../src/metrics/ndcg.ts';
import { bestFirst, tiedUntil } from '../../../src/metrics/ranked.ts';
import { random } from '../../support/random.ts';

const next = random(8);
const ROWS = 6000;
/** Groups of one row, of a few, and of hundreds. */
const group = Uint32Array.from({ length: ROWS }, () => Math.floor(next() ** 3 * 400));
const label = Uint8Array.from({ length: ROWS }, () => Number(next() < 0.4));
const grouped = groupRows(group, label);

it.each([
  ['of both signs', () => Math.fround(8 * next() - 4)],
  ['with many ties', () => Math.floor(5 * next()) - 2],
  ['with zeros of both signs', () => [0, -0, 1, -1][Math.floor(4 * next())]!],
  ['huge and tiny', () => Math.fround((next() - 0.5) * 10 ** Math.floor(60 * next() - 30))],
])('scores %s', (_, score) => {
  const scores = Float32Array.from({ length: ROWS }, score);
  const keys = bestFirst(grouped, scores);
  const order = bestFirst(grouped, Float64Array.from(scores));
  for (let g = 0; g < grouped.groups; g++) {
    const end = grouped.starts[g + 1]!;
    for (let from = grouped.starts[g]!; from < end; ) {
      const to = tiedUntil(order.value, from, end);
      expect(tiedUntil(keys.value, from, end)).toBe(to);
      const positives = (labels: Uint8Array) => labels.subarray(from, to).reduce((sum, y) => sum + y, 0);
      expect(positives(keys.label)).toBe(positives(order.label));
      from = to;
    }
  }
  expect(groupAucs(keys)).toEqual(groupAucs(order));
  expect(groupNdcgs(keys, 5)).toEqual(groupNdcgs(order, 5));
  expect(groupRecalls(keys, 10)).toEqual(groupRecalls(order, 10));
  expect(new Set(groupAucs(keys)).size).toBeGreaterThan(50);
});
