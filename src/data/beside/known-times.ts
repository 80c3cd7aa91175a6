/** Times of a source's file on the log's clock: when a row of it becomes known, and in which slice that is. */
import type { Timeline } from '../dataset.ts';
import type { TimeReading } from '../moment.ts';
import { sharedUint16 } from '../shared.ts';
import { lowerBound } from '../split.ts';

/** The log's clock; without times where the log has none. */
export interface LogClock {
  timeline?: Timeline | undefined;
  timeReading?: TimeReading | undefined;
}

/** The last moment of the log, µs: the end of its last day where the log knows days only, of its last hour where it knows hours. */
export function endOfLog({ timeline, timeReading }: LogClock): number | undefined {
  const last = timeline?.time.at(-1);
  return last === undefined ? undefined : last + Math.max(0, (timeReading?.grain ?? 0) - 1);
}

/**
 * µs until a row is known. A date names a whole day, and what was observed in it is not known before its end; nothing finer
 * than the log's own clock matters.
 */
export function knownAfter(file: TimeReading, log: TimeReading | undefined): number {
  return file.grain > (log?.grain ?? 0) ? file.grain - 1 : 0;
}

/** Slice of each time, 0 for those before the log; `early` counts these. */
export function slicesOf(
  times: Float64Array,
  known: number,
  starts: Float64Array,
): { slice: Uint16Array; early: number } {
  const slice = sharedUint16(times.length);
  let early = 0;
  for (let p = 0; p < times.length; p++) {
    const at = times[p] as number;
    if (at < (starts[0] as number)) early++;
    slice[p] = Math.max(0, lowerBound(starts, at + known, true) - 1);
  }
  return { slice, early };
}
