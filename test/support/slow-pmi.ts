/** Pointwise mutual information of session co-clicks by its definition: all sessions are written out, and all pairs of items are counted. */
import type { PmiSpec } from '../../src/preference/pairs/pmi.ts';
import type { TimedDataset } from './dataset.ts';
import { pairKey, type SlowPairs, slowEvents } from './slow-pairs.ts';

export function slowPmi(
  data: TimedDataset,
  spec: PmiSpec,
  last: number,
  there: (user: number) => boolean,
): SlowPairs {
  const first = spec.window === 'all' ? 0 : Math.max(0, last - spec.window + 1);
  const together = new Map<string, number>();
  const frequency = new Map<number, number>();
  for (const items of sessionsOf(data, spec.gap, first, last, there)) {
    for (const left of items) {
      for (const right of items) {
        if (left === right) continue;
        together.set(pairKey(left, right), (together.get(pairKey(left, right)) ?? 0) + 1);
        frequency.set(left, (frequency.get(left) ?? 0) + 1);
      }
    }
  }
  let mass = 0;
  for (const count of frequency.values()) mass += count ** spec.smoothing;
  const pairs: SlowPairs = new Map();
  for (const left of frequency.keys()) {
    for (const right of frequency.keys()) {
      const n = together.get(pairKey(left, right));
      if (n === undefined) continue;
      const chance = (frequency.get(right)! ** spec.smoothing / mass) * frequency.get(left)!;
      const information = Math.log(n / chance);
      if (information > 1e-9) pairs.set(pairKey(left, right), (information * n) / (n + spec.shrinkage));
    }
  }
  return pairs;
}

/** The distinct items of every session, cut at the ends of the window. A session ends where the user's next click is too far away. */
function sessionsOf(
  data: TimedDataset,
  gap: number,
  first: number,
  last: number,
  there: (user: number) => boolean,
): Set<number>[] {
  const slices = data.timeline.slices;
  const sessions: Set<number>[] = [];
  for (let user = 0; user < data.users; user++) {
    const events = slowEvents(data, 0, slices - 1, (each) => each === user && there(each)).sort(
      (a, b) => a.time - b.time,
    );
    let open: Set<number> | undefined;
    for (const [at, event] of events.entries()) {
      if (at === 0 || event.time - events[at - 1]!.time > gap * 60e6) open = undefined;
      if (event.slice < first || event.slice > last) continue;
      if (open === undefined) {
        open = new Set();
        sessions.push(open);
      }
      open.add(event.item);
    }
  }
  return sessions;
}
