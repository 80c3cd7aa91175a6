/** Preference data and vectors of known worth, beside what a log holds itself. */
import { DAY_MS, DAYS, START_MS } from '../../../examples/lib/calendar.ts';
import { type Random, seeded } from '../../../examples/lib/random.ts';
import { dot } from '../../../examples/lib/vectors.ts';
import type { SmallWorld } from './small-world.ts';

/** Judgements "these two belong together", each of a user at a time. */
export interface Judgements {
  left: number[];
  right: number[];
  /** ms since 1970. */
  time: number[];
  user: number[];
}

/** Judgements a day. */
const A_DAY = 100;
/** Of how many items shown that day a good judgement names the nearest. */
const OFFERED = 10;

/**
 * Judgements about items that were shown on the day they are made. @param quality share that names the nearest of `OFFERED` items
 * by the world's vectors; the others name any item
 */
export function judgements(world: SmallWorld, quality: number, seed: number): Judgements {
  const random = seeded(seed);
  const made: Judgements = { left: [], right: [], time: [], user: [] };
  for (const [day, shown] of shownByDay(world).entries()) {
    for (let k = 0; k < A_DAY; k++) {
      const left = shown[random.below(shown.length)]!;
      const good = random.uniform() < quality;
      const offered = Array.from({ length: good ? OFFERED : 1 }, () => shown[random.below(shown.length)]!);
      const right = offered.toSorted((a, b) => cosine(world, left, b) - cosine(world, left, a))[0]!;
      const time = START_MS + day * DAY_MS + random.below(DAY_MS);
      const user = random.below(world.users);
      // A pair holds both ways: either may be in the history.
      made.left.push(left, right);
      made.right.push(right, left);
      made.time.push(time, time);
      made.user.push(user, user);
    }
  }
  return made;
}

function shownByDay({ log }: SmallWorld): number[][] {
  const shown = Array.from({ length: DAYS }, () => new Set<number>());
  for (let row = 0; row < log.rows; row++)
    shown[Math.floor((log.time[row]! - START_MS) / DAY_MS)]!.add(log.item[row]!);
  return shown.map((items) => [...items].sort((a, b) => a - b));
}

const cosine = ({ vectors, dimensions }: SmallWorld, a: number, b: number) =>
  a === b ? Number.NEGATIVE_INFINITY : dot(vectors, a, vectors, b, dimensions);

/** The latent vectors with normal noise of this standard deviation in each component; their own have 1/√dimensions. */
export function spoilt({ vectors }: SmallWorld, noise: number, seed: number): Float32Array {
  const random = seeded(seed);
  return vectors.map((value) => value + noise * random.normal());
}

/** As many numbers that know nothing. */
export function noise({ vectors }: SmallWorld, seed: number): Float32Array {
  const random = seeded(seed);
  return vectors.map(() => random.normal());
}

/** Twice as many numbers: the latent ones and as many that nobody's taste depends on, all in a random rotation. */
export function buried(world: SmallWorld, loudness: number, seed: number): Float32Array {
  const random = seeded(seed);
  const { items, vectors, dimensions } = world;
  const width = 2 * dimensions;
  const rotation = rotationOf(width, random);
  const made = new Float32Array(items * width);
  const parts = new Float64Array(width);
  for (let item = 0; item < items; item++) {
    parts.set(vectors.subarray(item * dimensions, (item + 1) * dimensions));
    for (let p = dimensions; p < width; p++) parts[p] = loudness * random.normal();
    for (const [d, axis] of rotation.entries())
      made[item * width + d] = axis.reduce((sum, a, p) => sum + a * parts[p]!, 0);
  }
  return made;
}

/** Rows of an orthogonal matrix, by Gram and Schmidt. */
function rotationOf(width: number, random: Random): Float64Array[] {
  const axes: Float64Array[] = [];
  while (axes.length < width) {
    const axis = Float64Array.from({ length: width }, () => random.normal());
    for (const other of axes) {
      const along = axis.reduce((sum, a, p) => sum + a * other[p]!, 0);
      for (let p = 0; p < width; p++) axis[p] = axis[p]! - along * other[p]!;
    }
    const length = Math.hypot(...axis);
    axes.push(axis.map((a) => a / length));
  }
  return axes;
}
