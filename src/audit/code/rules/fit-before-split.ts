import type { Facts } from '../flow/facts.ts';
import { outerRole } from '../flow/rows.ts';
import type { Taint } from '../flow/taints.ts';
import { startOf } from '../syntax/nodes.ts';
import { isStack, leakOf, testRows } from './reach.ts';
import type { Conclusion, Rule } from './rule.ts';
import { onTest } from './training-rows.ts';

/** Statistics that know test rows and have come to rows that are trained or tested on. */
export function leakingStatistics(facts: Facts): Taint[] {
  const tests = testRows(facts);
  const fits = new Set(onTest(facts).map(({ place }) => startOf(place))); // a model's own statistics are told as its fit
  return [...facts.met].flatMap(([taint, rows]) =>
    taint.kind === 'statistic' &&
    (taint.caller === undefined || !fits.has(startOf(taint.caller))) &&
    leakOf(taint, rows, tests) !== undefined
      ? taint
      : [],
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function conclude(facts: Facts): Conclusion[] {
  const inner = [...facts.inner].map((taint) => ({
    place: taint.place,
    message: `${capital(taint.what)} makes new rows before folds are made of them: copies of a fold's rows are trained on.`,
  }));
  const leaking = leakingStatistics(facts).filter(
    ({ rows }) => !isStack(rows!) && outerRole(rows!) !== 'test',
  );
  return [
    ...inner,
    ...leaking.map((taint) => ({
      place: taint.place,
      message: taint.fitted
        ? `${capital(taint.what)} is fitted on all rows before they are split, so that it knows the test rows.`
        : `${capital(taint.what)} is computed over all rows before they are split, so that it knows the test rows.`,
      ...(taint.column !== undefined && { names: [taint.column] }),
    })),
  ];
}

export const FIT_BEFORE_SPLIT: Rule = {
  code: 'LIS001',
  title: 'Fit before the split',
  severity: 'error',
  why: 'What is fitted on all rows carries values of the test rows into training: means, scales, vocabularies, chosen features, rows made by oversampling. The score on the test rows is then better than it will be on rows that do not exist yet.',
  remedy:
    'Split first, fit on the training rows only, and apply the result to the test rows; in a cross-validation put the step into a pipeline.',
  wrong: `from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y)
`,
  right: `from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X_train, X_test, y_train, y_test = train_test_split(X, y)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
`,
  conclude,
};
