/**
 * Preference features by their definition, as slowly as it reads: plain Maps and loops, P built explicitly for each
 * window and each fold left out. Written from the method alone; what the fast implementation is held against.
 */
import type { CoClickSpec } from '../../src/specfile/schema.ts';
import type { TimedDataset } from './dataset.ts';
import { slowPositives } from './slow-events.ts';

/** One positive event of the log. */
interface Event {
  user: number;
  item: number;
  slice: number;
}

/** P of one window: co-click weight n of each pair (both ways round), Gram diagonal, users with any event. */
interface PreferenceData {
  pairs: Map<number, Map<number, number>>;
  diagonal: Map<number, number>;
  users: number;
}

/** [max, sum, mean, count], or four NaN where the preference data say nothing. */
export type SlowFeatures = [max: number, sum: number, mean: number, count: number];

export interface SlowRow {
  honest: SlowFeatures;
  leaked: SlowFeatures;
  total: SlowFeatures;
}

const MISSING: SlowFeatures = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];

/** Weights of events are kept in multiples of 2⁻³⁰, so that their sums do not depend on an order. */
const rounded = (weight: number) => Math.round(weight * 2 ** 30) / 2 ** 30;

/** An event is out of P once its squared weight, all it adds to its item's own, is below that. */
const forgotten = (age: number, halfLife: number | undefined) =>
  halfLife !== undefined && 2 ** ((-2 * age) / halfLife) < 2 ** -30;

/** The three feature sets of every row. `userFold[user]` is the fold left out of honest and leaked. */
export function slowFeatures(data: TimedDataset, spec: CoClickSpec, userFold: ArrayLike<number>): SlowRow[] {
  const built = new Map<string, PreferenceData>();
  const preferenceData = (first: number, last: number, without: number | undefined) => {
    const key = `${first}..${last} without ${without}`;
    const known = built.get(key);
    if (known !== undefined) return known;
    const fresh = slowPreferenceData(data, spec, first, last, (user) => userFold[user] !== without);
    built.set(key, fresh);
    return fresh;
  };
  return Array.from({ length: data.rows }, (_, row) => {
    const fold = userFold[data.user[row]!]!;
    const s = data.timeline.slice[row]!;
    const start = (last: number) => (spec.window === 'all' ? 0 : Math.max(0, last - spec.window + 1));
    const history = slowHistory(data, row, spec.history);
    const candidate = data.item[row]!;
    return {
      honest: against(preferenceData(start(s - 1), s - 1, fold), spec, candidate, history),
      leaked: against(preferenceData(start(s), s, fold), spec, candidate, history),
      total: against(preferenceData(start(s), s, undefined), spec, candidate, history),
    };
  });
}

/** The leaked features where P lacks the row's own user alone. */
export function slowLeaveUserOut(data: TimedDataset, spec: CoClickSpec): SlowFeatures[] {
  return Array.from({ length: data.rows }, (_, row) => {
    const s = data.timeline.slice[row]!;
    const first = spec.window === 'all' ? 0 : Math.max(0, s - spec.window + 1);
    const p = slowPreferenceData(data, spec, first, s, (user) => user !== data.user[row]);
    return against(p, spec, data.item[row]!, slowHistory(data, row, spec.history));
  });
}

/** Features of the arm fresh: P from the events of the window with time < t, without the row's fold. */
export function slowFresh(
  data: TimedDataset,
  spec: CoClickSpec,
  userFold: ArrayLike<number>,
): SlowFeatures[] {
  return Array.from({ length: data.rows }, (_, row) => {
    const s = data.timeline.slice[row]!;
    const first = spec.window === 'all' ? 0 : Math.max(0, s - spec.window + 1);
    const before = data.timeline.time[row]!;
    const fold = userFold[data.user[row]!]!;
    const p = slowPreferenceData(data, spec, first, s, (user) => userFold[user] !== fold, before);
    return against(p, spec, data.item[row]!, slowHistory(data, row, spec.history));
  });
}

/** P of the window that ends with slice `last`, both ways round: [item, candidate, weight]. @param there users whose events it has */
export function slowCoClicks(
  data: TimedDataset,
  spec: CoClickSpec,
  last: number,
  there: (user: number) => boolean,
): [number, number, number][] {
  const first = spec.window === 'all' ? 0 : Math.max(0, last - spec.window + 1);
  const p = slowPreferenceData(data, spec, first, last, there);
  return [...p.pairs].flatMap(([a, row]) =>
    [...row].map(([b, n]): [number, number, number] => [
      a,
      b,
      similarity(spec, n, p.diagonal.get(a)!, p.diagonal.get(b)!, p.users),
    ]),
  );
}

/** The row's user's last `length` distinct positive items with time < t, the most recent first. */
export function slowHistory(data: TimedDataset, row: number, length: number): number[] {
  const items = new Set<number>();
  for (const { user, item, time } of slowPositives(data).toReversed()) {
    if (user !== data.user[row] || time >= data.timeline.time[row]!) continue;
    if (items.size < length) items.add(item);
  }
  return [...items];
}

function slowPreferenceData(
  data: TimedDataset,
  spec: CoClickSpec,
  first: number,
  last: number,
  seen: (user: number) => boolean,
  before = Number.POSITIVE_INFINITY,
): PreferenceData {
  const events = distinctEvents(data, first, last, before).filter(
    (event) => seen(event.user) && !forgotten(last - event.slice, spec.halfLife),
  );
  const decay = (ages: number) => (spec.halfLife === undefined ? 1 : rounded(2 ** (-ages / spec.halfLife)));
  const pairs = new Map<number, Map<number, number>>();
  const diagonal = new Map<number, number>();
  for (const a of events) {
    for (const b of events) {
      if (a.user !== b.user) continue;
      const weight = decay(last - a.slice + (last - b.slice));
      if (a.item === b.item) {
        diagonal.set(a.item, (diagonal.get(a.item) ?? 0) + weight);
      } else {
        const row = pairs.get(a.item) ?? new Map<number, number>();
        row.set(b.item, (row.get(b.item) ?? 0) + weight);
        pairs.set(a.item, row);
      }
    }
  }
  return { pairs, diagonal, users: new Set(events.map((event) => event.user)).size };
}

/** One event for each user and item of the window, at its latest slice. */
function distinctEvents(data: TimedDataset, first: number, last: number, before: number): Event[] {
  const events = new Map<string, Event>();
  for (const { user, item, slice, time } of slowPositives(data)) {
    if (slice < first || slice > last || time >= before) continue;
    events.set(`${user} ${item}`, { user, item, slice });
  }
  return [...events.values()];
}

function against(p: PreferenceData, spec: CoClickSpec, candidate: number, history: number[]): SlowFeatures {
  const edges = p.pairs.get(candidate);
  if (edges === undefined || history.length === 0) return MISSING;
  let max = 0;
  let sum = 0;
  let count = 0;
  for (const item of history) {
    const n = edges.get(item);
    if (n === undefined) continue;
    const weight = similarity(spec, n, p.diagonal.get(candidate)!, p.diagonal.get(item)!, p.users);
    max = Math.max(max, weight);
    sum += weight;
    count++;
  }
  return [max, sum, sum / history.length, count];
}

function similarity(spec: CoClickSpec, n: number, ni: number, nj: number, users: number): number {
  switch (spec.weight) {
    case 'raw':
      return n;
    case 'cosine':
      return n / Math.sqrt(ni * nj + spec.shrinkage);
    case 'jaccard':
      return n / (ni + nj - n);
    case 'lift':
      return (n * users) / (ni * nj);
  }
}

export interface SlowCounts {
  userRows: number;
  userRate: number;
  itemRows: number;
  itemRate: number;
}

/** As-of counts of every row: exposures and smoothed positive rate of its user and item, from rows with time < t and labels known by then. */
export function slowCounts(data: TimedDataset): SlowCounts[] {
  return Array.from({ length: data.rows }, (_, row) => {
    const before = Array.from({ length: data.rows }, (_, other) => other).filter(
      (other) => data.timeline.time[other]! < data.timeline.time[row]!,
    );
    const known = new Set(
      slowPositives(data)
        .filter(({ time }) => time < data.timeline.time[row]!)
        .map((event) => event.row),
    );
    const positive = (rows: number[]) => rows.filter((other) => known.has(other)).length;
    const prior = (positive(before) + 1) / (before.length + 2);
    const rate = (rows: number[]) => (positive(rows) + 10 * prior) / (rows.length + 10);
    const ofUser = before.filter((other) => data.user[other] === data.user[row]);
    const ofItem = before.filter((other) => data.item[other] === data.item[row]);
    return {
      userRows: ofUser.length,
      userRate: rate(ofUser),
      itemRows: ofItem.length,
      itemRate: rate(ofItem),
    };
  });
}
