/** The first prediction of the head: the base score, brought to the scale of the labels. */
import type { Calibration, Calibrations, HeadTask } from './head.ts';

const MOST_STEPS = 30;
const NEGLIGIBLE = 1e-9;
/** Rows between two calls of `onPiece`: some milliseconds. */
const PIECE = 2 ** 18;

/** Both calibrations of a head: by the rows to train on, and from there on by all. `onPiece` as told to `calibrate`. */
export function calibrations(
  { base, label, fit, validate }: Pick<HeadTask, 'base' | 'label' | 'fit' | 'validate'>,
  onPiece?: () => void,
): Calibrations {
  const all = new Uint32Array(fit.length + validate.length);
  all.set(fit);
  all.set(validate, fit.length);
  const first = calibrate(base, label, fit, onPiece);
  return { fit: first, all: calibrate(base, label, all, onPiece, first) };
}

/**
 * Slope (at least 0) and intercept that minimise the log loss of slope · base + intercept, by Newton's method with halved steps. The labels
 * are smoothed as by Platt (1999), so that the minimum is finite where the base separates them. Of one class alone nothing can be
 * learned: the base stays as it is.
 * @param base logits and `label` 0 or 1 per row of the table; `rows` those to fit on
 * @param onPiece called every few milliseconds; throws to stop
 * @param near where to look first
 */
export function calibrate(
  base: Float32Array,
  label: Uint8Array,
  rows: Uint32Array,
  onPiece: () => void = () => {},
  near?: Calibration,
): Calibration {
  let positives = 0;
  for (const row of rows) positives += label[row]!;
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return { slope: 1, intercept: 0 };
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const sums = (at: Calibration): Sums => sumsOf(base, label, rows, at, high, low, onPiece);
  const constant = Math.log((positives + 1) / (negatives + 1));
  let best: Calibration = { slope: 0, intercept: constant };
  let now = sums(best);
  if (near !== undefined) {
    const there = sums(near);
    if (there.loss < now.loss) [best, now] = [near, there];
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, intercept } = best;
    const determinant = now.zz * now.h - now.z * now.z;
    // A constant base: any slope is as good.
    if (!(determinant > 1e-12 * now.zz * now.h)) break;
    const ofSlope = (now.h * now.gz - now.z * now.g) / determinant;
    const ofIntercept = (now.zz * now.g - now.z * now.gz) / determinant;
    let share = 1;
    let next = best;
    let then = now;
    do {
      next = { slope: slope - share * ofSlope, intercept: intercept - share * ofIntercept };
      then = sums(next);
      share /= 2;
    } while (!(then.loss <= now.loss) && share > 1e-6);
    if (!(then.loss <= now.loss)) break;
    const done = now.loss - then.loss <= NEGLIGIBLE * rows.length * 1e-3;
    best = next;
    now = then;
    if (done) break;
  }
  return best.slope >= 0 ? best : { slope: 0, intercept: constant };
}

/** Loss, gradients and second derivatives of slope and intercept. */
interface Sums {
  loss: number;
  gz: number;
  g: number;
  zz: number;
  z: number;
  h: number;
}

function sumsOf(
  base: Float32Array,
  label: Uint8Array,
  rows: Uint32Array,
  { slope, intercept }: Calibration,
  high: number,
  low: number,
  onPiece: () => void,
): Sums {
  const sums = { loss: 0, gz: 0, g: 0, zz: 0, z: 0, h: 0 };
  for (let i = 0; i < rows.length; i++) {
    if (i % PIECE === 0) onPiece();
    const row = rows[i]!;
    const z = base[row]!;
    const x = slope * z + intercept;
    const target = label[row] === 1 ? high : low;
    const e = Math.exp(-Math.abs(x));
    const p = (x >= 0 ? 1 : e) / (1 + e);
    sums.loss += Math.max(x, 0) - target * x + Math.log1p(e);
    const h = p * (1 - p);
    sums.g += p - target;
    sums.gz += (p - target) * z;
    sums.h += h;
    sums.z += h * z;
    sums.zz += h * z * z;
  }
  return sums;
}
