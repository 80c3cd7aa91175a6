import { expect, it } from 'vitest';
import { curveLine } from '../../../src/report/words/tables/curve-line.ts';

const point = (ranker: string, auc: number, gains: Record<string, number>) => ({
  ...{ ranker, options: {}, epochs: 2, logLoss: 0.4, auc },
  gains: Object.fromEntries(
    Object.entries(gains).map(([name, value]) => [name, { value, low: value, high: value, se: 0 }]),
  ),
});
const base = {
  headRows: { fit: 10, validate: 2 },
  curve: [
    point('lr', 0.6017, { 'co-click': 0.0379 }),
    point('fm', 0.6442, { 'co-click': 0.0191 }),
    point('fm', 0.6558, { 'co-click': 0.0177, new: 0.1 }),
  ],
};

it('tells the gain over each base, the weakest first, and which is another ranker', () => {
  expect(curveLine(base, 'co-click', 'LIS')).toBe(
    "LIS over the base's AUC: +0.0379 at 0.6017 (lr), +0.0191 at 0.6442, +0.0177 at 0.6558 (chosen); weaker bases are of one seed.",
  );
});

it('says nothing where there is one base', () => {
  expect(curveLine(base, 'new', 'LIS')).toBeUndefined();
  expect(curveLine({ headRows: base.headRows }, 'co-click', 'AIS')).toBeUndefined();
  expect(curveLine(undefined, 'co-click', 'LIS')).toBeUndefined();
});
