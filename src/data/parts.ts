/** Which rows fit, choose the stop, and evaluate; and what must hold of them before any number is computed. */

import { Failure, type Warning } from '../common/failure.ts';
import { mixBits } from '../common/hash.ts';
import { PART } from './dataset.ts';
import { isoTime } from './moment.ts';

const SLICES = { specPath: ['split', 'slices'] };

/**
 * Marks the training rows of the last training slice as validation rows; where the cut leaves only a piece of that slice
 * and the piece is too small to choose a stop, the whole slice before it as well.
 * @param part `PART` per row, in time order; fit rows are changed in place.
 * @throws Failure `data` when fewer than two slices hold training rows
 */
export function validateLastSlice(part: Uint8Array, slice: Uint16Array, label: Uint8Array): void {
  const last = markLastSlice(part, slice);
  const cut = part.some((p, row) => p === PART.evaluate && slice[row] === last);
  if (cut && part.includes(PART.fit) && rarerClass(part, label, PART.validate) < FEW) {
    const before = part.slice();
    markLastSlice(before, slice);
    if (before.includes(PART.fit)) part.set(before);
  }
  if (!part.includes(PART.fit)) {
    throw new Failure(
      'data',
      'too-few-slices',
      last < 0
        ? 'No row trains: move the evaluation window, or name the right split values.'
        : 'All training rows lie in one slice, which would leave none to fit: ask for more or shorter slices (split.slices).',
      SLICES,
    );
  }
}

/** Turns the fit rows of the last slice that has any into validation rows. @returns that slice, −1 without fit rows */
function markLastSlice(part: Uint8Array, slice: Uint16Array): number {
  const end = part.lastIndexOf(PART.fit);
  const last = end < 0 ? -1 : (slice[end] as number);
  for (let row = end; row >= 0 && slice[row] === last; row--) {
    if (part[row] === PART.fit) part[row] = PART.validate;
  }
  return last;
}

/** Rows of a part's rarer class. */
function rarerClass(part: Uint8Array, label: Uint8Array, wanted: number): number {
  let rows = 0;
  let positives = 0;
  for (let row = 0; row < part.length; row++) {
    if (part[row] !== wanted) continue;
    rows++;
    positives += label[row] as number;
  }
  return Math.min(positives, rows - positives);
}

/** Fewer rows of one class than this make the validation AUC, and with it the stop, mostly chance. */
const FEW = 50;

/** Without time: a tenth of the training rows, chosen by a hash of the row number, validates. */
export function validateTenth(part: Uint8Array): void {
  for (let row = 0; row < part.length; row++) {
    if (part[row] === PART.fit && mixBits(row ^ SALT) % 10 === 0) part[row] = PART.validate;
  }
}

/** Any odd word: row 0 is then no fixed point of the hash. */
const SALT = 0x9e3779b9;

/**
 * With a ready-made split and a time column: the last training time and the first evaluation time.
 * @throws Failure `data` when they overlap and `strict`, naming both
 * @returns whether they overlap
 */
export function checkOverlap(part: Uint8Array, time: Float64Array, strict: boolean): boolean {
  let lastTrain = Number.NEGATIVE_INFINITY;
  let firstEvaluation = Number.POSITIVE_INFINITY;
  for (let row = 0; row < part.length; row++) {
    if (part[row] === PART.evaluate) firstEvaluation = Math.min(firstEvaluation, time[row] as number);
    else if (part[row] !== PART.unused) lastTrain = Math.max(lastTrain, time[row] as number);
  }
  const overlaps = lastTrain >= firstEvaluation;
  if (overlaps && strict) {
    throw new Failure(
      'data',
      'split-overlaps',
      `split: training runs until ${isoTime(lastTrain)}, evaluation starts at ${isoTime(firstEvaluation)}; preference data ` +
        'built from the log would mix both. Use `split: {evaluate: 20%}`.',
      { specPath: ['split'] },
    );
  }
  return overlaps;
}

/** @throws Failure `data` for a part without rows or without both classes */
export function checkParts(part: Uint8Array, label: Uint8Array, warnings: Warning[]): void {
  const rows = [0, 0, 0, 0];
  const positives = [0, 0, 0, 0];
  for (let row = 0; row < part.length; row++) {
    const p = part[row] as number;
    rows[p] = (rows[p] as number) + 1;
    positives[p] = (positives[p] as number) + (label[row] as number);
  }
  const names = [
    [PART.evaluate, 'evaluation'],
    [PART.fit, 'training'],
    [PART.validate, 'validation'],
  ] as const;
  for (const [p, name] of names) {
    const count = rows[p] as number;
    const positive = positives[p] as number;
    if (count === 0) {
      const message = `The ${name} part holds no rows: change \`split\` so that it does.`;
      throw new Failure('data', `no-${name}-rows`, message, { specPath: ['split'] });
    }
    if (positive === 0 || positive === count) {
      const all = positive === 0 ? 'negative' : 'positive';
      const rowsAre =
        count === 1 ? `The only ${name} row is` : `All ${count.toLocaleString('en-US')} ${name} rows are`;
      // Validation rows are one slice: it is more often short than the label is wrong.
      const advice =
        p === PART.validate
          ? 'ask for longer slices (split.slices), or change `log.label`'
          : 'change `log.label` or `split`';
      throw new Failure('data', 'one-class', `${rowsAre} ${all}; AUC needs both classes: ${advice}.`, {
        specPath: ['log', 'label'],
      });
    }
    const fewer = Math.min(positive, count - positive);
    if (p === PART.validate && fewer < FEW) {
      const message = `Validation holds only ${fewer} rows of one class, so the stop of training is noisy; longer slices help.`;
      warnings.push({ code: 'small-validation', message, count: fewer });
    }
  }
}
