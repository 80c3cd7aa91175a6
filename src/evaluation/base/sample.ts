/** Which rows a search of options trains on and is judged by: it need not see all rows of a large log. */
import { randomBits } from '../../common/random.ts';
import type { RowParts } from '../../ranker/ranker.ts';

export type SearchRows = Pick<RowParts, 'fit' | 'validate'>;

/** Rows that a search trains on, at most. */
export const MOST_ROWS = 250_000;
/** Of rows that are only scored, a fifth as many tell recipes apart. */
export const JUDGED = 1 / 5;

/**
 * The rows that a search trains on, and those that judge it. Of a large log these are all rows of some users: how long a ranker is
 * best trained, and how strongly held back, depends on how many rows a user has, which a sample of rows would change.
 * @param user of each row of the dataset
 * @param most rows to train on; a fifth as many judge
 * @returns row numbers, ascending
 */
export function searchRows(
  { fit, validate }: SearchRows,
  user: Uint32Array,
  seed: number,
  most = MOST_ROWS,
): SearchRows {
  const judges = Math.ceil(most * JUDGED);
  if (fit.length <= most) return { fit, validate: sampleRows(validate, judges, seed) };
  const isDrawn = drawUsers(fit, user, most, seed);
  const drawn = fit.filter((row) => isDrawn(user[row]!));
  // Users of so many rows that not one of them has room.
  if (drawn.length === 0) {
    return { fit: sampleRows(fit, most, seed), validate: sampleRows(validate, judges, seed) };
  }
  const judged = validate.filter((row) => isDrawn(user[row]!));
  return { fit: shared(drawn), validate: sampleRows(shared(judged), judges, seed) };
}

/** Users in the order of random keys, as long as their rows have room. Of those without rows, the same share is drawn. */
function drawUsers(
  fit: Uint32Array,
  user: Uint32Array,
  most: number,
  seed: number,
): (user: number) => boolean {
  const users = user.reduce((highest, code) => Math.max(highest, code), 0) + 1;
  const rows = new Uint32Array(users);
  for (const row of fit) rows[user[row]!]!++;
  const bits = randomBits(seed);
  const keys = Uint32Array.from({ length: users }, bits);
  const present = Uint32Array.from(rows.keys()).filter((code) => rows[code]! > 0);
  present.sort((a, b) => keys[a]! - keys[b]! || a - b);
  const drawn = new Uint8Array(users);
  let room = most;
  for (const code of present) {
    if (rows[code]! > room) continue;
    room -= rows[code]!;
    drawn[code] = 1;
    if (room === 0) break;
  }
  const share = (most - room) / fit.length;
  for (let code = 0; code < users; code++) {
    if (rows[code] === 0) drawn[code] = Number(keys[code]! < share * 2 ** 32);
  }
  return (code) => drawn[code] === 1;
}

/**
 * Exactly min(`most`, rows) of `rows`, each equally likely, in their order (selection sampling: Knuth, TAOCP 2, 3.4.2 S), on
 * shared memory.
 */
export function sampleRows(rows: Uint32Array, most: number, seed: number): Uint32Array {
  if (rows.length <= most) return rows;
  const sample = new Uint32Array(new SharedArrayBuffer(4 * most));
  const bits = randomBits(seed);
  for (let i = 0, taken = 0; taken < most; i++) {
    if (bits() * 2 ** -32 * (rows.length - i) < most - taken) sample[taken++] = rows[i]!;
  }
  return sample;
}

/** On shared memory: rows go to worker threads by name, not by copy. */
export function shared(rows: Uint32Array): Uint32Array {
  const copy = new Uint32Array(new SharedArrayBuffer(rows.byteLength));
  copy.set(rows);
  return copy;
}
