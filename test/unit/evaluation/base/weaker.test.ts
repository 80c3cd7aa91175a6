import { describe, expect, it } from 'vitest';
import type { Searched } from '../../../../src/evaluation/base/search/searched.ts';
import { weakerRecipes } from '../../../../src/evaluation/base/weaker.ts';
import { builtInRanker } from '../../../../src/specfile/schema-ranker.ts';

/** A search whose trials have these log losses, the first of them chosen; a constant has 0.6. */
function searched(losses: readonly (number | null)[], lr?: number): Searched {
  const trials = losses.map((logLoss, i) => ({
    ...{ options: { learningRate: (i + 1) / 100 }, stage: 1, epochs: i + 2, bestEpochs: i + 1, logLoss },
  }));
  return {
    recipe: { options: builtInRanker('fm'), epochs: 1 },
    ...(lr !== undefined && { lr: { options: builtInRanker('lr'), epochs: 5 } }),
    search: {
      ...{ trials, chosen: 0, epochs: 1, logLoss: losses[0]!, edge: [], rows: { fit: 9, validate: 9 } },
      ...{ weak: false, references: { constant: 0.6, ...(lr !== undefined && { lr }) } },
    },
  };
}
const shown = (search: Searched) =>
  weakerRecipes(search).map(({ recipe: { options, epochs }, logLoss }) => [
    options.kind,
    options.learningRate,
    epochs,
    logLoss,
  ]);

describe('bases weaker than the chosen one', () => {
  it('are logistic regression, and the recipe of the better half that is nearest to the middle', () => {
    const search = searched([0.4, 0.41, 0.47, 0.46, 0.52, 0.53, 0.55, null], 0.5);
    expect(shown(search)).toEqual([
      ['lr', 0.01, 5, 0.5],
      ['fm', 0.04, 4, 0.46],
    ]);
  });

  it('leave out what is as good as another one', () => {
    expect(shown(searched([0.4, 0.401, 0.402, 0.5], 0.41))).toEqual([]);
    expect(shown(searched([0.4, 0.45, 0.46, 0.5], 0.455))).toEqual([['fm', 0.02, 2, 0.45]]);
  });

  it('are none where the chosen one is no better than a constant', () => {
    expect(shown(searched([0.61, 0.62, 0.63, 0.64], 0.65))).toEqual([]);
  });

  it('do without logistic regression where that is the base, or knows nothing', () => {
    expect(shown(searched([0.4, 0.49, 0.55, 0.56]))).toEqual([['fm', 0.02, 2, 0.49]]);
    expect(shown(searched([0.4, 0.49, 0.55, 0.56], 0.61))).toEqual([['fm', 0.02, 2, 0.49]]);
  });
});
