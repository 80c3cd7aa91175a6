/**
 * The policy of the feed, which fills a page at random: most slots with the better of two prominent items, some with what the user was
 * shown lately. propensity.ts says how likely each item was.
 */
import { DAY_MS } from '../lib/calendar.ts';
import { sampler } from '../lib/random.ts';
import type { World } from './world.ts';

export const PAGE = 8;
/** Of how many candidates the policy shows one. */
const CANDIDATES = 2;
/** How many rows of a user count as shown lately. */
export const RECENT = 32;
/** The chance that a draw is of what was shown lately. */
export const REPEAT = 0.12;
/** What the policy believes of a user: this, times affinity, and normal noise. */
export const BELIEF = 0.5;
const FRESHNESS_DAYS = 2;

/** How prominent each item is at a time. */
export interface Exposure {
  /** The chance of each item to be a candidate, up to a factor; 0 before it is published. */
  weights: Float64Array;
  /** A candidate. */
  pick: () => number;
}

/** Published items by prominence, which fades with age; an item not yet published is never shown. */
export function exposureAt(world: World, time: number): Exposure {
  const { count, published, prominence } = world.items;
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const age = (time - published[i]!) / DAY_MS;
    if (age >= 0) weights[i] = prominence[i]! * Math.exp(-age / FRESHNESS_DAYS);
  }
  return { weights, pick: sampler(weights, world.random) };
}

/**
 * Draws until the page has eight items: an item that it has already is drawn in vain.
 * @param lately the items of the user's last rows; an item may stand there twice
 * @returns the items from the top, by score
 */
export function drawPage(
  world: World,
  user: number,
  { pick }: Exposure,
  lately: Int32Array,
): { item: number; score: number }[] {
  const { random } = world;
  const page: { item: number; score: number }[] = [];
  while (page.length < PAGE) {
    const again = lately.length > 0 && random.uniform() < REPEAT;
    const choice = again
      ? { item: lately[random.below(lately.length)]!, score: random.normal() }
      : bestOf(world, user, pick);
    if (!page.some(({ item }) => item === choice.item)) page.push(choice);
  }
  return page.sort((a, b) => b.score - a.score || a.item - b.item);
}

/** The best of a few candidates by what the policy believes of the user, which is mostly noise. */
function bestOf(world: World, user: number, pick: () => number): { item: number; score: number } {
  let best = { item: -1, score: Number.NEGATIVE_INFINITY };
  for (let k = 0; k < CANDIDATES; k++) {
    const item = pick();
    const score = BELIEF * world.affinity(user, item) + world.random.normal();
    if (score > best.score) best = { item, score };
  }
  return best;
}
