/** The ways scores cannot be measured, in one place, so that every metric says the same. */
import { Failure } from '../report/failure.ts';

export function nonFiniteScores(bad: number, rows: number): Failure {
  return new Failure(
    'data',
    'non-finite-scores',
    `${bad} of ${rows} scores are not finite numbers (NaN or infinite); lower the ranker's learning rate or check ` +
      'the features for extreme values.',
  );
}

export function noRows(): Failure {
  return new Failure('data', 'no-rows', 'There are no rows to score; widen the evaluation window.');
}

export function oneClass(only: 'positive' | 'negative', rows: number): Failure {
  return new Failure(
    'data',
    'one-class',
    `All ${rows} scored rows are ${only}, so AUC is undefined; check the label or widen the evaluation window.`,
  );
}

export function tooFewUsers(only: 'positive' | 'negative' | 'measurable', users: number): Failure {
  return new Failure(
    'data',
    'too-few-users',
    `Only ${users} ${users === 1 ? 'user has' : 'users have'} ${only} evaluation rows, so no interval over users exists; widen the evaluation window.`,
  );
}

export function tooManyRows(rows: number): Failure {
  return new Failure(
    'resource',
    'memory',
    `There is no memory to sort the scores of ${rows} rows; evaluate a shorter window or close other programs.`,
  );
}

export function badWeights(bad: number): Failure {
  return new Failure(
    'data',
    'bad-weights',
    `${bad} positive rows have a weight that is negative, infinite or no number, so weighted AUC is undefined; ` +
      'correct the column that `log.weight` names.',
  );
}

export function noWeight(): Failure {
  return new Failure(
    'data',
    'no-weight',
    'All positive evaluation rows have weight 0, so weighted AUC is undefined; check the column that `log.weight` names.',
  );
}
