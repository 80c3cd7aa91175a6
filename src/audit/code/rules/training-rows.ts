import type { Evaluation, Facts } from '../flow/facts.ts';
import { outerRole, overlap, type Rows } from '../flow/rows.ts';
import type { Fit } from '../flow/values.ts';
import { isSearch, isUnsupervised } from '../library/fitting/kinds.ts';
import { startOf } from '../syntax/nodes.ts';
import { isStack, leakingStatistics, modelFitOf } from './reach.ts';
import type { Conclusion, Rule } from './rule.ts';

/** The fit that has seen rows which are scored. */
export const fitThatSaw = ({ fits, rows, place }: Evaluation): Fit | undefined =>
  fits.find((fit) => {
    // In a loop that first tests and then learns, the next turn tests on other rows.
    if (fit.isMore && startOf(fit.place) > startOf(place)) return false;
    return fit.rows !== undefined && overlap(fit.rows, rows);
  });

const isTested = (rows: Rows): boolean => outerRole(rows) === 'test' || outerRole(rows) === 'valid';

function conclude(facts: Facts): Conclusion[] {
  return [...onTest(facts), ...byStatistics(facts), ...onTraining(facts)];
}

/** Fitted on rows that are tested on. */
function onTest(facts: Facts): Conclusion[] {
  return facts.evaluations.flatMap((evaluation) => {
    const fit = fitThatSaw(evaluation);
    if (fit === undefined || isSearch(evaluation.by) || !isTested(evaluation.rows)) return [];
    const which = isTested(fit.rows!) ? 'the test rows' : 'rows that include the test rows';
    return [
      {
        place: fit.place,
        message: `\`${evaluation.by.name}\` is fitted on ${which}, and then tested on them.`,
      },
    ];
  });
}

/** A model of the file whose statistics know test rows. */
function byStatistics(facts: Facts): Conclusion[] {
  return leakingStatistics(facts).flatMap((taint) => {
    const fit = modelFitOf(facts, taint);
    if (fit === undefined || isStack(taint.rows!)) return [];
    return [{ place: fit.place, message: `\`${fit.name}\` is fitted on rows that include the test rows.` }];
  });
}

/** Scored on the rows that it was fitted on, where nothing is scored on others. */
function onTraining(facts: Facts): Conclusion[] {
  const isHeldOut = facts.evaluations.some(
    (evaluation) => evaluation.fits.length > 0 && fitThatSaw(evaluation) === undefined,
  );
  const asksOthers = [...facts.predicted].some(([{ fits }, all]) =>
    [...all].some(
      (rows) => fits.length > 0 && fits.every((fit) => fit.rows === undefined || !overlap(fit.rows, rows)),
    ),
  );
  return facts.evaluations.flatMap((evaluation) => {
    if (isTested(evaluation.rows) || fitThatSaw(evaluation) === undefined || isUnsupervised(evaluation.by))
      return [];
    const claim = evaluation.named ?? facts.claims.get(startOf(evaluation.place));
    if (claim !== 'test' && (isHeldOut || asksOthers || claim === 'train')) return [];
    return [
      {
        place: evaluation.place,
        message: `\`${evaluation.by.name}\` is scored on rows that it was fitted on${claim === 'test' ? ', and the score is called a test' : ''}.`,
      },
    ];
  });
}

export const TRAINING_ROWS: Rule = {
  code: 'LIS006',
  title: 'Evaluation on training rows',
  severity: 'error',
  why: 'A model that is scored on rows it was fitted on shows how well it remembers, not how well it predicts. The same holds when test rows were among the rows of a fit.',
  remedy: 'Fit on the training rows, and score on rows that no fit has seen.',
  wrong: `from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

model = LogisticRegression().fit(X_train, y_train)
print('test AUC', roc_auc_score(y_train, model.predict_proba(X_train)[:, 1]))
`,
  right: `from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

model = LogisticRegression().fit(X_train, y_train)
print('test AUC', roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
`,
  conclude,
};
