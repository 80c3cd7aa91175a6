/** Who is in a log: how often they say yes, and whether those who are evaluated have a past that preference data could meet. */
import type { Dataset } from '../../data/dataset.ts';
import type { Report } from '../../report/schema.ts';

export type Population = Pick<
  Report['data'],
  'positiveRate' | 'evalPositiveRate' | 'newUsers' | 'mostPositives'
>;

/** @param evaluate rows that are evaluated, ascending */
export function populationOf(
  { rows, users, user, label, timeline }: Pick<Dataset, 'rows' | 'users' | 'user' | 'label' | 'timeline'>,
  evaluate: Uint32Array,
): Population {
  const positives = new Uint32Array(users);
  for (let row = 0; row < rows; row++) positives[user[row]!]! += label[row]!;
  let evalPositives = 0;
  for (const row of evaluate) evalPositives += label[row]!;
  return {
    positiveRate: positives.reduce((sum, count) => sum + count, 0) / rows,
    evalPositiveRate: evalPositives / evaluate.length,
    // Without time nothing is earlier.
    ...(timeline !== undefined && { newUsers: newUsersOf(users, user, evaluate) }),
    mostPositives: positives.reduce((most, count) => Math.max(most, count), 0),
  };
}

/** When the first and the last of the rows were shown: of a sample of the users, whose rows need not be those of the log. @param evaluate ascending */
export function windowOf(
  { time }: Pick<NonNullable<Dataset['timeline']>, 'time'>,
  evaluate: Uint32Array,
): { from: string; to: string } {
  return { from: iso(time[evaluate[0]!]!), to: iso(time[evaluate.at(-1)!]!) };
}

const iso = (microseconds: number): string => new Date(microseconds / 1000).toISOString();

/** Users whose first row is evaluated. @param evaluate ascending, of rows in the order of their times */
function newUsersOf(users: number, user: Uint32Array, evaluate: Uint32Array) {
  const { seen, judged } = whoIsWhere(evaluate[0]!, users, user, evaluate);
  let [newRows, newUsers] = [0, 0];
  for (const row of evaluate) if (seen[user[row]!] === 0) newRows++;
  for (let u = 0; u < users; u++) if (judged[u] === 1 && seen[u] === 0) newUsers++;
  return { users: newUsers, rowShare: newRows / evaluate.length };
}

/** Users with rows that are evaluated, and with rows before `end` that are not. */
function whoIsWhere(end: number, users: number, user: Uint32Array, evaluate: Uint32Array) {
  const [seen, judged] = [new Uint8Array(users), new Uint8Array(users)];
  for (let row = 0, next = 0; row < end; row++) {
    if (row === evaluate[next]) next++;
    else seen[user[row]!] = 1;
  }
  for (const row of evaluate) judged[user[row]!] = 1;
  return { seen, judged };
}
