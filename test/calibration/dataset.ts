/**
 * A world as one dataset: the log's rows, and beside them the rows on which fresh users are scored. Fresh users' rows take
 * part in nothing but their own histories and counts; those before the cut are gone once these are known.
 */
import { type Dataset, PART, type Timeline } from '../../src/data/dataset.ts';
import { historyEnds } from '../../src/preference/features/history.ts';
import { type Positives, positives } from '../../src/preference/features/positives.ts';
import { countsOfLog } from './counts.ts';
import { SPAN, type UserLog, type World } from './world.ts';

export const SLICES = 10;
const FIRST_EVALUATED = 7;

/** Who is evaluated: `new` users, whom the ranker never trained on, or `returning` ones, whom it did. */
export type Who = 'new' | 'returning';

export interface CalibrationData {
  data: Dataset & { timeline: Timeline };
  /** Evaluation rows of the log, and those of the fresh users; ascending. */
  logRows: Uint32Array;
  freshRows: Uint32Array;
  /** P from the log's events, histories from everyone's own. */
  positives: Positives;
  historyEnds: Uint32Array;
}

/** Rows of the log before the cut fit (slice 6 validates), those after it are evaluated, by user as `who` says. */
export function calibrationData(world: World, who: Who): CalibrationData {
  const users: UserLog[] = [...world.training, ...world.evaluation, ...world.fresh];
  const firstEvaluated = world.training.length;
  const firstFresh = firstEvaluated + world.evaluation.length;
  const flat = flatten(users);
  const rows = flat.time.length;
  const slice = new Uint16Array(rows);
  const part = new Uint8Array(rows);
  const logLabel = new Uint8Array(rows);
  const logRows: number[] = [];
  const freshRows: number[] = [];
  for (let row = 0; row < rows; row++) {
    const user = flat.user[row]!;
    slice[row] = Math.floor((flat.time[row]! / SPAN) * SLICES);
    const late = slice[row]! >= FIRST_EVALUATED;
    const trains = user < firstEvaluated || (who === 'returning' && user < firstFresh);
    const evaluated = user >= firstEvaluated || who === 'returning';
    if (late) part[row] = evaluated && user < firstFresh ? PART.evaluate : PART.unused;
    else if (!trains) part[row] = PART.unused;
    else part[row] = slice[row] === FIRST_EVALUATED - 1 ? PART.validate : PART.fit;
    if (part[row] === PART.evaluate) logRows.push(row);
    else if (late && user >= firstFresh) freshRows.push(row);
    if (user < firstFresh) logLabel[row] = flat.label[row]!;
  }
  const timeline: Timeline = {
    time: flat.time,
    unit: 'unix microseconds',
    slice,
    slices: SLICES,
    sliceStarts: Float64Array.from({ length: SLICES }, (_, s) => (s * SPAN) / SLICES),
    cut: (FIRST_EVALUATED * SPAN) / SLICES,
    evaluateFrom: (FIRST_EVALUATED * SPAN) / SLICES,
    evaluateTo: SPAN,
  };
  const bare: Dataset & { timeline: Timeline } = {
    rows,
    user: flat.user,
    users: users.length,
    item: flat.item,
    items: world.items.count,
    userNames: users.map((_, code) => `u${code}`),
    itemNames: Array.from({ length: world.items.count }, (_, code) => `i${code}`),
    label: flat.label,
    part,
    timeline,
    features: [],
    inputs: [],
    warnings: [],
  };
  const everyone = positives(bare, timeline);
  const ofLog = positives({ ...bare, label: logLabel }, timeline);
  const all = { ...bare, features: countsOfLog(bare, timeline, firstFresh) };
  const kept = Uint32Array.from(flat.user.keys()).filter(
    (row) => flat.user[row]! < firstFresh || slice[row]! >= FIRST_EVALUATED,
  );
  const position = new Uint32Array(rows);
  for (const [at, row] of kept.entries()) position[row] = at;
  return {
    data: rowsOf(all, kept),
    logRows: Uint32Array.from(logRows, (row) => position[row]!),
    freshRows: Uint32Array.from(freshRows, (row) => position[row]!),
    positives: { ...ofLog, ...histories(everyone) },
    historyEnds: pick(historyEnds(bare, timeline, everyone), kept),
  };
}

function rowsOf(data: Dataset & { timeline: Timeline }, rows: Uint32Array): Dataset & { timeline: Timeline } {
  const { timeline } = data;
  return {
    ...data,
    rows: rows.length,
    user: pick(data.user, rows),
    item: pick(data.item, rows),
    label: pick(data.label, rows),
    part: pick(data.part, rows),
    timeline: { ...timeline, time: pick(timeline.time, rows), slice: pick(timeline.slice, rows) },
    features: data.features.map((column) =>
      column.type === 'numeric' ? { ...column, values: pick(column.values, rows) } : column,
    ),
  };
}

function pick<T extends Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array>(
  values: T,
  rows: Uint32Array,
): T {
  const picked = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}

/** The part of the positives that histories read; `count` is the length of its arrays. */
function histories({ count, userStart, itemByUser, nextByUser }: Positives) {
  return { count, userStart, itemByUser, nextByUser };
}

/** Rows of all users in order of (time, user); each user's own order stays. */
function flatten(users: readonly UserLog[]) {
  const rows = users.reduce((sum, { time }) => sum + time.length, 0);
  const bits = 2 ** 22; // time < 2^30: together below 2^53
  if (rows > bits) throw new Error(`${rows} rows in one world; at most ${bits}`);
  const keys = new Float64Array(rows);
  const unsorted = { user: new Uint32Array(rows), item: new Uint32Array(rows), label: new Uint8Array(rows) };
  let at = 0;
  for (const [code, log] of users.entries()) {
    for (let k = 0; k < log.time.length; k++, at++) {
      keys[at] = log.time[k]! * bits + at;
      unsorted.user[at] = code;
      unsorted.item[at] = log.item[k]!;
      unsorted.label[at] = log.label[k]!;
    }
  }
  keys.sort();
  const from = Uint32Array.from(keys, (key) => key % bits);
  return {
    time: keys.map((key) => Math.floor(key / bits)),
    user: from.map((source) => unsorted.user[source]!),
    item: from.map((source) => unsorted.item[source]!),
    label: Uint8Array.from(from, (source) => unsorted.label[source]!),
  };
}
