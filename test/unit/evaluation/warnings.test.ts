import { describe, expect, it } from 'vitest';
import type { Arm } from '../../../src/evaluation/arms/arms.ts';
import { headsAtLimit, stopsDiffer } from '../../../src/evaluation/judge/warnings.ts';
import type { ScoredArm } from '../../../src/metrics/scored-arm.ts';
import type { ArmResult, RankResult } from '../../../src/ranker/ranker.ts';

const result = (arm: string, seed: number, epochs: number): RankResult => ({
  arm,
  seed,
  scores: new Float32Array(),
  stop: { epochs, validationAuc: [] },
  rowsTrained: 0,
  seconds: 0,
});

/** Epochs of each arm, seed by seed. */
function warned(epochs: Record<string, number[]>, gain = 0.01, key = 'ranker'): string[] {
  const arms = Object.keys(epochs).map((id): Arm => ({ id, arm: id === 'base' ? 'base' : 'leaked' }));
  const results = Object.entries(epochs).flatMap(([arm, ofSeeds]) =>
    ofSeeds.map((count, seed) => result(arm, seed, count)),
  );
  const auc = ({ id }: Arm): number => (id === 'base' ? 0.6 : 0.6 + gain);
  const scored = new Map(arms.map((arm) => [arm.id, { auc: auc(arm) } as ScoredArm]));
  return stopsDiffer({ arms, results, scored, key }).map(({ message }) => message);
}

describe('arms that train for another length', () => {
  it('are warned of, by their mean over seeds, shorter and longer than the base', () => {
    expect(warned({ base: [6, 6], 'leaked:a': [1, 2], 'leaked:b': [1, 3] })).toEqual([
      'The arm leaked:a trained for 1.50 epochs and the base for 6.00: their difference may be one of the stop, not of the data. Compare with ranker.commonStop: true, or lower ranker.learningRate.',
    ]);
    expect(warned({ base: [1], 'leaked:a': [4] })).toHaveLength(1);
    expect(warned({ base: [1], 'leaked:a': [4] }, 0.01, 'rankers[1]')[0]).toMatch(
      /Compare with rankers\[1\]\.commonStop: true, or lower rankers\[1\]\.learningRate\.$/,
    );
  });

  it('are fine within the grain of early stopping, and where an arm has a little more to learn', () => {
    expect(warned({ base: [0.25], 'leaked:a': [1], 'leaked:b': [1.2] })).toEqual([]);
    expect(warned({ base: [1.25], 'leaked:a': [2.25], 'leaked:b': [4.75] })).toEqual([]);
  });

  it('are fine where the gain is larger than a stop could make it', () => {
    expect(warned({ base: [1], 'leaked:a': [6] }, 0.051)).toEqual([]);
    expect(warned({ base: [1], 'leaked:a': [6] }, -0.049)).toHaveLength(1);
  });

  it('do not count where they only serve a diagnostic', () => {
    const drop: Arm = { id: 'drop:a:f', arm: 'leaked', drop: { feature: 'f', field: 'phi:1' } };
    const arms = [{ id: 'base', arm: 'base' } as const, drop];
    const results = [result('base', 1, 1), result(drop.id, 1, 9)];
    expect(stopsDiffer({ arms, results, scored: new Map(), key: 'ranker' })).toEqual([]);
  });
});

describe('heads that have all trees there are', () => {
  const said = (trees: Record<string, number[]>, auc = 0.7) => {
    const arms = Object.keys(trees).map((id): Arm => ({ id, arm: id === 'base' ? 'base' : 'leaked' }));
    const results = Object.entries(trees).flatMap(([arm, ofSeeds]) =>
      ofSeeds.map((count, seed): ArmResult => {
        return { arm, seed, scores: new Float32Array(), trees: count, rowsTrained: 0, seconds: 0 };
      }),
    );
    const scored = new Map(arms.map(({ id }) => [id, { auc } as ScoredArm]));
    const base = { headRows: { fit: 800, validate: 200 } };
    return headsAtLimit({ arms, results, scored, base }).map(({ message, count }) => [message, count]);
  };

  it('are told with the number of seeds', () => {
    expect(said({ base: [12, 299], 'leaked:a': [300, 41, 300] })).toEqual([
      [
        'The head of the arm leaked:a has all 300 trees that a head can have, in 2 of 3 seeds: with more, its AUC might be higher.',
        2,
      ],
    ]);
  });

  it('are not where they hold the label', () => {
    expect(said({ base: [12], 'leaked-total:a': [300] }, 0.9995)).toEqual([]);
  });
});
