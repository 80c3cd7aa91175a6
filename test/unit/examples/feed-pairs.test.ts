import { describe, expect, it } from 'vitest';
import { clickLogit, simulate } from '../../../examples/feed/impressions.ts';
import {
  CUT_MS,
  PAIR_FILES,
  type PairFile,
  type Pairs,
  preferencePairs,
  STALE_MS,
} from '../../../examples/feed/pairs.ts';
import { DIMENSIONS } from '../../../examples/feed/world.ts';
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { auc } from '../../../src/metrics/index.ts';

const HISTORY = 50;
const feed = simulate(40_000, 1);
const files = preferencePairs(feed);
const { impressions: log, world } = feed;
const { vectors, topic, published, count } = world.items;

const dot = (a: number, b: number) => {
  let sum = 0;
  for (let d = 0; d < DIMENSIONS; d++) sum += vectors[a * DIMENSIONS + d]! * vectors[b * DIMENSIONS + d]!;
  return sum;
};
const share = ({ left, right }: Pairs, holds: (a: number, b: number) => boolean) =>
  left.filter((a, k) => holds(a, right[k]!)).length / left.length;
const sameTopic = (a: number, b: number) => topic[a] === topic[b];

/** Rows of the last day, whose interests the world still holds: the true log-odds of a click, and who clicked before. */
function lastDay() {
  const histories = new Map<number, number[]>();
  const rows: { item: number; history: number[]; logit: number; click: number }[] = [];
  for (let from = 0, to = 0; from < log.rows; from = to) {
    while (to < log.rows && log.time[to] === log.time[from]) to++;
    for (let row = from; row < to && log.time[row]! >= START_MS + (DAYS - 1) * DAY_MS; row++) {
      const [user, item] = [log.user[row]!, log.item[row]!];
      const logit = clickLogit(
        world,
        world.affinity(user, item),
        world.items.quality[item]!,
        log.position[row]!,
        log.hour[row]!,
      );
      const history = (histories.get(user) ?? []).slice(-HISTORY);
      rows.push({ item, history, logit, click: log.click[row]! });
    }
    for (let row = from; row < to; row++) {
      if (log.click[row] === 0) continue;
      const user = log.user[row]!;
      histories.set(user, [...(histories.get(user) ?? []), log.item[row]!]);
    }
  }
  return rows;
}

const rows = lastDay();

/** Largest weight between candidate and history; −1 where there is none. */
function strongest({ left, right, weight }: Pairs): Float32Array {
  const weights = new Map(left.map((a, k) => [a * count + right[k]!, weight[k]!]));
  return Float32Array.from(rows, ({ item, history }) =>
    Math.max(-1, ...history.map((h) => weights.get(h * count + item) ?? -1)),
  );
}

describe('preferencePairs', () => {
  it('is a function of the feed', () => {
    expect(preferencePairs(simulate(40_000, 1))).toEqual(files);
  });

  it.each(PAIR_FILES)('%s: both directions, no pair twice, none of an item with itself', (name) => {
    const { left, right, weight } = files[name];
    const keys = new Set(left.map((a, k) => `${a} ${right[k]}`));
    expect(keys.size).toBe(left.length);
    expect(share(files[name], (a, b) => a !== b && keys.has(`${b} ${a}`))).toBe(1);
    const shown = new Set(log.item);
    expect(left.every((item) => shown.has(item))).toBe(true);
    expect(weight.every((w) => w > 0 && Number.isFinite(w))).toBe(true);
  });

  it('informative: nearest by the latent vectors, new items included', () => {
    const { left, right, weight } = files.informative;
    for (let k = 0; k < left.length; k += 97) expect(weight[k]).toBeCloseTo(dot(left[k]!, right[k]!), 9);
    expect(share(files.informative, sameTopic)).toBeGreaterThan(5 / 32);
    expect(left.some((item) => published[item]! >= CUT_MS)).toBe(true);
  });

  it('partly: about half of its pairs are those of the informative file', () => {
    const known = new Set(files.informative.left.map((a, k) => `${a} ${files.informative.right[k]}`));
    const kept = share(files.partly, (a, b) => known.has(`${a} ${b}`));
    expect(kept).toBeGreaterThan(0.35);
    expect(kept).toBeLessThan(0.65);
  });

  it('stale: pairs of the informative file between items published four days before the cut', () => {
    const old = files.informative.left.filter(
      (a, k) => published[a]! < STALE_MS && published[files.informative.right[k]!]! < STALE_MS,
    );
    expect(files.stale.left).toEqual(old);
  });

  it('popularity: every item with the thirty most clicked before the cut', () => {
    const last = log.item.at(-1)!;
    const partners = new Set(files.popularity.right.filter((_, k) => files.popularity.left[k] === last));
    expect(partners.size).toBeGreaterThanOrEqual(29);
    expect(new Set(files.popularity.left)).toEqual(new Set(log.item));
    expect(share(files.popularity, sameTopic)).toBeLessThan(2 / 32);
  });

  it('random: the informative weights between items at random', () => {
    expect(share(files.random, sameTopic)).toBeLessThan(2 / 32);
    const known = new Set(files.informative.weight);
    expect(files.random.weight.every((w) => known.has(w))).toBe(true);
  });

  it('has its true order of usefulness: how well the strongest pair tells likely clicks from unlikely ones', () => {
    const sorted = rows.map(({ logit }) => logit).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1]!;
    const likely = Uint8Array.from(rows, ({ logit }) => Number(logit > median));
    const clicked = Uint8Array.from(rows, ({ click }) => click);
    const useful = (name: PairFile, label: Uint8Array) => auc(strongest(files[name]), label);
    expect(useful('informative', likely)).toBeGreaterThan(0.65);
    expect(useful('informative', likely)).toBeGreaterThan(useful('partly', likely) + 0.05);
    expect(useful('partly', likely)).toBeGreaterThan(useful('stale', likely) + 0.05);
    expect(useful('stale', likely)).toBeGreaterThan(0.5);
    // Some 2,900 rows know an AUC to 0.01 here; the base has an item's popularity anyway.
    for (const name of ['popularity', 'random'] as const)
      expect(Math.abs(useful(name, likely) - 0.5)).toBeLessThan(0.04);
    expect(useful('informative', clicked)).toBeGreaterThan(useful('random', clicked) + 0.1);
  });
});
