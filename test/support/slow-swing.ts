/** Swing by its definition: every pair of users, every pair of items they share, plain Maps and Sets. */
import type { SwingSpec } from '../../src/preference/pairs/swing.ts';
import type { EventKeys } from '../../src/preference/pairs/swing-sample.ts';
import type { TimedDataset } from './dataset.ts';
import { pairKey, type SlowPairs, slowEvents } from './slow-pairs.ts';

/** @param keys decide the samples where a cap binds: the smallest keys, equal ones by code. */
export function slowSwing(
  data: TimedDataset,
  spec: SwingSpec,
  keys: EventKeys,
  last: number,
  there: (user: number) => boolean,
): SlowPairs {
  const first = spec.window === 'all' ? 0 : Math.max(0, last - spec.window + 1);
  const all = new Map<number, Set<number>>();
  for (const { user, item } of slowEvents(data, first, last, there)) {
    all.set(user, (all.get(user) ?? new Set()).add(item));
  }
  const itemsOf = new Map<number, Set<number>>();
  for (const [user, items] of all) {
    const sample = smallest([...items], (item) => keys.ofItems(user, item), spec.itemsPerUser);
    if (sample.length > 1) itemsOf.set(user, new Set(sample));
  }
  const weightOf = (user: number) => (itemsOf.get(user)!.size + spec.alpha1) ** -spec.beta;
  const pairs: SlowPairs = new Map();
  for (let candidate = 0; candidate < data.items; candidate++) {
    const having = [...itemsOf.keys()].filter((user) => itemsOf.get(user)!.has(candidate));
    const users = smallest(having, (user) => keys.ofUsers(user, candidate), spec.usersPerItem);
    for (const u of users) {
      for (const v of users) {
        if (u >= v) continue;
        const shared = [...itemsOf.get(u)!].filter((item) => itemsOf.get(v)!.has(item));
        const weight = (weightOf(u) * weightOf(v)) / (spec.alpha2 + shared.length);
        for (const item of shared) {
          if (item === candidate) continue;
          const key = pairKey(item, candidate);
          pairs.set(key, (pairs.get(key) ?? 0) + weight);
        }
      }
    }
  }
  return pairs;
}

function smallest(codes: number[], key: (code: number) => number, count: number): number[] {
  return codes.sort((a, b) => key(a) - key(b) || a - b).slice(0, count);
}
