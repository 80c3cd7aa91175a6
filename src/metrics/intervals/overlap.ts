/**
 * Differences of AUC on *overlapping* row sets, such as all rows and those of new items, weighed against each other with one
 * interval. The sets share users, so their intervals cannot be compared one by one: what a user adds to either is added
 * up first, and the variance is that of the sums.
 */
import type { Estimate } from '../../report/schema.ts';
import { tooFewUsers } from '../failures.ts';
import type { ScoredArm } from '../scored-arm.ts';
import { clusterDf } from './estimate.ts';
import { studentInterval } from './interval.ts';
import { average, combineVariance } from './variance-parts.ts';

/** weight · (AUC(a) − AUC(b)) on the rows of both arms. */
export interface WeightedDifference {
  weight: number;
  a: ScoredArm;
  b: ScoredArm;
  /** Number that stands for each dense user of these rows in every part alike; length `rows.users`. */
  users: Uint32Array;
}

/** What each user adds to one class of one part: weight · Σ(V − θ) over the user's rows, by the rows of the class. */
interface Slot {
  /** Length of the common numbers; 0 for who has no such row. */
  influence: Float64Array;
  present: Uint8Array;
}

/**
 * Σ weight · (AUC(a) − AUC(b)), averaged over paired seeds, with its interval over users and seeds.
 *
 * Obuchowski's variance (see `clusteredVariance`) has two slots of influences, a/m of positives and b/n of negatives; each
 * product is corrected by k/(k−1) for the k users in either of its slots. Several parts have two slots each and the same
 * rule. As k/(k−1) = 1 + ∫₀¹ s^(k−2) ds is a mixture of kernels s^|S∪T|, the sum is never below 0. Parts of the same
 * rows give what `contrast` gives for the weights' sum.
 *
 * Degrees of freedom are those of the part that has fewest.
 * @throws Failure `too-few-users`; Error where seeds differ
 */
export function overlappingContrast(parts: readonly WeightedDifference[], level = 0.95): Estimate {
  const seeds = pairedSeeds(parts);
  const common = parts.reduce((most, { users }) => users.reduce((m, u) => Math.max(m, u + 1), most), 0);
  const differences: number[] = [];
  const ofSeeds: number[] = [];
  const mean: Slot[] = [];
  let corrections: number[][] = [];
  for (let k = 0; k < seeds; k++) {
    const slots = parts.flatMap((part) => slotsOf(part, k, common));
    if (k === 0) corrections = pairCorrections(slots);
    differences.push(parts.reduce((sum, part) => sum + part.weight * difference(part, k), 0));
    ofSeeds.push(varianceOf(slots, corrections));
    for (const [i, { influence, present }] of slots.entries()) {
      mean[i] ??= { influence: new Float64Array(common), present };
      for (let user = 0; user < common; user++) mean[i]!.influence[user]! += influence[user]! / seeds;
    }
  }
  const value = average(differences);
  const df = Math.min(...parts.map(({ a }) => clusterDf(a.rows)));
  const {
    users,
    seeds: ofSeed,
    df: combined,
  } = combineVariance({ ofMean: varianceOf(mean, corrections), ofSeeds, differences, usersDf: df });
  const se = Math.sqrt(users + (ofSeed ?? 0));
  return {
    value,
    ...studentInterval(value, se, combined, level),
    level,
    se,
    df: combined,
    variance: { users, seeds: ofSeed },
  };
}

function pairedSeeds(parts: readonly WeightedDifference[]): number {
  const seedsOf = (arm: ScoredArm) => arm.perSeed.map(({ seed }) => seed).join(', ');
  const all = new Set(parts.flatMap(({ a, b }) => [seedsOf(a), seedsOf(b)]));
  if (all.size !== 1 || all.has(''))
    throw new Error(`arms are not paired: seeds ${[...all].join(' against ')}`);
  return parts[0]!.a.perSeed.length;
}

const difference = ({ a, b }: WeightedDifference, seed: number): number =>
  a.perSeed[seed]!.auc - b.perSeed[seed]!.auc;

function slotsOf(part: WeightedDifference, seed: number, common: number): Slot[] {
  const { rows } = part.a;
  const [a, b] = [part.a.perSeed[seed]!, part.b.perSeed[seed]!];
  const theta = difference(part, seed);
  const slot = (x: Float64Array, y: Float64Array, counts: Uint32Array, total: number): Slot => {
    const made = { influence: new Float64Array(common), present: new Uint8Array(common) };
    for (const [user, count] of counts.entries()) {
      if (count === 0) continue;
      const at = part.users[user]!;
      made.present[at] = 1;
      made.influence[at] = (part.weight * (x[user]! - y[user]! - theta * count)) / total;
    }
    return made;
  };
  if (rows.usersWithPositives < 2) throw tooFewUsers('positive', rows.usersWithPositives);
  if (rows.usersWithNegatives < 2) throw tooFewUsers('negative', rows.usersWithNegatives);
  return [
    slot(a.positiveSums, b.positiveSums, rows.positivesPerUser, rows.positives),
    slot(a.negativeSums, b.negativeSums, rows.negativesPerUser, rows.negatives),
  ];
}

/** k/(k−1) of the users in either slot, for every pair. */
function pairCorrections(slots: readonly Slot[]): number[][] {
  return slots.map(({ present }) =>
    slots.map(({ present: other }) => {
      let either = 0;
      for (let user = 0; user < present.length; user++) either += present[user]! | other[user]!;
      return either / (either - 1);
    }),
  );
}

function varianceOf(slots: readonly Slot[], corrections: readonly number[][]): number {
  let total = 0;
  for (const [i, { influence }] of slots.entries()) {
    for (const [j, { influence: other }] of slots.entries()) {
      let products = 0;
      for (let user = 0; user < influence.length; user++) products += influence[user]! * other[user]!;
      total += corrections[i]![j]! * products;
    }
  }
  return Math.max(0, total); // rounding alone goes below
}
