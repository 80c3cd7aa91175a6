/** The positives of a log as they became known, by definition: what the slow features are made of. */
import type { TimedDataset } from './dataset.ts';

/** One positive event of a log. */
export interface SlowEvent {
  row: number;
  user: number;
  item: number;
  /** When it became known, and the slice of that. */
  time: number;
  slice: number;
}

const known = new WeakMap<TimedDataset, SlowEvent[]>();

/** By the time at which they became known, then by row; without those that the log has not lived to see. */
export function slowPositives(data: TimedDataset): SlowEvent[] {
  const found = known.get(data) ?? find(data);
  known.set(data, found);
  return found;
}

function find(data: TimedDataset): SlowEvent[] {
  const { time, slice, sliceStarts } = data.timeline;
  const end = Math.max(...time);
  const events: SlowEvent[] = [];
  for (let row = 0; row < data.rows; row++) {
    if (data.label[row] !== 1) continue;
    const at = data.labelTime?.[row] ?? time[row]!;
    if (at > end) continue;
    const starts = [...sliceStarts].filter((start) => start <= at);
    const ofKnown = data.labelTime === undefined ? slice[row]! : starts.length - 1;
    events.push({ row, user: data.user[row]!, item: data.item[row]!, time: at, slice: ofKnown });
  }
  return events.sort((a, b) => a.time - b.time || a.row - b.row);
}
