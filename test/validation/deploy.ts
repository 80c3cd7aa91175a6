/**
 * A simulated A/B test. Every request has candidates; an arm shows the one that it ranks first. Since the world's probabilities are
 * known, what an arm truly brings is known too, beside what a test with its users split in two would have seen.
 */
import { chance } from '../../examples/lib/factorisation.ts';
import { type Random, seeded } from '../../examples/lib/random.ts';
import type { Candidates } from './worlds/small-world.ts';

/** `clicks`: candidates are ranked by their probability. `worth`: by probability × price, and what counts is time or value. */
export const OUTCOMES = ['clicks', 'worth'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** 80 % power at 5 %, two-sided: 1.96 + 0.84. */
const POWER = 2.8016;

export interface Uplift {
  /** What the base truly brings per thousand impressions. */
  base: number;
  /** What the arm brings more, and its standard error over users: which candidates they happened to be offered. */
  true: number;
  se: number;
  /** The same as a test with half of the users in each arm saw it, by what they happened to do. */
  seen: number;
  seenSe: number;
  /** Users, both arms together, that such a test needs to find the true uplift with 80 % power; Infinity where there is none. */
  usersNeeded: number;
}

export type Uplifts = Record<Outcome, Uplift>;

/** The place of the highest value in each request, in the order of the requests; of equal ones the first. */
export function shown(request: Uint32Array, value: (row: number) => number): Uint32Array {
  const places: number[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < request.length; row++) {
    const at = request[row]!;
    const mine = value(row);
    if (places.length > at && mine <= best) continue;
    places[at] = row;
    best = mine;
  }
  return Uint32Array.from(places);
}

/** @param base @param arm logits of a click per candidate @param seed of who is in which arm, and of what they do */
export function compareArms(
  candidates: Candidates,
  base: Float32Array,
  arm: Float32Array,
  seed: number,
): Uplifts {
  return {
    clicks: uplift(candidates, base, arm, 'clicks', seed),
    worth: uplift(candidates, base, arm, 'worth', seed),
  };
}

function uplift(
  candidates: Candidates,
  base: Float32Array,
  arm: Float32Array,
  outcome: Outcome,
  seed: number,
): Uplift {
  const { request, price, worth, chance: clicked, user } = candidates;
  const places = (scores: Float32Array) =>
    shown(
      request,
      outcome === 'clicks' ? (row) => scores[row]! : (row) => chance(scores[row]!) * price[row]!,
    );
  const expected = (row: number) => clicked[row]! * (outcome === 'clicks' ? 1 : worth[row]!);
  const ofUsers = (rows: Uint32Array, value: (row: number) => number) => meansByUser(rows, user, value);
  const [withBase, withArm] = [places(base), places(arm)];
  const trueBase = ofUsers(withBase, expected);
  const difference = ofUsers(withArm, expected).map((x, u) => x - trueBase[u]!);
  const random = seeded(seed);
  const draw = (row: number) => candidates.draw(row, random)[outcome === 'clicks' ? 'click' : 'worth'];
  const [seenBase, seenArm] = [ofUsers(withBase, draw), ofUsers(withArm, draw)];
  const half = halfOf(trueBase.length, random);
  const test = abTest(
    seenArm.filter((_, u) => half[u]),
    seenBase.filter((_, u) => !half[u]),
  );
  const variance = sampleVariance(seenBase) + sampleVariance(seenArm);
  const gain = mean(difference);
  return {
    base: 1000 * mean(trueBase),
    true: 1000 * gain,
    se: 1000 * Math.sqrt(sampleVariance(difference) / difference.length),
    seen: 1000 * test.uplift,
    seenSe: 1000 * test.se,
    usersNeeded: usersNeeded(variance, gain),
  };
}

/** The difference of two groups' means, with the standard error that users leave it. @param withArm @param withBase a mean per user */
export function abTest(withArm: Float64Array, withBase: Float64Array): { uplift: number; se: number } {
  return {
    uplift: mean(withArm) - mean(withBase),
    se: Math.sqrt(sampleVariance(withArm) / withArm.length + sampleVariance(withBase) / withBase.length),
  };
}

/** @param variance of a user's mean in the one arm plus that in the other @returns users of both arms together */
export function usersNeeded(variance: number, gain: number): number {
  return gain === 0 ? Number.POSITIVE_INFINITY : Math.ceil((2 * POWER ** 2 * variance) / gain ** 2);
}

/** @param rows shown, those of a user in a row @returns by user, of those who have rows */
function meansByUser(rows: Uint32Array, user: Uint32Array, value: (row: number) => number): Float64Array {
  const means: number[] = [];
  for (let from = 0, to = 0; from < rows.length; from = to) {
    let sum = 0;
    for (; to < rows.length && user[rows[to]!] === user[rows[from]!]; to++) sum += value(rows[to]!);
    means.push(sum / (to - from));
  }
  return Float64Array.from(means);
}

/** Which of `count` are in the first half, drawn. */
function halfOf(count: number, random: Random): boolean[] {
  const order = Array.from({ length: count }, (_, k) => ({ k, key: random.uniform() })).sort(
    (a, b) => a.key - b.key,
  );
  const half = new Array<boolean>(count).fill(false);
  for (const { k } of order.slice(0, count >> 1)) half[k] = true;
  return half;
}

const mean = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / values.length;

function sampleVariance(values: Float64Array): number {
  const middle = mean(values);
  return values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (values.length - 1);
}
