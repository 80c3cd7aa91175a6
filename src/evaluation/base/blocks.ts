/**
 * Who is scored by a ranker that was trained on whom: every row that a head learns from, and every evaluation row, gets its base
 * score from a ranker that has not seen it, nor anything after it.
 */

import { randomBits } from '../../common/random.ts';
import type { Dataset } from '../../data/dataset.ts';
import { labelAsOf } from '../../preference/features/events.ts';
import { hashedFolds } from '../../preference/features/folds.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { ascendingTraining } from '../arms/fields.ts';
import { shared } from './sample.ts';

/** Blocks of training rows by time; the rows of the earlier half only train. */
const BLOCKS = 10;
/** A block of fewer rows than this says little of the stop it chooses: small logs have fewer blocks. */
const BLOCK_ROWS = 200;
/** With fewer, no block is left that chooses when a head stops. */
const FEWEST_BLOCKS = 3;
/** Folds of rows or users where rows have no time. */
const FOLDS = 5;
/** Trainings of a plan, at most: those that score the later half of the blocks, or all folds, and that of all training rows. */
export const MOST_TRAININGS = Math.max(Math.ceil(BLOCKS / 2), FOLDS) + 1;

/** One training of the base ranker. Row numbers ascend. */
export interface BaseTraining {
  /** The rows that it is trained on. */
  fit: Uint32Array;
  /**
   * Those of them that choose when to stop, of a ranker that needs such rows: the last block, or the users of a fold. Where the block is
   * the only one, or one class is all that is in it or before it, the later half of the rows.
   */
  stop: Uint32Array;
  /** The rows that it gives a score; none of them is in `fit`. */
  score: Uint32Array;
  /** The share of all training rows that it sees. */
  share: number;
  /** The labels as they were known before the rows that it scores: what had not arrived then is a negative. */
  label: Uint8Array;
}

export interface BlockPlan {
  by: 'time' | 'row' | 'user';
  /** Blocks or folds in all. */
  blocks: number;
  /** The last one is of all training rows, and scores the evaluation rows. */
  trainings: readonly BaseTraining[];
  /** The rows that a search of options trains on, and those that judge it. */
  search: { fit: Uint32Array; validate: Uint32Array; label: Uint8Array };
  /** The rows with a score that the head is trained on, and those that choose its length. */
  head: { fit: Uint32Array; validate: Uint32Array };
}

type Rows = Pick<Dataset, 'label' | 'labelTime' | 'user' | 'userNames' | 'timeline'>;

/**
 * @param data with the labels as they were known at the cut
 * @param parts row numbers, ascending; without time, validation rows choose recipes and lengths, unless users are new
 * @param seed of the folds
 * @param breathe called now and then; throws to cancel
 * @returns undefined where the rows are too few, or hold one class, whatever the number of blocks
 */
export async function blockPlan(
  data: Rows,
  parts: RowParts,
  seed: number,
  breathe: () => Promise<void>,
): Promise<BlockPlan | undefined> {
  const { label, labelTime, user, timeline } = data;
  // By time: a split may draw its validation rows from all days.
  const training = ascendingTraining(parts);
  const full = { fit: training, score: parts.evaluate, share: 1, label };
  if (timeline === undefined) {
    if (areKnown(data, training, parts.evaluate)) {
      const bits = randomBits(seed);
      const foldOf = new Uint8Array(label.length);
      for (const row of training) foldOf[row] = bits() % FOLDS;
      return foldPlan({ label, by: 'row', foldOf: (row) => foldOf[row]! }, full, parts);
    }
    const fold = await hashedFolds(data.userNames, { folds: FOLDS, seed }, breathe);
    return foldPlan({ label, by: 'user', foldOf: (row) => fold[user[row]!]! }, full, parts);
  }
  const most = Math.min(BLOCKS, Math.max(FEWEST_BLOCKS, Math.floor(training.length / BLOCK_ROWS)));
  const { time } = timeline;
  for (let wanted = most; wanted >= FEWEST_BLOCKS; wanted--) {
    const plan = timePlan({ label, labelTime, time }, wanted, full);
    if (plan !== undefined && isUsable(plan, label)) return plan;
  }
  return undefined;
}

/**
 * Where blocks begin, as places in `training`, and its end: equal counts, moved to the nearest place where the time changes. Blocks
 * that ties leave empty are dropped.
 */
function timeBorders(training: Uint32Array, time: Float64Array, blocks: number): number[] {
  const rows = training.length;
  const timeAt = (place: number): number => time[training[place]!]!;
  const isBorder = (place: number): boolean =>
    place <= 0 || place >= rows || timeAt(place) !== timeAt(place - 1);
  const borders = [0];
  for (let k = 1; k < blocks; k++) {
    let [below, above] = [Math.round((k * rows) / blocks), Math.round((k * rows) / blocks)];
    while (!isBorder(below)) below--;
    while (!isBorder(above)) above++;
    const wanted = (k * rows) / blocks;
    const nearest = wanted - below <= above - wanted ? below : above;
    if (nearest > borders.at(-1)! && nearest < rows) borders.push(nearest);
  }
  return [...borders, rows];
}

/**
 * The latest rows, as many as a block of `all` rows has: they choose when a training stops. Where these, or those before them, are of one
 * class, the later half.
 * @param rows ascending in time
 * @param all rows that make up the blocks; those of `rows` unless some of them have no score
 */
export function lastRows(
  rows: Uint32Array,
  time: Float64Array,
  label: Uint8Array,
  all: number = rows.length,
): Uint32Array {
  const parts = Math.max(2, Math.round(rows.length / (all / BLOCKS)));
  const from = timeBorders(rows, time, parts).at(-2)!;
  if (hasBoth(rows.subarray(from), label) && hasBoth(rows.subarray(0, from), label))
    return rows.subarray(from);
  const halves = timeBorders(rows, time, 2);
  return rows.subarray(halves.length > 2 ? halves[1] : rows.length >> 1);
}

function timePlan(
  { label, labelTime, time }: Pick<Rows, 'label' | 'labelTime'> & { time: Float64Array },
  wanted: number,
  full: Omit<BaseTraining, 'stop'>,
): BlockPlan | undefined {
  const { fit: training } = full;
  const borders = timeBorders(training, time, wanted);
  const blocks = borders.length - 1;
  if (blocks < FEWEST_BLOCKS) return undefined;
  const first = Math.floor(blocks / 2);
  const stopOf = (block: number): Uint32Array => {
    const fit = training.subarray(0, borders[block]);
    const from = borders[block - 1]!;
    if (hasBoth(fit.subarray(0, from), label) && hasBoth(fit.subarray(from), label))
      return fit.subarray(from);
    const halves = timeBorders(fit, time, 2);
    return fit.subarray(halves.length > 2 ? halves[1] : fit.length >> 1);
  };
  const trainings = borders.slice(first, -1).map((border, k) => ({
    fit: training.subarray(0, border),
    stop: stopOf(first + k),
    score: training.subarray(border, borders[first + k + 1]),
    share: border / training.length,
    label: labelAsOf({ label, labelTime }, time[training[border]!]!, training.subarray(0, border)),
  }));
  const last = borders[blocks - 1]!;
  const head = { fit: training.subarray(borders[first], last), validate: training.subarray(last) };
  const { fit, label: known } = trainings.at(-1)!;
  const search = { fit, validate: head.validate, label: known };
  return { by: 'time', blocks, trainings: [...trainings, { ...full, stop: stopOf(blocks) }], search, head };
}

/** Whether most of the evaluation rows are of users who have training rows: then users who are new tell nothing of them. */
function areKnown({ user, userNames }: Rows, training: Uint32Array, evaluate: Uint32Array): boolean {
  const known = new Uint8Array(userNames.length);
  for (const row of training) known[user[row]!] = 1;
  let rows = 0;
  for (const row of evaluate) rows += known[user[row]!]!;
  return 2 * rows > evaluate.length;
}

/**
 * Divides rows, or users, where rows have no time: a ranker scores those that it was not trained on, who are to it as the evaluation rows are
 * to the ranker of all training rows.
 */
function foldPlan(
  { label, by, foldOf }: { label: Uint8Array; by: 'row' | 'user'; foldOf: (row: number) => number },
  full: Omit<BaseTraining, 'stop'>,
  { fit: given, validate }: RowParts,
): BlockPlan | undefined {
  const rowsOf = (k: number, inside: boolean): Uint32Array =>
    shared(full.fit.filter((row) => (foldOf(row) === k) === inside));
  const trainings: BaseTraining[] = [];
  for (let k = 0; k < FOLDS; k++) {
    const fit = rowsOf(k, false);
    const stop = rowsOf((k + 1) % FOLDS, true);
    const share = fit.length / full.fit.length;
    trainings.push({ fit, stop, score: rowsOf(k, true), share, label });
  }
  const last = FOLDS - 1;
  const head =
    by === 'row' && validate.length > 0
      ? { fit: shared(given), validate: shared(validate) }
      : { fit: rowsOf(last, false), validate: rowsOf(last, true) };
  const whole = { ...full, stop: head.validate };
  const search = { ...head, label };
  const plan: BlockPlan = { by, blocks: FOLDS, trainings: [...trainings, whole], search, head };
  return isUsable(plan, label) ? plan : undefined;
}

/** Whether each ranker, the head and its stop see both classes. */
function isUsable({ trainings, head }: BlockPlan, label: Uint8Array): boolean {
  const ofHead = [head.fit, head.validate].every((rows) => hasBoth(rows, label));
  return ofHead && trainings.every((training) => hasBoth(training.fit, training.label));
}

function hasBoth(rows: Uint32Array, label: Uint8Array): boolean {
  const first = label[rows[0]!];
  return rows.length > 0 && rows.some((row) => label[row] !== first);
}
