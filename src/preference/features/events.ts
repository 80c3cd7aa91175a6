/**
 * When each positive became known: at the time of its row, or later where a label takes time to arrive. Counts, histories and
 * preference data read an event from then on, and never before.
 */
import type { Dataset, Timeline } from '../../data/dataset.ts';

/** The positive rows of a log, by the time at which they became known; rows of one time stay in their order. */
export interface LabelEvents {
  row: Uint32Array;
  /** µs, ascending. */
  time: Float64Array;
}

export type LabelledLog = Pick<Dataset, 'rows' | 'label' | 'labelTime'>;

export function labelEvents(data: LabelledLog, timeline: Timeline): LabelEvents {
  const { label, labelTime } = data;
  let count = 0;
  for (let row = 0; row < data.rows; row++) count += label[row]!;
  const rows = new Uint32Array(count);
  for (let row = 0, e = 0; row < data.rows; row++) if (label[row] === 1) rows[e++] = row;
  const known = labelTime ?? timeline.time;
  // Rows are in the order of their times already.
  if (labelTime !== undefined) rows.sort((a, b) => known[a]! - known[b]! || a - b);
  return { row: rows, time: Float64Array.from(rows, (row) => known[row]!) };
}

/** The slice that a time lies in; the number of slices where it is later than all rows: nothing of the log has seen it. */
export function sliceOf(time: number, { time: rows, sliceStarts, slices }: Timeline): number {
  if (time > rows[rows.length - 1]!) return slices;
  let low = 0;
  let high = slices;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sliceStarts[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The labels as they were known at a moment: what had not arrived is a negative, as it was to a ranker that was trained then.
 * @param moment µs; a label that arrives at it is not known yet
 * @param rows whose labels are so; all where absent. The others keep their labels
 * @returns the label itself where labels are known at once
 */
export function labelAsOf(
  { label, labelTime }: Pick<Dataset, 'label' | 'labelTime'>,
  moment: number,
  rows?: Uint32Array,
): Uint8Array {
  if (labelTime === undefined) return label;
  const known = new Uint8Array(new SharedArrayBuffer(label.length));
  known.set(label);
  const mask = (row: number): void => {
    if (label[row] === 1 && labelTime[row]! >= moment) known[row] = 0;
  };
  if (rows === undefined) for (let row = 0; row < label.length; row++) mask(row);
  else for (const row of rows) mask(row);
  return known;
}
