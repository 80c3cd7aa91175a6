import { describe, expect, it } from 'vitest';
import { simulate } from '../../../examples/feed/impressions.ts';
import { rankerScores, SCORE_FILES } from '../../../examples/feed/scores.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { auc } from '../../../src/metrics/auc.ts';

const feed = simulate(20_000, 3);
const scores = rankerScores(feed);
const { time, click, rows } = feed.impressions;

describe('rankerScores', () => {
  it('is a function of the feed', () => {
    expect(rankerScores(simulate(20_000, 3))).toEqual(scores);
  });

  it('has a probability for every row of the last three days, and for no other', () => {
    const cut = START_MS + (DAYS - 3) * DAY_MS;
    const late = Array.from({ length: rows }, (_, row) => row).filter((row) => time[row]! >= cut);
    expect([...scores.rows]).toEqual(late);
    for (const name of SCORE_FILES) {
      expect(scores[name]).toHaveLength(late.length);
      expect(scores[name].every((p) => p > 0 && p < 1)).toBe(true);
    }
  });

  it('ranks better with the content of the items', () => {
    const label = Uint8Array.from(scores.rows, (row) => click[row]!);
    const [before, after] = SCORE_FILES.map((name) => auc(Float32Array.from(scores[name]), label));
    expect(before).toBeGreaterThan(0.5);
    expect(after! - before!).toBeGreaterThan(0.15);
  });
});
