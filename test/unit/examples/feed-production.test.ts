import { describe, expect, it } from 'vitest';
import { type Feed, simulate } from '../../../examples/feed/impressions.ts';
import { productionScores } from '../../../examples/feed/production.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { auc } from '../../../src/metrics/auc.ts';

const feed = simulate(40_000, 3);
const scores = productionScores(feed);
const { time, click, rows } = feed.impressions;
const day = (row: number) => Math.floor((time[row]! - START_MS) / DAY_MS);
const rowsOf = (from: number, to: number) =>
  Array.from({ length: rows }, (_, row) => row).filter((row) => day(row) >= from && day(row) < to);
const aucOf = (among: readonly number[]) =>
  auc(
    Float64Array.from(among, (row) => scores[row]!),
    Uint8Array.from(among, (row) => click[row]!),
  );

/** The feed with other clicks from the given day on. */
function otherClicksFrom(from: number): Feed {
  const other = click.map((y, row) => (day(row) < from ? y : 1 - y));
  return { ...feed, impressions: { ...feed.impressions, click: other } };
}

describe('productionScores', () => {
  it('is a function of the feed, and draws no number of the world', () => {
    const same = simulate(40_000, 3);
    const before = structuredClone(same.impressions);
    expect(productionScores(same)).toEqual(scores);
    expect(same.impressions).toEqual(before);
    expect(same.world.random.uniform()).toBe(simulate(40_000, 3).world.random.uniform());
  });

  it('has a probability for every row, the first day near what is expected of any', () => {
    expect(scores).toHaveLength(rows);
    expect(scores.every((p) => p > 0 && p < 1)).toBe(true);
    for (const row of rowsOf(0, 1)) expect(Math.abs(scores[row]! - 0.15)).toBeLessThan(0.02);
  });

  it('knows nothing of the day that it scores, nor of later ones', () => {
    const known = rowsOf(0, 8);
    const other = productionScores(otherClicksFrom(7));
    for (const row of known) expect(other[row]).toBe(scores[row]);
    expect(rowsOf(8, 9).some((row) => other[row] !== scores[row])).toBe(true);
  });

  it('learns: the evaluated days are ranked as well as by a tuned ranker, and better than the first ones', () => {
    expect(aucOf(rowsOf(DAYS - 3, DAYS))).toBeGreaterThan(0.62);
    expect(aucOf(rowsOf(DAYS - 3, DAYS))).toBeLessThan(0.7);
    expect(aucOf(rowsOf(0, 1))).toBeLessThan(0.55);
  });
});
