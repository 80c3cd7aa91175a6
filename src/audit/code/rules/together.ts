import type { Facts } from '../flow/facts.ts';
import { leakingStatistics } from './fit-before-split.ts';
import { isStack } from './reach.ts';
import type { Conclusion, Rule } from './rule.ts';

const conclude = (facts: Facts): Conclusion[] =>
  leakingStatistics(facts)
    .filter(({ rows }) => isStack(rows!))
    .map(({ place, what, fitted, column }) => ({
      place,
      message: `${what.charAt(0).toUpperCase()}${what.slice(1)} is ${fitted ? 'fitted on' : 'computed over'} training and test rows together.`,
      ...(column !== undefined && { names: [column] }),
    }));

export const TOGETHER: Rule = {
  code: 'LIS002',
  title: 'Statistics over training and test rows together',
  severity: 'error',
  why: 'Training and test rows are stacked, and a statistic or a fitted step sees both. Test rows then shape the features that the model learns from, though on the day of use they would not be there.',
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
