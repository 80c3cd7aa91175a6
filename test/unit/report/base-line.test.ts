import { expect, it } from 'vitest';
import type { BaseReport } from '../../../src/report/schema-base.ts';
import { baseFacts } from '../../../src/report/words/tables/base-line.ts';

const headRows = { fit: 31_440, validate: 7856 };
const trial = {
  options: { learningRate: 0.06 },
  stage: 1,
  epochs: 22.75,
  bestEpochs: 19.75,
  logLoss: 0.4003,
};
const search = {
  ...{ chosen: 0, epochs: 19.75, logLoss: 0.4003, edge: [], rows: { fit: 70_728, validate: 7856 } },
  ...{ trials: [trial, trial], references: { constant: 0.4171, counts: 0.4154, lr: 0.4118 }, weak: false },
};

it('says how the scores are out of sample, what was tried, and what the base is held against', () => {
  expect(baseFacts({ blocks: { by: 'time', count: 10 }, headRows, search }, 'fm')).toEqual([
    '10 blocks by time',
    'heads on 39,296 rows',
    '2 recipes tried',
    'validation log loss 0.4003 (a constant 0.4171, counts 0.4154, lr 0.4118)',
  ]);
  const alone = { ...search, trials: [trial], references: { constant: 0.4171 } };
  expect(baseFacts({ blocks: { by: 'user', count: 5 }, headRows, search: alone }, 'lr')).toEqual([
    '5 folds of users',
    'heads on 39,296 rows',
    '1 recipe tried',
    'validation log loss 0.4003 (a constant 0.4171)',
  ]);
});

it('says of which rows those of heads are a sample', () => {
  expect(baseFacts({ headRows, headRowsOf: 375_016 }, 'logged')[1]).toBe(
    'heads on 39,296 rows, a sample of 375,016',
  );
  const head = { kind: 'additive', by: 'rows', positives: 2605 } as const;
  expect(baseFacts({ headRows, headRowsOf: 375_016, head }, 'logged')[1]).toBe(
    'additive heads on 39,296 rows, a sample of 375,016 (2,605 positives are too few for trees)',
  );
});

it('says what came from the cache', () => {
  const said = (cached: object) =>
    baseFacts({ blocks: { by: 'time', count: 10 }, headRows, search, cached } as BaseReport, 'fm')[1];
  expect(said({ search: true, seeds: 3, trained: 0 })).toBe('from the cache');
  expect(said({ search: true, seeds: 2, trained: 1 })).toBe('options and 2 of 3 seeds from the cache');
  expect(said({ search: true, seeds: 0, trained: 3 })).toBe('options from the cache');
  expect(said({ search: false, seeds: 1, trained: 2 })).toBe('1 of 3 seeds from the cache');
});

it('of logged scores says that nothing was searched', () => {
  expect(baseFacts({ headRows }, 'logged')).toEqual(['logged scores', 'heads on 39,296 rows']);
  expect(baseFacts({ headRows }, 'gbdt')[0]).toBe('no base ranker');
});

it('says that heads are additive, and why where the spec did not ask for it', () => {
  const said = (head: BaseReport['head']) => baseFacts({ headRows, head }, 'logged')[1];
  expect(said({ kind: 'trees', by: 'rows', positives: 5000 })).toBe('heads on 39,296 rows');
  expect(said({ kind: 'additive', by: 'spec', positives: 5000 })).toBe('additive heads on 39,296 rows');
  expect(said({ kind: 'additive', by: 'rows', positives: 2605 })).toBe(
    'additive heads on 39,296 rows (2,605 positives are too few for trees)',
  );
  expect(said({ kind: 'additive', by: 'rows', positives: 39_000 })).toBe(
    'additive heads on 39,296 rows (296 negatives are too few for trees)',
  );
});

it('of joint training says that each arm is a ranker', () => {
  expect(baseFacts({ search }, 'fm').slice(0, 2)).toEqual(['a ranker per arm', '2 recipes tried']);
});
