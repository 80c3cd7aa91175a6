/** The ways scores cannot be measured, in one place, so that every metric says the same. */
import { Failure } from '../common/failure.ts';

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

export function tooFewUsers(
  only: 'positive' | 'weighted positive' | 'negative' | 'measurable',
  users: number,
): Failure {
  return new Failure(
    'data',
    'too-few-users',
    `Only ${users} ${users === 1 ? 'user has' : 'users have'} ${only} evaluation rows, so no interval over users exists; widen the evaluation window.`,
  );
}

/**
 * @param column of the lists; undefined where a list is the rows of a user
 * @param single lists of one row, among `lists`
 */
export function oneClassLists(column: string | undefined, lists: number, single: number): Failure {
  const count = lists.toLocaleString('en-US');
  const rows =
    single === lists
      ? ' (one row each)'
      : single > 0
        ? ` (${single.toLocaleString('en-US')} of one row)`
        : '';
  const [what, advice] =
    column === undefined
      ? [
          'users have evaluation rows of',
          'widen the evaluation window, or name the column of the lists in `log.group`',
        ]
      : [
          `lists of \`${column}\` hold`,
          'name another `log.group`, or remove it so that the rows of a user are a list',
        ];
  const message = `All ${count} ${what} one class${rows}, so there is nothing to rank in them: ${advice}.`;
  return new Failure('data', 'one-class-lists', message, {
    specPath: ['log', ...(column === undefined ? [] : ['group'])],
  });
}

/** @param lists how many there are. @param mixed how many hold both classes: those of one user alone */
export function tooFewLists(column: string, lists: number, mixed: number): Failure {
  const [all, some] = [lists, mixed].map((count) => count.toLocaleString('en-US'));
  const message = `Only ${some} of the ${all} lists of \`${column}\` ${mixed === 1 ? 'holds' : 'hold'} both classes, of one user alone, so no interval over users exists: name another \`log.group\`, or widen the evaluation window.`;
  return new Failure('data', 'too-few-users', message, { specPath: ['log', 'group'] });
}

export function badWeights(bad: number): Failure {
  return new Failure(
    'data',
    'bad-weights',
    `${bad} positive rows have a weight that is negative, infinite or no number, so weighted AUC is undefined; ` +
      'correct the column of the weights.',
  );
}

export function noWeight(): Failure {
  return new Failure(
    'data',
    'no-weight',
    'All positive evaluation rows have weight 0, so weighted AUC is undefined; check the column of the weights.',
  );
}
