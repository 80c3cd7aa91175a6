/**
 * A small ranking log drawn from a model that is known, and any number of further users from the same model: what an
 * interval promises about users can then be held against users who were not there.
 */
import { type Random, sampler, seeded } from '../../examples/lib/random.ts';

const DIMENSIONS = 4;
/** The whole log, in µs: fine enough that equal times are rare, and exact. */
export const SPAN = 1_000_000_000;
/** How long an item is shown, as a share of the span: most evaluated items are new since the cut. */
const LIFE = 0.3;
const MOST_ROWS = 90;

export interface WorldOptions {
  seed: number;
  /** Users whose rows before the cut train the ranker. */
  trainingUsers: number;
  /** Users whose rows after the cut are evaluated. */
  evaluationUsers: number;
  /** When evaluation users, fresh ones included, join: a share of the span. */
  joins: number;
  items: number;
  /** Fresh users per evaluation user. */
  fresh: number;
  /** How much interests move the log-odds of a click: 0 makes co-clicks meaningless. */
  strength: number;
}

export interface Items {
  count: number;
  born: Float64Array;
  prominence: Float64Array;
  quality: Float64Array;
  vectors: Float64Array;
}

/** Rows of one user, in order of time. */
export interface UserLog {
  time: number[];
  item: number[];
  label: number[];
}

export interface World {
  options: WorldOptions;
  items: Items;
  training: UserLog[];
  evaluation: UserLog[];
  fresh: UserLog[];
}

/** Log, then fresh users, from one generator: one seed is one world, and more fresh users leave the log as it is. */
export function createWorld(options: WorldOptions): World {
  const random = seeded(options.seed);
  const items = createItems(options.items, random);
  const pick = sampler(items.prominence, random);
  const users = (count: number, joins: number) =>
    Array.from({ length: count }, () => createUser(items, { ...options, joins }, random, pick));
  return {
    options,
    items,
    training: users(options.trainingUsers, 0),
    evaluation: users(options.evaluationUsers, options.joins),
    fresh: users(options.evaluationUsers * options.fresh, options.joins),
  };
}

function createItems(count: number, random: Random): Items {
  const draw = (sample: () => number) => Float64Array.from({ length: count }, sample);
  const vectors = new Float64Array(count * DIMENSIONS);
  for (let i = 0; i < count; i++) vectors.set(unit(random), i * DIMENSIONS);
  return {
    count,
    born: draw(() => (random.uniform() * (1 + LIFE) - LIFE) * SPAN),
    prominence: draw(() => Math.exp(0.5 * random.normal())),
    quality: draw(() => 0.4 * random.normal()),
    vectors,
  };
}

/**
 * A user sees no item twice. log-odds of a click = −1.4 + strength · affinity + quality + 0.5 · own readiness, where
 * affinity is the cosine of their interests and the item.
 */
function createUser(
  items: Items,
  { strength, joins }: Pick<WorldOptions, 'strength' | 'joins'>,
  random: Random,
  pick: () => number,
): UserLog {
  const interests = unit(random);
  const readiness = 0.5 * random.normal();
  const wanted = Math.min(MOST_ROWS, Math.max(4, Math.round(Math.exp(3.2 + 0.5 * random.normal()))));
  const moment = () => Math.floor((joins + (1 - joins) * random.uniform()) * SPAN);
  const times = Float64Array.from({ length: wanted }, moment).sort();
  const seen = new Set<number>();
  const log: UserLog = { time: [], item: [], label: [] };
  for (const time of times) {
    const item = shown(items, time, seen, pick);
    if (item === undefined) continue;
    seen.add(item);
    let affinity = 0;
    for (let d = 0; d < DIMENSIONS; d++) affinity += interests[d]! * items.vectors[item * DIMENSIONS + d]!;
    const logit = -1.4 + strength * affinity + items.quality[item]! + readiness;
    log.time.push(time);
    log.item.push(item);
    log.label.push(Number(random.uniform() < 1 / (1 + Math.exp(-logit))));
  }
  return log;
}

/** A living item that the user has not seen; none where hardly any is left. */
function shown(items: Items, time: number, seen: Set<number>, pick: () => number): number | undefined {
  for (let attempt = 0; attempt < 60; attempt++) {
    const item = pick();
    const age = time - items.born[item]!;
    if (age >= 0 && age < LIFE * SPAN && !seen.has(item)) return item;
  }
  return undefined;
}

function unit(random: Random): number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => random.normal());
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}
