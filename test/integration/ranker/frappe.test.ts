import { describe, expect, it } from 'vitest';
import { auc } from '../../../src/metrics/index.ts';
import { type RankTask, runTask } from '../../../src/ranker/index.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';
import { frappeMissing, frappeTask } from './frappe.ts';

/** Rankers as a spec says them. The published protocol keeps the model of the best validation check. */
const CASES = [
  // Published test AUC: LR 0.9356, FM 0.9671, DeepFM 0.9842.
  { ranker: { kind: 'lr', learningRate: 0.1, epochs: 10, refit: false }, bar: 0.935 },
  { ranker: { kind: 'fm', learningRate: 0.1, initialScale: 0.1, epochs: 10, refit: false }, bar: 0.967 },
  {
    ranker: {
      kind: 'deepfm',
      learningRate: 0.2,
      towerRate: 0.0005,
      dropout: 0.2,
      epochs: 8,
      patience: 8,
      refit: false,
    },
    bar: 0.982,
  },
];

const log = { path: 'frappe.parquet', user: 'user', item: 'item', label: 'label' };

describe('Frappe, the BARS split', () => {
  for (const { ranker, bar } of CASES) {
    it(`${ranker.kind} reaches a test AUC of ${bar}`, async ({ skip }) => {
      if (frappeMissing !== undefined) {
        if (process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(frappeMissing);
        skip(frappeMissing);
      }
      const options = SpecSchema.parse({ version: 1, log, ranker }).ranker as RankTask['options'];
      const task: RankTask = { ...(await frappeTask()), arm: 'base', options, seed: 1 };
      const { scores, stop, seconds } = runTask(task, {
        auc,
        isCancelled: () => false,
        onFraction: () => {},
      });
      const found = auc(
        scores,
        Uint8Array.from(task.parts.evaluate, (row) => task.label[row]!),
      );
      console.log(
        `${ranker.kind}: test AUC ${found.toFixed(4)}, best validation AUC ` +
          `${Math.max(...stop.validationAuc).toFixed(4)} after ${stop.epochs} epochs, ${seconds.toFixed(1)} s`,
      );
      expect(found).toBeGreaterThanOrEqual(bar);
    }, 180_000);
  }
});
