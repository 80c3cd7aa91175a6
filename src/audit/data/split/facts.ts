/**
 * How the training and the evaluation rows of a log lie to each other. `is_leak`, shared interactions and overlap are those of
 * SplitLight (A. Volodkevich et al., arXiv 2602.19339): an evaluation row leaks where its time is at or before the last
 * training row of its item, since training has then seen the item's future.
 */
import type { Dataset } from '../../../data/dataset.ts';
import type { SplitFacts } from '../../../report/schema-audit.ts';

/** Rows on the wrong side of the best moment, by evaluation rows, up to which a split is one by time with faults. */
const FAULTS = 0.15;
/** Share that is still called all. */
const NEARLY_ALL = 0.99;
/** Users of an evaluation that training knows, up to which the split goes by users. */
const DISJOINT = 0.01;

type Log = Pick<Dataset, 'user' | 'item' | 'users' | 'items' | 'rows'> & { time?: Float64Array | undefined };

/**
 * @param training row numbers of training rows in the sense of the split: rows that validate are among them only where the
 *   spec itself does not name them
 * @param evaluation row numbers of evaluation rows
 */
export function splitFacts(log: Log, training: Uint32Array, evaluation: Uint32Array): SplitFacts {
  const { user, item, time } = log;
  const lastOfItem = new Float64Array(log.items).fill(Number.NEGATIVE_INFINITY);
  const itemTrains = new Uint8Array(log.items);
  const userTrains = new Uint8Array(log.users);
  for (const row of training) {
    itemTrains[item[row]!] = 1;
    userTrains[user[row]!] = 1;
    if (time === undefined) continue;
    const at = time[row]!;
    if (at > lastOfItem[item[row]!]!) lastOfItem[item[row]!] = at;
  }
  let leaking = 0;
  let tied = 0;
  const evaluatedUsers = new Uint8Array(log.users);
  const evaluatedItems = new Uint8Array(log.items);
  for (const row of evaluation) {
    evaluatedUsers[user[row]!] = 1;
    evaluatedItems[item[row]!] = 1;
    if (time === undefined) continue;
    const last = lastOfItem[item[row]!]!;
    if (time[row]! <= last) leaking++;
    if (time[row] === last) tied++;
  }
  const users = overlap(evaluatedUsers, userTrains);
  const items = overlap(evaluatedItems, itemTrains);
  const misplaced = time === undefined ? null : misplacedRows(time, training, evaluation);
  return {
    kind:
      time === undefined
        ? 'untimed'
        : misplaced! <= FAULTS * evaluation.length
          ? 'global'
          : kindOf({ user, time }, training, evaluation, users.share),
    trainRows: training.length,
    evaluationRows: evaluation.length,
    leaking: time === undefined ? null : leaking,
    misplaced,
    tied: time === undefined ? null : tied,
    sharedInteractions: sharedInteractions(log, training, evaluation),
    userOverlap: users.share,
    itemOverlap: items.share,
    coldUsers: users.cold,
    coldItems: items.cold,
  };
}

function overlap(evaluated: Uint8Array, trains: Uint8Array): { share: number; cold: number } {
  let [all, known] = [0, 0];
  for (let code = 0; code < evaluated.length; code++) {
    if (evaluated[code] === 0) continue;
    all++;
    known += trains[code]!;
  }
  return { share: all === 0 ? 0 : known / all, cold: all - known };
}

/**
 * Training rows from a moment on and evaluation rows before it, for the moment that makes them fewest.
 * @param training row numbers, ascending, and so in time order; `evaluation` likewise
 */
function misplacedRows(time: Float64Array, training: Uint32Array, evaluation: Uint32Array): number {
  let fewest = training.length; // a moment before all rows
  let [t, e] = [0, 0];
  while (t < training.length || e < evaluation.length) {
    const moment = Math.min(
      t < training.length ? time[training[t]!]! : Number.POSITIVE_INFINITY,
      e < evaluation.length ? time[evaluation[e]!]! : Number.POSITIVE_INFINITY,
    );
    while (t < training.length && time[training[t]!] === moment) t++;
    while (e < evaluation.length && time[evaluation[e]!] === moment) e++;
    fewest = Math.min(fewest, training.length - t + e);
  }
  return fewest;
}

/** Of a timed split that no one moment divides. */
function kindOf(
  { user, time }: { user: Uint32Array; time: Float64Array },
  training: Uint32Array,
  evaluation: Uint32Array,
  userOverlap: number,
): SplitFacts['kind'] {
  if (userOverlap <= DISJOINT) return 'per-entity';
  const last = new Map<number, number>();
  for (const row of training) last.set(user[row]!, Math.max(last.get(user[row]!) ?? time[row]!, time[row]!));
  const first = new Map<number, { time: number; rows: number }>();
  for (const row of evaluation) {
    const seen = first.get(user[row]!);
    if (seen === undefined) first.set(user[row]!, { time: time[row]!, rows: 1 });
    else {
      seen.rows++;
      seen.time = Math.min(seen.time, time[row]!);
    }
  }
  let [both, ordered, single] = [0, 0, 0];
  for (const [code, { time: from, rows }] of first) {
    const until = last.get(code);
    if (until === undefined) continue;
    both++;
    if (until <= from) ordered++;
    if (rows === 1) single++;
  }
  if (ordered < NEARLY_ALL * both) return 'random';
  return single >= NEARLY_ALL * both ? 'leave-one-out' : 'per-user';
}

/** Evaluation rows whose user and item stand together in a training row. Pairs are sorted, not hashed: 8 bytes a training row. */
function sharedInteractions(
  { user, item, items }: Log,
  training: Uint32Array,
  evaluation: Uint32Array,
): number {
  const pair = (row: number): number => user[row]! * items + item[row]!; // below 2⁵³ for 9 · 10¹⁵ pairs
  const known = Float64Array.from(training, pair).sort();
  const wanted = Float64Array.from(evaluation, pair).sort();
  let shared = 0;
  let at = 0;
  for (const value of wanted) {
    while (at < known.length && known[at]! < value) at++;
    if (known[at] === value) shared++;
  }
  return shared;
}
