import type { Facts } from '../flow/facts.ts';
import { outerRole, type Rows } from '../flow/rows.ts';
import { isSearch } from '../library/fitting/kinds.ts';
import { testAmong, testRows } from './reach.ts';
import type { Conclusion, Rule } from './rule.ts';
import { fitThatSaw } from './training-rows.ts';

/** Test rows, rather than the folds of a cross-validation. */
function isTestSet(rows: Rows): boolean {
  if (outerRole(rows) !== 'test') return false;
  for (
    let at: Rows | undefined = rows;
    at !== undefined;
    at = at.bases.length === 1 ? at.bases[0] : undefined
  ) {
    if (at.role !== undefined && at.role !== 'test') return false;
    if (at.split?.kind === 'folds') return false;
  }
  return true;
}

function conclude(facts: Facts): Conclusion[] {
  return [...selected(facts), ...searched(facts), ...chosen(facts)];
}

const selected = ({ selections }: Facts): Conclusion[] =>
  selections
    .filter(({ rows }) => isTestSet(rows))
    .map(({ place, how }) => ({
      place,
      message: `Something is chosen by its score on the test rows: ${how}.`,
    }));

/** A search over rows that include those it is tested on. */
function searched(facts: Facts): Conclusion[] {
  return facts.evaluations.flatMap((evaluation) => {
    const fit = fitThatSaw(evaluation);
    if (fit === undefined || !isSearch(evaluation.by) || outerRole(evaluation.rows) !== 'test') return [];
    return [
      { place: fit.place, message: `\`${evaluation.by.name}\` searches on rows that include the test rows.` },
    ];
  });
}

/** Options that a search found with the test rows among its rows. */
function chosen(facts: Facts): Conclusion[] {
  const tests = testRows(facts);
  return [...facts.met].flatMap(([{ kind, rows, place, what }, met]) => {
    if (kind !== 'choice' || rows === undefined || outerRole(rows) === 'train') return [];
    const isUsed = [...met].some((at) => outerRole(at) === 'test' || outerRole(at) === 'train');
    if (!isUsed || testAmong(tests, rows) === undefined) return [];
    return [{ place, message: `${what} searches on rows that include the test rows.` }];
  });
}

export const SELECTION: Rule = {
  code: 'LIS007',
  title: 'Choosing on the test rows',
  severity: 'error',
  why: 'When the test rows decide how long a model trains, which options it has or which model is kept, the best of many scores on them is reported. It is the best partly by luck, and no rows are left that could tell.',
  remedy:
    'Choose on validation rows or by cross-validation of the training rows, and use the test rows once, at the end.',
  wrong: `from sklearn.linear_model import Ridge

best = float('-inf')
for alpha in (0.1, 1, 10):
    score = Ridge(alpha=alpha).fit(X_train, y_train).score(X_test, y_test)
    if score > best:
        best = score
print(best)
`,
  right: `from sklearn.linear_model import Ridge

best = float('-inf')
for alpha in (0.1, 1, 10):
    score = Ridge(alpha=alpha).fit(X_train, y_train).score(X_valid, y_valid)
    if score > best:
        best, best_alpha = score, alpha
print(Ridge(alpha=best_alpha).fit(X_train, y_train).score(X_test, y_test))
`,
  conclude,
};
