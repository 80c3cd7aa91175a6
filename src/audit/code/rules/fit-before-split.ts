import type { Facts } from '../flow/facts.ts';
import { outerRole } from '../flow/rows.ts';
import { isStack, leakingStatistics, modelFitOf, placeOf } from './reach.ts';
import type { Conclusion, Rule } from './rule.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function conclude(facts: Facts): Conclusion[] {
  const inner = [...facts.inner].map((taint) => ({
    place: taint.place,
    message: `${capital(taint.what)} makes new rows before folds are made of them: copies of a fold's rows are trained on.`,
  }));
  const leaking = leakingStatistics(facts).filter(
    (taint) =>
      !isStack(taint.rows!) && outerRole(taint.rows!) !== 'test' && modelFitOf(facts, taint) === undefined,
  );
  return [
    ...inner,
    ...leaking.map((taint) => ({
      place: placeOf(facts, taint),
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
