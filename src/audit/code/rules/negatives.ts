import type { Facts } from '../flow/facts.ts';
import { outerRole } from '../flow/rows.ts';
import { isConfined, testAmong, testRows } from './reach.ts';
import type { Conclusion, Rule } from './rule.ts';

function conclude(facts: Facts): Conclusion[] {
  const tests = testRows(facts);
  return [...facts.met].flatMap(([{ kind, rows: known, place }, met]) => {
    if (kind !== 'sample' || known === undefined || isConfined(known)) return [];
    const meetsTraining = [...met].some((rows) => outerRole(rows) === 'train');
    if (!meetsTraining || testAmong(tests, known) === undefined) return [];
    return [
      {
        place,
        message:
          'Negatives for training are drawn with knowledge of the interactions of the evaluation period.',
      },
    ];
  });
}

/** Draws for training that avoid what users have in these rows. */
const program = (rows: string): string => `import numpy as np

train, test = log[log['timestamp'] < cut], log[log['timestamp'] >= cut]
seen = ${rows}.groupby('user')['item'].apply(set)
negatives = []
for user, item in zip(train['user'], train['item']):
    negative = np.random.choice(items)
    while negative in seen[user]:
        negative = np.random.choice(items)
    negatives.append((user, negative, 0))
`;

export const NEGATIVES: Rule = {
  code: 'LIS004',
  title: 'Negatives drawn from the evaluation period',
  severity: 'warning',
  why: 'When negatives for training come from all interactions, or avoid what a user will do later, the test positives are those items that are never drawn: the model learns them from their absence. Items that appear only later cannot be candidates yet either.',
  remedy: 'Draw negatives for training from items and interactions of the training rows only.',
  wrong: program('log'),
  right: program('train'),
  conclude,
};
