/** Metrics of lists against their slow definitions, on any scores with many ties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gauc, groupRows, ndcg, recall, weightedAuc } from '../../../src/metrics/index.ts';
import { slowPlacements } from '../../unit/metrics/support.ts';

interface Case {
  label: Uint8Array;
  group: Uint32Array;
  scores: Float64Array;
  weight: Float64Array;
}

const small = (max: number) => fc.integer({ min: 0, max });
const row = fc.tuple(small(1), small(3), small(3), small(5));
const cases: fc.Arbitrary<Case> = fc.array(row, { minLength: 1, maxLength: 18 }).map((rows) => ({
  label: Uint8Array.from(rows, ([y]) => y),
  group: Uint32Array.from(rows, ([, group]) => group),
  scores: Float64Array.from(rows, ([, , score]) => score - 1),
  weight: Float64Array.from(rows, ([, , , weight]) => weight),
}));
const check = (property: fc.IProperty<[Case]>) => fc.assert(property, { seed: 2027, numRuns: 300 });

/** Rows of each group. */
function lists({ group }: Case): number[][] {
  const byGroup = new Map<number, number[]>();
  group.forEach((g, at) => {
    byGroup.set(g, [...(byGroup.get(g) ?? []), at]);
  });
  return [...byGroup.values()];
}

const weightedMean = (values: readonly (readonly [number, number])[]): number | null => {
  const total = values.reduce((sum, [, weight]) => sum + weight, 0);
  return total === 0 ? null : values.reduce((sum, [value, weight]) => sum + value * weight, 0) / total;
};

/** Every order of `rows` in which scores fall. */
function orders(rows: readonly number[], scores: Float64Array): number[][] {
  if (rows.length === 0) return [[]];
  const best = Math.max(...rows.map((at) => scores[at]!));
  return rows
    .filter((at) => scores[at] === best)
    .flatMap((first) =>
      orders(
        rows.filter((at) => at !== first),
        scores,
      ).map((rest) => [first, ...rest]),
    );
}

function near(found: number | null, expected: number | null): void {
  if (expected === null) expect(found).toBeNull();
  else expect(Math.abs(found! - expected)).toBeLessThan(1e-12);
}

describe('gauc', () => {
  it('averages the AUC of every pair within a group', () => {
    check(
      fc.property(cases, (drawn) => {
        const grouped = groupRows(drawn.group, drawn.label);
        const both = lists(drawn).filter((rows) => new Set(rows.map((at) => drawn.label[at])).size === 2);
        for (const weighting of ['impressions', 'positives', 'equal'] as const) {
          const expected = weightedMean(
            both.map((rows) => {
              const labels = rows.map((at) => drawn.label[at]!);
              const positives = labels.filter((y) => y === 1).length;
              const weight = { impressions: rows.length, positives, equal: 1 }[weighting];
              const list = slowPlacements(
                rows.map((at) => drawn.scores[at]!),
                labels,
              );
              return [list.auc, weight] as const;
            }),
          );
          const found = gauc(drawn.scores, grouped, weighting);
          near(found.value, expected);
          expect([found.used, found.used + found.skipped]).toEqual([both.length, lists(drawn).length]);
        }
      }),
    );
  });
});

describe('ndcg and recall', () => {
  it('are the means over all orders that the ties allow', () => {
    const few = cases.filter((drawn) => lists(drawn).every((rows) => rows.length <= 6));
    check(
      fc.property(few, (drawn) => {
        const grouped = groupRows(drawn.group, drawn.label);
        const withPositives = lists(drawn).filter((rows) => rows.some((at) => drawn.label[at] === 1));
        for (const k of [1, 3, 10]) {
          const dcg = (list: readonly number[]): number =>
            list.slice(0, k).reduce((sum, at, i) => sum + (2 ** drawn.label[at]! - 1) / Math.log2(i + 2), 0);
          const hits = (list: readonly number[]): number =>
            list.slice(0, k).filter((at) => drawn.label[at] === 1).length;
          const expectedOf = (worth: (list: readonly number[]) => number, rows: readonly number[]) => {
            const all = orders(rows, drawn.scores);
            return all.reduce((sum, list) => sum + worth(list), 0) / all.length;
          };
          const ideal = (rows: readonly number[]) =>
            dcg(rows.toSorted((a, b) => drawn.label[b]! - drawn.label[a]!));
          const positives = (rows: readonly number[]) => rows.filter((at) => drawn.label[at] === 1).length;
          near(
            ndcg(drawn.scores, grouped, k).value,
            weightedMean(withPositives.map((rows) => [expectedOf(dcg, rows) / ideal(rows), 1] as const)),
          );
          near(
            recall(drawn.scores, grouped, k).value,
            weightedMean(withPositives.map((rows) => [expectedOf(hits, rows) / positives(rows), 1] as const)),
          );
        }
      }),
    );
  });
});

describe('weighted auc', () => {
  it('is the weighted share of pairs in order', () => {
    const defined = cases.filter(
      ({ label, weight }) => label.includes(0) && label.some((y, at) => y === 1 && weight[at]! > 0),
    );
    check(
      fc.property(defined, ({ label, scores, weight }) => {
        let wins = 0;
        let total = 0;
        label.forEach((positive, p) => {
          label.forEach((negative, n) => {
            if (positive === 0 || negative === 1) return;
            total += weight[p]!;
            if (scores[p]! > scores[n]!) wins += weight[p]!;
            else if (scores[p] === scores[n]) wins += weight[p]! / 2;
          });
        });
        near(weightedAuc(scores, label, weight), wins / total);
      }),
    );
  });
});
