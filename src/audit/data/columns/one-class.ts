/**
 * Values that stand beside one label only, in more rows than any feature known before the outcome could: what a column
 * holds that is written with the outcome, such as a dwell time, however few rows have it.
 */
import { count } from '../../../common/format.ts';
import type { Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import type { ColumnFacts } from './facts.ts';

/** Chance below which a run of one class is not luck. */
const LUCK = 1e-6;
/** Users, and items, among which the rows must lie: else they are the taste of a few. */
const SPREAD = 20;

/**
 * Rows of one class in a row that no honest feature reaches. The best honest values of a log, which are the top of a sorted column, are
 * granted a share of positives of `1 − (1 − rate) / 10`, and 0.8 at least; to have a value at all, which is not the best of many choices, half of
 * the way to 1. That many rows in a row then have a chance of `LUCK`.
 * @param rate share of the class in the log
 */
export function pureRows(rate: number, sought: boolean): number {
  const honest = sought ? Math.max(0.8, 1 - (1 - rate) / 10) : Math.max(0.5, 1 - (1 - rate) / 2);
  return Math.ceil(Math.log(LUCK) / Math.log(honest));
}

export function oneClassValues(facts: readonly ColumnFacts[], subject: AuditSubject): Found[] {
  const { data } = subject;
  let positives = 0;
  for (let row = 0; row < data.rows; row++) positives += data.label[row]!;
  const rate = positives / data.rows;
  return facts.flatMap((column): Found[] => {
    if (column.attributeOf !== undefined) return [];
    const pure =
      column.column.type === 'numeric'
        ? pureTail(column.column.values, subject)
        : pureCodes(column.column, subject);
    const needed = pureRows(rate, pure.sought);
    if (pure.rows < needed) return [];
    if (Math.min(pure.users, pure.items) < SPREAD) return [];
    const share = pure.rows / positives;
    return [
      {
        code: 'one-class-values',
        severity: 'error',
        about: 'column',
        target: column.name,
        message: `\`${column.name}\` ${pure.where} in ${count(pure.rows)} rows of ${count(pure.users)} users, and all of them have label 1.`,
        evidence: [
          { name: 'rows', value: pure.rows },
          { name: 'share of all positives', value: share },
          { name: 'rows that could be luck', value: needed },
          { name: 'users', value: pure.users },
          { name: 'items', value: pure.items },
        ],
        why: 'No feature that is known before the outcome is right in so many rows without one mistake: the value is written with the outcome, or after it.',
        remedy: `Take \`${column.name}\` out of the features, or log it as it was before the outcome.`,
        specPath: column.specPath,
      },
    ];
  });
}

interface Pure {
  rows: number;
  users: number;
  items: number;
  /** Which values, as the middle of a sentence. */
  where: string;
  /** They are the best of many; false where they are all values that there are. */
  sought: boolean;
}

/** The rows above the highest value of any negative, below the lowest, or with a value where negatives have none; the most of these. */
function pureTail(values: Float64Array | Float32Array, { data }: AuditSubject): Pure {
  let [low, high, present] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let row = 0; row < data.rows; row++) {
    const value = values[row]!;
    if (data.label[row] === 1 || Number.isNaN(value)) continue;
    present++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (present === 0)
    return { ...spread((row) => !Number.isNaN(values[row]!), data, 'has a value'), sought: false };
  const above = spread((row) => values[row]! > high, data, `is above ${high}`);
  const below = spread((row) => values[row]! < low, data, `is below ${low}`);
  return above.rows >= below.rows ? above : below;
}

/** All values that no negative has. */
function pureCodes(
  {
    codes,
    cardinality,
    names,
  }: { codes: Uint32Array; cardinality: number; names?: readonly string[] | undefined },
  { data }: AuditSubject,
): Pure {
  const negatives = new Uint8Array(cardinality);
  const positives = new Uint32Array(cardinality);
  for (let row = 0; row < data.rows; row++) {
    if (data.label[row] === 0) negatives[codes[row]!] = 1;
    else positives[codes[row]!]!++;
  }
  // Of many values some are rare: only those that no luck explains count.
  let best = -1;
  for (let code = 0; code < cardinality; code++)
    if (negatives[code] === 0 && (best < 0 || positives[code]! > positives[best]!)) best = code;
  const name = best === 0 ? 'missing' : `\`${names?.[best] ?? 'one value'}\``;
  return spread((row) => codes[row] === best, data, `is ${name}`);
}

function spread(
  wanted: (row: number) => boolean,
  { label, user, item, users, items, rows: all }: AuditSubject['data'],
  where: string,
): Pure {
  const seenUsers = new Uint8Array(users);
  const seenItems = new Uint8Array(items);
  let rows = 0;
  for (let row = 0; row < all; row++) {
    if (label[row] === 0 || !wanted(row)) continue;
    rows++;
    seenUsers[user[row]!] = 1;
    seenItems[item[row]!] = 1;
  }
  const sum = (seen: Uint8Array) => seen.reduce((total, flag) => total + flag, 0);
  return { rows, users: sum(seenUsers), items: sum(seenItems), where, sought: true };
}
