/** Where each positive stands in its user's sessions: what the session builder needs to know of time. */
import type { Dataset } from '../../data/dataset.ts';
import type { Positives } from '../features/positives.ts';

const MICROSECONDS = 60e6;

/** Per positive, in the order of `positives.itemByUser`. */
export interface SessionPositions {
  slice: Uint16Array;
  /** Index of the first positive of its session. */
  sessionStart: Uint32Array;
  /** Index of the user's first positive at the same time: those before it in the session are strictly earlier. */
  tieStart: Uint32Array;
}

/** @param gap minutes; two neighbouring positives of a user that are farther apart lie in different sessions. */
export function sessionPositions(
  { users }: Pick<Dataset, 'users'>,
  p: Positives,
  gap: number,
): SessionPositions {
  const time = new Float64Array(p.count);
  const slice = new Uint16Array(p.count);
  const free = p.userStart.slice(0, users);
  for (let e = 0; e < p.count; e++) {
    const at = free[p.user[e]!]!++;
    time[at] = p.time[e]!;
    slice[at] = p.slice[e]!;
  }
  const sessionStart = new Uint32Array(p.count);
  const tieStart = new Uint32Array(p.count);
  for (let u = 0; u < users; u++) {
    const first = p.userStart[u]!;
    for (let at = first; at < p.userStart[u + 1]!; at++) {
      const apart = at === first ? Number.POSITIVE_INFINITY : time[at]! - time[at - 1]!;
      sessionStart[at] = apart > gap * MICROSECONDS ? at : sessionStart[at - 1]!;
      tieStart[at] = apart > 0 ? at : tieStart[at - 1]!;
    }
  }
  return { slice, sessionStart, tieStart };
}
