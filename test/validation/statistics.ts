/** Rank correlations, and what other worlds would have made of a number: a bootstrap over worlds. */
import { type Random, seeded } from '../../examples/lib/random.ts';

export interface Interval {
  value: number;
  /** 95 %. */
  low: number;
  high: number;
}

/**
 * Kendall's tau-b: (concordant − discordant) / √((pairs − tied in x)(pairs − tied in y)), by Knight's method in n log n.
 * @returns −1..1; NaN where all values of one side are equal
 */
export function tauB(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!);
  const sameX = tiedPairs(order, (a, b) => x[a] === x[b]);
  const sameBoth = tiedPairs(order, (a, b) => x[a] === x[b] && y[a] === y[b]);
  const sorted = Float64Array.from(order, (i) => y[i]!);
  const discordant = inversions(sorted);
  const sameY = tiedPairs([...sorted.keys()], (a, b) => sorted[a] === sorted[b]);
  const pairs = (n * (n - 1)) / 2;
  const concordant = pairs - sameX - sameY + sameBoth - discordant;
  return (concordant - discordant) / Math.sqrt((pairs - sameX) * (pairs - sameY));
}

/** Pairs within runs of neighbours that are the same. */
function tiedPairs(order: readonly number[], same: (a: number, b: number) => boolean): number {
  let pairs = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && same(order[from]!, order[to]!)) to++;
    pairs += ((to - from) * (to - from - 1)) / 2;
  }
  return pairs;
}

/** Sorts the values by merging. @returns how many pairs stood in the wrong order; equal ones do not */
function inversions(values: Float64Array): number {
  const spare = new Float64Array(values.length);
  let count = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let from = 0; from < values.length; from += 2 * width) {
      const middle = Math.min(from + width, values.length);
      const to = Math.min(from + 2 * width, values.length);
      let [left, right] = [from, middle];
      for (let at = from; at < to; at++) {
        const takeRight = left === middle || (right < to && values[right]! < values[left]!);
        if (takeRight && left < middle) count += middle - left;
        spare[at] = takeRight ? values[right++]! : values[left++]!;
      }
    }
    values.set(spare);
  }
  return count;
}

/** Spearman's rank correlation: that of midranks. @returns −1..1; NaN where all values of one side are equal */
export function spearman(x: readonly number[], y: readonly number[]): number {
  return pearson(midranks(x), midranks(y));
}

/** From 1, the lowest value first; equal values share the mean of their places. */
export function midranks(values: readonly number[]): number[] {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + to + 1) / 2;
  }
  return ranks;
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - mx) * (y[i]! - my);
    xx += (x[i]! - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

export const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** @returns the middle value, of an even number the mean of the two in the middle; Infinity may be among them */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const DRAWS = 1000;

/**
 * A number with the interval that other worlds would leave it: worlds are drawn with replacement, each with all that it holds; from the
 * 2.5th to the 97.5th percentile.
 * @param statistic of some worlds, perhaps some of them repeated; draws for which it is NaN are left out
 */
export function bootstrap<World>(
  worlds: readonly World[],
  statistic: (worlds: readonly World[]) => number,
  seed = 1,
): Interval {
  const random = seeded(seed);
  const draws: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const value = statistic(redrawn(worlds, random));
    if (!Number.isNaN(value)) draws.push(value);
  }
  draws.sort((a, b) => a - b);
  const at = (share: number) =>
    draws[Math.min(draws.length - 1, Math.floor(share * draws.length))] ?? Number.NaN;
  return { value: statistic(worlds), low: at(0.025), high: at(0.975) };
}

function redrawn<World>(worlds: readonly World[], random: Random): World[] {
  return worlds.map(() => worlds[random.below(worlds.length)]!);
}

/** The mean over worlds, of those where it is a number, with its interval. */
export function meanOver(values: readonly number[], seed = 1): Interval {
  return bootstrap(
    values.filter((value) => !Number.isNaN(value)),
    mean,
    seed,
  );
}
