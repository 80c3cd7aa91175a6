/**
 * Preference files of known worth: which items belong together by the world's own latent vectors, that knowledge spoilt
 * in known ways, and two files that know nothing. README.md states what each is.
 */
import { DAY_MS, DAYS, START_MS } from '../lib/calendar.ts';
import { type Random, seeded } from '../lib/random.ts';
import { dot } from '../lib/vectors.ts';
import type { Feed } from './impressions.ts';
import { DIMENSIONS, type World } from './world.ts';

/** Nearest items of an item that the informative file names. */
const NEIGHBOURS = 30;
/** Items further apart in publication are never on show together for long. */
const REACH_MS = 7 * DAY_MS;
/** The days that examples/feed/lis.yaml evaluates, and how long before them the stale file was written. */
const EVALUATED_DAYS = 3;
const STALE_DAYS = 4;
const POPULAR = 30;

export const CUT_MS = START_MS + (DAYS - EVALUATED_DAYS) * DAY_MS;
export const STALE_MS = CUT_MS - STALE_DAYS * DAY_MS;

/** From the most useful to the least; the last two are equally useless. */
export const PAIR_FILES = ['informative', 'partly', 'stale', 'popularity', 'random'] as const;
export type PairFile = (typeof PAIR_FILES)[number];

/** Pairs (left, right) of items that were shown, each in both directions, none twice and none of an item with itself. */
export interface Pairs {
  left: number[];
  right: number[];
  /** Above 0. */
  weight: number[];
}

/** All five files of a feed: a function of the feed and its seed alone. */
export function preferencePairs(feed: Feed): Record<PairFile, Pairs> {
  const random = seeded(feed.seed ^ 0x70a1f5);
  const { items } = feed.world;
  const shown = [...new Set(feed.impressions.item)].sort((a, b) => a - b);
  const informative = nearest(feed.world, shown);
  return {
    informative: bothWays(informative),
    partly: bothWays(
      informative.map((edge) => (random.uniform() < 0.5 ? elsewhere(edge, shown, random) : edge)),
    ),
    stale: bothWays(
      informative.filter(({ a, b }) => items.published[a]! < STALE_MS && items.published[b]! < STALE_MS),
    ),
    popularity: bothWays(popular(feed, shown)),
    random: bothWays(rewired(informative, random)),
  };
}

interface Edge {
  a: number;
  b: number;
  weight: number;
}

/** Every item with its nearest neighbours by cosine, those with a positive one. */
function nearest({ items }: World, shown: readonly number[]): Edge[] {
  const { published, vectors } = items;
  const edges: Edge[] = [];
  for (const a of shown) {
    const near: Edge[] = [];
    for (const b of shown) {
      if (a === b || Math.abs(published[a]! - published[b]!) > REACH_MS) continue;
      const cosine = dot(vectors, a, vectors, b, DIMENSIONS);
      if (cosine > 0) near.push({ a, b, weight: cosine });
    }
    near.sort((x, y) => y.weight - x.weight || x.b - y.b);
    edges.push(...near.slice(0, NEIGHBOURS));
  }
  return edges;
}

/** The pair with another partner at random; its weight, and so what it claims, stays. */
function elsewhere({ a, weight }: Edge, shown: readonly number[], random: Random): Edge {
  return { a, b: shown[random.below(shown.length)]!, weight };
}

/** The same ends, joined at random: every item keeps its number of pairs, and the weights are the same. */
function rewired(edges: readonly Edge[], random: Random): Edge[] {
  const ends = edges.map(({ b }) => b);
  for (let k = ends.length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [ends[k], ends[other]] = [ends[other]!, ends[k]!];
  }
  return edges.map(({ a, weight }, k) => ({ a, b: ends[k]!, weight }));
}

/** Every item with the items most clicked before the cut, weighted by those clicks. */
function popular({ world, impressions }: Feed, shown: readonly number[]): Edge[] {
  const clicks = new Uint32Array(world.items.count);
  for (let row = 0; row < impressions.rows && impressions.time[row]! < CUT_MS; row++) {
    clicks[impressions.item[row]!]! += impressions.click[row]!;
  }
  const most = [...shown]
    .sort((x, y) => clicks[y]! - clicks[x]! || x - y)
    .slice(0, POPULAR)
    .filter((item) => clicks[item]! > 0);
  return shown.flatMap((a) => most.map((b) => ({ a, b, weight: clicks[b]! })));
}

/** The larger weight where two edges name the same items. */
function bothWays(edges: readonly Edge[]): Pairs {
  const weights = new Map<number, number>();
  const most = 2 ** 26;
  for (const { a, b, weight } of edges) {
    if (a === b) continue;
    for (const key of [a * most + b, b * most + a]) weights.set(key, Math.max(weights.get(key) ?? 0, weight));
  }
  const keys = Float64Array.from(weights.keys()).sort();
  return {
    left: Array.from(keys, (key) => Math.floor(key / most)),
    right: Array.from(keys, (key) => key % most),
    weight: Array.from(keys, (key) => weights.get(key)!),
  };
}
