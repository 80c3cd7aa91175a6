import type { Facts } from '../flow/facts.ts';
import { outerRole } from '../flow/rows.ts';
import type { Taint } from '../flow/taints.ts';
import { isStack, leakingStatistics, placeOf } from './reach.ts';
import type { Conclusion, Rule } from './rule.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function conclude(facts: Facts): Conclusion[] {
  const stacks = leakingStatistics(facts).filter(({ rows }) => isStack(rows!));
  return [
    ...stacks.map((taint) => ({
      place: placeOf(facts, taint),
      message: `${capital(taint.what)} is ${taint.fitted ? 'fitted on' : 'computed over'} training and test rows together.`,
      ...(taint.column !== undefined && { names: [taint.column] }),
    })),
    ...ofTestRows(facts).map((taint) => ({
      place: placeOf(facts, taint),
      message: `${capital(taint.what)} is ${taint.fitted ? 'fitted on' : 'computed over'} the test rows, and shapes their features.`,
    })),
  ];
}

/** Statistics of the test rows themselves, in features that a model is asked about. */
function ofTestRows(facts: Facts): Taint[] {
  return [...facts.met.keys()].filter((taint) => {
    if (taint.kind !== 'statistic' || taint.rows === undefined || outerRole(taint.rows) !== 'test')
      return false;
    return taint.fitted || facts.asked.has(taint);
  });
}

export const TOGETHER: Rule = {
  code: 'LIS002',
  title: 'Statistics that include test rows',
  severity: 'error',
  why: 'Training and test rows are stacked, and a statistic or a fitted step sees both; or the test rows are given statistics of their own. Test rows then shape the features, though on the day of use they come one at a time, and were not there for training.',
  remedy: 'Compute the statistic on the training rows, and apply it to the test rows.',
  wrong: `import pandas as pd

both = pd.concat([train, test])
means = both.groupby('user')['rating'].mean()
train['user_mean'] = train['user'].map(means)
test['user_mean'] = test['user'].map(means)
`,
  right: `import pandas as pd

means = train.groupby('user')['rating'].mean()
train['user_mean'] = train['user'].map(means)
test['user_mean'] = test['user'].map(means)
`,
  conclude,
};
