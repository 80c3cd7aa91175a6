/**
 * Metrics of lists, by hand and against others. The golden rows: x ← (1664525·x + 1013904223) mod 2³² from x = 31, a draw
 * below k is ⌊x / 2¹⁶⌋ mod k; 120 rows draw label (draw(10) < 4), group draw(7)·draw(7), score draw(15) + 3·label, weight
 * draw(30). NDCG is scikit-learn's `ndcg_score` of each group with a positive (1 for a group of one row, which it
 * refuses), averaged; GAUC the `roc_auc_score` of each group of both classes, averaged with `numpy.average`; weighted AUC
 * `roc_auc_score` with `sample_weight` (weight on positives, 1 on negatives). Recall: exact fractions, for each positive
 * min(max(k − above, 0), tied)/tied.
 */
import { describe, expect, it } from 'vitest';
import {
  gauc,
  groupRows,
  meanRanking,
  ndcg,
  rankingMetrics,
  recall,
  relaImpr,
} from '../../../src/metrics/index.ts';
import { RankingMetricsSchema } from '../../../src/report/schema-parts.ts';

const ROWS = 120;
const label = new Uint8Array(ROWS);
const group = new Uint32Array(ROWS);
const scores = new Float32Array(ROWS);
const weight = new Float64Array(ROWS);
let x = 31;
const draw = (k: number): number => {
  x = (Math.imul(1664525, x) + 1013904223) >>> 0;
  return (x >>> 16) % k;
};
for (let row = 0; row < ROWS; row++) {
  label[row] = Number(draw(10) < 4);
  group[row] = draw(7) * draw(7);
  scores[row] = draw(15) + 3 * label[row]!;
  weight[row] = draw(30);
}

describe('ranking metrics of the golden rows', () => {
  const found = rankingMetrics(scores, label, group, weight);

  it('are those of scikit-learn', () => {
    expect(RankingMetricsSchema.parse(found)).toEqual({
      gauc: {
        impressions: expect.closeTo(0.6460062618319499, 14),
        positives: expect.closeTo(0.5920081210778885, 14),
        equal: expect.closeTo(0.6211529982363315, 14),
      },
      groups: { used: 15, skipped: 4 },
      weightedAuc: expect.closeTo(0.7399995997838833, 14),
      ndcg: { 5: expect.closeTo(0.7464339306347385, 14), 10: expect.closeTo(0.783233915786019, 14) },
      recall: { 5: expect.closeTo(0.85, 14), 10: expect.closeTo(0.9611111111111111, 14) },
    });
  });

  it('skip and count the groups without positives', () => {
    const grouped = groupRows(group, label);
    const { used, skipped } = ndcg(scores, grouped, 5);
    expect([used, skipped]).toEqual([15, 4]);
    expect(recall(scores, grouped, 5)).toMatchObject({ used: 15, skipped: 4 });
  });

  it('do not depend on the order of the rows or the names of the groups', () => {
    const turned = rankingMetrics(
      scores.toReversed(),
      label.toReversed(),
      group.toReversed().map((code) => 500 - 7 * code),
      weight.toReversed(),
    );
    expect(turned.gauc!.impressions).toBeCloseTo(found.gauc!.impressions, 14);
    expect(turned.ndcg!['10']).toBeCloseTo(found.ndcg!['10']!, 14);
    expect(turned.recall!['5']).toBeCloseTo(found.recall!['5']!, 14);
    expect(turned.weightedAuc).toBeCloseTo(found.weightedAuc!, 14);
  });

  it('read the order of the scores alone', () => {
    const curved = Float64Array.from(scores, (score) => Math.exp(score / 3) - 5);
    expect(rankingMetrics(curved, label, group, weight)).toEqual(found);
  });
});

describe('gauc', () => {
  // Group 4: + 3, − 2, − 1, − 3 → wins 2 and a tie: 2.5/3. Group 9: + 1, + 0, − 1 → ½ and 0: ¼. Group 2: one class.
  const grouped = groupRows(Uint32Array.of(4, 9, 4, 2, 9, 4, 9, 4), Uint8Array.of(1, 1, 0, 0, 1, 0, 0, 0));
  const some = Float32Array.of(3, 1, 2, 7, 0, 1, 1, 3);

  it('weighs the groups of both classes by rows, by positives, or equally', () => {
    // (4 · 5/6 + 3 · 1/4)/7, (1 · 5/6 + 2 · 1/4)/3, (5/6 + 1/4)/2
    expect(gauc(some, grouped, 'impressions').value).toBeCloseTo((4 * (5 / 6) + 3 / 4) / 7, 15);
    expect(gauc(some, grouped, 'positives').value).toBeCloseTo((5 / 6 + 1 / 2) / 3, 15);
    expect(gauc(some, grouped, 'equal')).toEqual({
      value: expect.closeTo(13 / 24, 15),
      used: 2,
      skipped: 1,
    });
  });

  it('has no value where every group is of one class', () => {
    const lone = groupRows(Uint32Array.of(1, 2), Uint8Array.of(1, 0));
    expect(gauc(Float32Array.of(1, 2), lone, 'equal')).toEqual({ value: null, used: 0, skipped: 2 });
  });
});

describe('ndcg and recall', () => {
  const oneGroup = (labels: number[]) => groupRows(new Uint32Array(labels.length), Uint8Array.from(labels));

  // Positives at positions 0 and 2 of 3: (1 + 1/2)/(1 + 1/log₂3).
  it('discount by log₂(i + 2), against the best order', () => {
    const grouped = oneGroup([1, 0, 1]);
    const best = 1 + 1 / Math.log2(3);
    expect(ndcg(Float32Array.of(9, 8, 7), grouped, 3).value).toBeCloseTo(1.5 / best, 15);
    expect(ndcg(Float32Array.of(9, 8, 7), grouped, 2).value).toBeCloseTo(1 / best, 15);
    expect(ndcg(Float32Array.of(9, 8, 7), grouped, 1).value).toBe(1);
    expect(recall(Float32Array.of(9, 8, 7), grouped, 2).value).toBe(0.5);
    expect(recall(Float32Array.of(9, 8, 7), grouped, 3).value).toBe(1);
  });

  // Below the first row four tie on positions 1 to 4, one of them positive. Cut after 3, it is at 1 or 2 half the time.
  it('take the mean over all orders of a tie', () => {
    const grouped = oneGroup([0, 0, 1, 0, 0]);
    const tied = Float32Array.of(5, 2, 2, 2, 2);
    expect(recall(tied, grouped, 3).value).toBe(0.5);
    expect(ndcg(tied, grouped, 3).value).toBeCloseTo((1 / Math.log2(3) + 1 / 2) / 4, 15);
  });

  it('ask for no more positives than fit', () => {
    // Three positives, cut after 2: the best DCG holds two of them, so that a perfect list scores 1.
    const grouped = oneGroup([1, 1, 1, 0]);
    expect(ndcg(Float32Array.of(4, 3, 2, 1), grouped, 2).value).toBe(1);
    expect(recall(Float32Array.of(4, 3, 2, 1), grouped, 2).value).toBeCloseTo(2 / 3, 15);
  });

  it('have no value without positives, and refuse a cut that is no number of rows', () => {
    expect(ndcg(Float32Array.of(1, 2), oneGroup([0, 0]), 5)).toEqual({ value: null, used: 0, skipped: 1 });
    for (const k of [0, 1.5, Number.NaN]) {
      expect(() => ndcg(Float32Array.of(1), oneGroup([1]), k)).toThrow('whole number of rows');
      expect(() => recall(Float32Array.of(1), oneGroup([1]), k)).toThrow('whole number of rows');
    }
  });
});

describe('rankingMetrics', () => {
  it('leave out what is undefined', () => {
    expect(rankingMetrics(scores, label)).toEqual({});
    expect(Object.keys(rankingMetrics(scores, label, undefined, weight))).toEqual(['weightedAuc']);
    // Every row its own group: each holds one class, but those with a positive have a list.
    const lone = Uint32Array.from(label.keys());
    expect(rankingMetrics(scores, label, lone)).toEqual({
      groups: { used: 0, skipped: ROWS },
      ndcg: { 5: 1, 10: 1 },
      recall: { 5: 1, 10: 1 },
    });
    expect(rankingMetrics(scores, new Uint8Array(ROWS), group)).toEqual({
      groups: { used: 0, skipped: new Set(group).size },
    });
  });

  it('refuse scores that are not finite, and arrays that do not fit', () => {
    expect(() =>
      rankingMetrics(Float32Array.of(1, Number.NaN), Uint8Array.of(1, 0), new Uint32Array(2)),
    ).toThrow('1 of 2 scores are not finite');
    expect(() => rankingMetrics(new Float32Array(0), new Uint8Array(0), new Uint32Array(0))).toThrow(
      'no rows',
    );
    expect(() => rankingMetrics(scores, label, new Uint32Array(3))).toThrow('120 labels but 3 groups');
    expect(() => rankingMetrics(new Float32Array(3), label, group)).toThrow('3 scores but 120 labels');
  });

  it('can be stopped', () => {
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => rankingMetrics(scores, label, group, undefined, stop)).toThrow('stopped');
  });
});

describe('meanRanking', () => {
  it('averages every number over the seeds', () => {
    const other = rankingMetrics(scores.toReversed(), label, group, weight);
    const first = rankingMetrics(scores, label, group, weight);
    const mean = meanRanking([first, other]);
    expect(RankingMetricsSchema.parse(mean).groups).toEqual(first.groups);
    for (const weighting of ['impressions', 'positives', 'equal'] as const) {
      expect(mean.gauc![weighting]).toBeCloseTo((first.gauc![weighting] + other.gauc![weighting]) / 2, 15);
    }
    expect(mean.weightedAuc).toBeCloseTo((first.weightedAuc! + other.weightedAuc!) / 2, 15);
    expect(mean.ndcg!['5']).toBeCloseTo((first.ndcg!['5']! + other.ndcg!['5']!) / 2, 15);
    expect(mean.recall!['10']).toBeCloseTo((first.recall!['10']! + other.recall!['10']!) / 2, 15);
  });

  it('keeps what is undefined undefined', () => {
    expect(meanRanking([{}, {}])).toEqual({});
    expect(() => meanRanking([])).toThrow('no seed');
  });
});

describe('relaImpr', () => {
  it('compares distances from chance', () => {
    // 0.3/0.25 − 1
    expect(relaImpr(0.8, 0.75)).toBeCloseTo(0.2, 14);
    expect(relaImpr(0.75, 0.75)).toBe(0);
    expect(relaImpr(0.4, 0.75)).toBeCloseTo(-1.4, 14);
  });

  it('is undefined where the base is not above chance', () => {
    expect(relaImpr(0.8, 0.5)).toBeNull();
    expect(relaImpr(0.8, 0.45)).toBeNull();
  });
});
