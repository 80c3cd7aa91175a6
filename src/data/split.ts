/**
 * The timeline: where it is cut and how it is sliced. Pure functions of the sorted row times; no border ever separates
 * rows of equal time, because then one of them would be "before" the other.
 */
import { Failure, type Warning } from '../common/failure.ts';

const HOUR = 3600e6;
const CALENDAR = {
  hourly: { width: HOUR, anchor: 0 },
  daily: { width: 24 * HOUR, anchor: 0 },
  /** 1970-01-01 was a Thursday; weeks start on Monday. */
  weekly: { width: 7 * 24 * HOUR, anchor: -3 * 24 * HOUR },
} as const;
const MAX_SLICES = 65535;

export interface Slicing {
  /** Slice per row. */
  slice: Uint16Array;
  slices: number;
  /** First time of each slice, µs. */
  starts: Float64Array;
}

/**
 * The timestamp border nearest to row `target`, in rows; of two equally near the earlier.
 * @param time ascending
 * @returns a row r with time[r−1] < time[r], or 0 or `time.length`
 */
export function nearestBorder(time: Float64Array, target: number): number {
  if (target <= 0 || target >= time.length) return target <= 0 ? 0 : time.length;
  const at = time[target] as number;
  const low = lowerBound(time, at);
  const high = lowerBound(time, at, true);
  return target - low <= high - target ? low : high;
}

/** First row whose time is ≥ `value`, or > `value` where `after`. */
export function lowerBound(time: Float64Array, value: number, after = false): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const t = time[middle] as number;
    if (t < value || (after && t === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * First evaluation row for `evaluate: share`.
 * @returns 0 or `time.length` only where no border leaves rows on both sides (all times are equal)
 */
export function cutRow(time: Float64Array, share: number): number {
  const n = time.length;
  const border = nearestBorder(time, Math.round(n * (1 - share)));
  if (border > 0 && border < n) return border;
  // The nearest border would leave one side empty: take the next one inwards.
  return border === 0 ? lowerBound(time, time[0] as number, true) : lowerBound(time, time[n - 1] as number);
}

/** Slices of equal row counts; borders that fall together merge. */
export function equalSlices(time: Float64Array, count: number, allocate = plainSlices): Slicing {
  const borders = [0];
  for (let s = 1; s < count; s++) {
    const border = nearestBorder(time, Math.round((s * time.length) / count));
    if (border > (borders.at(-1) as number) && border < time.length) borders.push(border);
  }
  const { slice, starts } = allocate(time.length, borders.length);
  borders.forEach((border, s) => {
    slice.fill(s, border, borders[s + 1] ?? time.length);
    starts[s] = time[border] as number;
  });
  return { slice, slices: borders.length, starts };
}

/**
 * Calendar slices (UTC) from the first row's to the last row's. Empty ones keep their number, so that a window of W slices
 * is always the same length of time.
 * @throws Failure `usage` beyond 65,535 slices
 */
export function calendarSlices(
  time: Float64Array,
  unit: keyof typeof CALENDAR,
  allocate = plainSlices,
): Slicing {
  const { width, anchor } = CALENDAR[unit];
  const period = (t: number) => Math.floor((t - anchor) / width);
  const first = period(time[0] as number);
  const slices = period(time[time.length - 1] as number) - first + 1;
  if (slices > MAX_SLICES) {
    throw new Failure(
      'usage',
      'too-many-slices',
      `split.slices: ${unit} makes ${slices.toLocaleString('en-US')} slices, more than ${MAX_SLICES.toLocaleString('en-US')}: choose longer ones.`,
      { specPath: ['split', 'slices'] },
    );
  }
  const { slice, starts } = allocate(time.length, slices);
  for (let row = 0; row < time.length; row++) slice[row] = period(time[row] as number) - first;
  for (let s = 0; s < slices; s++) starts[s] = anchor + (first + s) * width;
  return { slice, slices, starts };
}

/** Slices as the spec asks for them; warns where borders merged. */
export function sliceTimeline(
  time: Float64Array,
  slices: number | keyof typeof CALENDAR,
  warnings: Warning[],
  allocate = plainSlices,
): Slicing {
  if (typeof slices !== 'number') return calendarSlices(time, slices, allocate);
  const slicing = equalSlices(time, slices, allocate);
  if (slicing.slices < slices) {
    warnings.push({
      code: 'slices-merged',
      message: `Too many rows share a time for ${slices} slices; there are ${slicing.slices}.`,
      count: slices - slicing.slices,
    });
  }
  return slicing;
}

function plainSlices(rows: number, slices: number): { slice: Uint16Array; starts: Float64Array } {
  return { slice: new Uint16Array(rows), starts: new Float64Array(slices) };
}
