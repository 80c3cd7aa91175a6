import { describe, expect, it } from 'vitest';
import { rankerKey } from '../../../../../src/evaluation/arms/rankers.ts';
import { searchWarnings, stoppedAtLimit } from '../../../../../src/evaluation/base/search/search-warnings.ts';
import type { Searched } from '../../../../../src/evaluation/base/search/searched.ts';
import { givenOptions } from '../../../../../src/specfile/given-options.ts';
import { parseSpec } from '../../../../../src/specfile/reading/parse.ts';
import { builtInRanker } from '../../../../../src/specfile/schema-ranker.ts';

type Search = Searched['search'];

function said(changes: Partial<Search>, key = 'ranker'): string[] {
  const trial = { options: { learningRate: 0.25 }, stage: 1, epochs: 30, bestEpochs: 8, logLoss: 0.4 };
  const search: Search = {
    ...{ trials: [trial], chosen: 0, epochs: 8, logLoss: 0.4, edge: [], weak: false },
    ...{ rows: { fit: 9, validate: 9 }, references: { constant: 0.6, lr: 0.5 }, ...changes },
  };
  const options = { ...builtInRanker('fm'), learningRate: 0.25 };
  const warnings = searchWarnings({ recipe: { options, epochs: search.epochs }, search }, key);
  return warnings.map(({ code, message }) => `${code}: ${message}`);
}

describe('what is said of a search', () => {
  it('is nothing where the base is strong, and its options are well within the space', () => {
    expect(said({})).toEqual([]);
  });

  it('is each option at an edge, by the key that takes another value', () => {
    expect(said({ edge: ['learningRate'] }, 'rankers[1]')).toEqual([
      'search-edge: The search of the base chose learningRate 0.25, at an edge of what it tries: give `rankers[1].learningRate` a value beyond it, and compare.',
    ]);
  });

  it('is a weak base, with the strongest reference and what helps', () => {
    const references = { constant: 0.6, counts: 0.42, lr: 0.41 };
    expect(said({ weak: true, references })).toEqual([
      'weak-base: The `fm` base has a validation log loss of 0.4000, and `lr` 0.4100: a gain over so weak a base overstates what a stronger one would gain. Add features.',
    ]);
    expect(said({ weak: true, references, unpinned: 0.38 }, 'rankers[0]')[0]).toMatch(
      /Leave out the options that the spec gives to `rankers\[0\]`: a search of all of them reaches 0\.3800\.$/,
    );
    expect(said({ weak: true, references, unpinned: 0.399 })[0]).toMatch(/Add features\.$/);
  });
});

describe('the length of the chosen trial', () => {
  const limit = (changes: Partial<Search['trials'][number]>) => {
    const trial = { options: {}, stage: 1, epochs: 30, bestEpochs: 30, logLoss: 0.4, ...changes };
    const search: Search = {
      ...{ trials: [trial], chosen: 0, epochs: 30, logLoss: 0.4, edge: [], weak: false },
      ...{ rows: { fit: 9, validate: 9 }, references: { constant: 0.6 } },
    };
    const recipe = { options: builtInRanker('fm'), epochs: 30 };
    return stoppedAtLimit({ recipe, search }, 'rankers[1]').map(({ message }) => message);
  };

  it('is said where it was best at the end of the longest', () => {
    expect(limit({})).toEqual([
      'The base was still improving after 30 epochs, the most that its search tries: raise `rankers[1].epochs`.',
    ]);
  });

  it('is not where it was best before, was left behind in the middle, or has ended by itself', () => {
    expect(limit({ bestEpochs: 29.75 })).toEqual([]);
    expect(limit({ dropped: 2 })).toEqual([]);
    expect(limit({ ended: 'diverged' })).toEqual([]);
  });
});

it.each([
  ['', 0, 'ranker'],
  ['ranker: {kind: fm, l2: 1}', 0, 'ranker'],
  ['rankers: [fm, {kind: deepfm, l2: 1}]', 0, 'rankers[0]'],
  ['rankers: [fm, {kind: deepfm, l2: 1}]', 1, 'rankers[1]'],
  // A kind that is named alone has the options of `ranker`.
  ['ranker: {kind: deepfm, l2: 1}\nrankers: [fm, deepfm]', 1, 'ranker'],
])('the key of %j, ranker %i, is found', (lines, index, key) => {
  const text = `version: 1\nlog: {path: a.csv, user: u, item: i, label: y, time: t}\n${lines}\n`;
  const { spec, value } = parseSpec(text);
  expect(rankerKey(spec!, index, givenOptions(value, index))).toBe(key);
});
