/** Which rows fit, choose the stop, and evaluate; and what must hold of them before any number is computed. */
import { Failure, type Warning } from '../report/failure.ts';
import { PART } from './dataset.ts';
import { isoTime } from './moment.ts';

const SLICES = { specPath: ['split', 'slices'] };

/**
 * Marks the training rows of the last training slice as validation rows.
 * @param part `PART` per row; fit rows are changed in place.
 * @throws Failure `data` when fewer than two slices hold training rows
 */
export function validateLastSlice(part: Uint8Array, slice: Uint16Array): void {
  let last = -1;
  let others = false;
  for (let row = part.length - 1; row >= 0; row--) {
    if (part[row] !== PART.fit) continue;
    if (last < 0) last = slice[row] as number;
    if (slice[row] === last) part[row] = PART.validate;
    else others = true;
  }
  if (!others) {
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

/** Without time: a tenth of the training rows, chosen by a hash of the row number, validates. */
export function validateTenth(part: Uint8Array): void {
  for (let row = 0; row < part.length; row++) {
    if (part[row] === PART.fit && mix(row) % 10 === 0) part[row] = PART.validate;
  }
}

/** The finaliser of MurmurHash3: every bit of the row number moves every bit of the hash. */
function mix(row: number): number {
  let h = row ^ 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

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

/** Fewer rows of one class than this make the validation AUC, and with it the stop, mostly chance. */
const FEW = 50;

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
