/** Session transitions by their definition: every pair of a user's events, and whether a session holds both. */
import type { SessionSpec } from '../../src/preference/pairs/session.ts';
import type { TimedDataset } from './dataset.ts';
import { pairKey, type SlowPairs, slowEvents } from './slow-pairs.ts';

export function slowSession(
  data: TimedDataset,
  spec: SessionSpec,
  last: number,
  there: (user: number) => boolean,
): SlowPairs {
  const first = spec.window === 'all' ? 0 : Math.max(0, last - spec.window + 1);
  const events = slowEvents(data, first, last, there);
  const pairs: SlowPairs = new Map();
  for (let user = 0; user < data.users; user++) {
    const ofUser = events.filter((event) => event.user === user);
    const together = (from: number, to: number) => {
      const times = ofUser.map(({ time }) => time).filter((time) => time >= from && time <= to);
      return times.every((time, at) => at === 0 || time - times[at - 1]! <= spec.gap * 60e6);
    };
    const transitions = new Set<string>();
    for (const i of ofUser) {
      for (const j of ofUser) {
        if (i.item === j.item || i.time >= j.time || !together(i.time, j.time)) continue;
        transitions.add(pairKey(i.item, j.item));
      }
    }
    for (const key of transitions) pairs.set(key, (pairs.get(key) ?? 0) + 1 / transitions.size);
  }
  return pairs;
}
