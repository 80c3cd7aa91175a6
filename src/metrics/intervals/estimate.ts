/**
 * The paired difference of two arms with its interval: users and ranker seeds both vary, so both enter the
 * standard error, and a t quantile pays for how little is known of either.
 */
import type { Estimate } from '../../report/schema.ts';
import type { ScoredArm, ScoredSeed } from '../scored-arm.ts';
import { bootstrapDifference, bootstrapParts } from './bootstrap.ts';
import { type EvaluationRows, effectiveCount } from './clusters.ts';
import { clusteredVariance, crossedVariance, plainVariance } from './delong.ts';
import { studentInterval } from './interval.ts';
import { average, combineVariance, type DifferenceParts } from './variance-parts.ts';

/**
 * Degrees of freedom of the clustered variance.
 *
 * A sum over users of unequal size varies more than one over as many equal users; where a user's share of the variance
 * grows with the rows that the user brings, Satterthwaite's count is (Σ nᵤ)²/Σ nᵤ², users' effective number. It is taken for each
 * class, because a user without positives says nothing about V10, and the scarcer class decides. One row per user gives
 * back the users of that class, less one; never below 1. With 30 users of lognormal row counts (σ 1.8) intervals of
 * 95 % cover 94 % so, and 82 % with a degree of freedom per user; with 50 (σ 1.2) 95 % and 92 %.
 */
export function clusterDf(rows: EvaluationRows): number {
  const effective = Math.min(effectiveCount(rows.positivesPerUser), effectiveCount(rows.negativesPerUser));
  return Math.max(1, effective - 1);
}

function checkPaired(rows: EvaluationRows, a: ScoredArm, b: ScoredArm): void {
  if (a.rows !== rows || b.rows !== rows) throw new Error('the arms were scored on other evaluation rows');
  if (a.perSeed.length === 0) throw new Error('an arm without seeds cannot be compared');
  const seedsOf = (arm: ScoredArm) => arm.perSeed.map(({ seed }) => seed).join(', ');
  if (seedsOf(a) !== seedsOf(b))
    throw new Error(`arms are not paired: seeds ${seedsOf(a)} against ${seedsOf(b)}`);
  if (a.measure !== b.measure) throw new Error('the arms were measured by other metrics');
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

/** Difference of one seed: AUC, and the per-user sums of component differences. */
interface SeedDifference {
  value: number;
  positiveSums: Float64Array;
  negativeSums: Float64Array;
}

function differenceOf(a: ScoredSeed, b: ScoredSeed): SeedDifference {
  return {
    value: a.auc - b.auc,
    positiveSums: subtract(a.positiveSums, b.positiveSums),
    negativeSums: subtract(a.negativeSums, b.negativeSums),
  };
}

/**
 * The difference M(a) − M(b), averaged over paired seeds, with its interval over users and seeds.
 * Identical arms give value, se, low and high 0 and p 1. M is AUC, with the clustered variance, unless the arms carry a
 * measure of their own, whose variance is then bootstrapped.
 *
 * The interval takes the variance over users. Where the rows know their items, `variance.usersAndItems` holds the variance
 * over users and items crossed, which counts that rows of one item go together too; beside `variance.users` it shows
 * what the interval leaves out.
 * @param rows the rows on which both arms were scored
 * @throws Failure `too-few-users`; Error where the arms' seeds or rows differ
 */
export function contrast(rows: EvaluationRows, a: ScoredArm, b: ScoredArm, level = 0.95): Estimate {
  checkPaired(rows, a, b);
  if (a.measure !== undefined) {
    return bootstrapDifference(a.userSums(), b.userSums(), { seed: a.measure.seed, level });
  }
  const difference = aucParts(rows, a, b);
  const value = average(difference.differences);
  const parts = combineVariance(difference);
  const se = Math.sqrt(parts.users + (parts.seeds ?? 0));
  const [ofA, ofB] = [a.meanComponents, b.meanComponents];
  const plain = plainVariance(rows.label, ofA, ofB);
  const { ofMean } = difference;
  const crossed = crossedVariance(rows, ofA, ofB, value, ofMean, plain);
  return {
    value,
    ...studentInterval(value, se, parts.df, level),
    level,
    se,
    df: parts.df,
    variance: {
      users: parts.users,
      seeds: parts.seeds,
      // Noise of the seeds' own is among the seeds' part here too.
      ...(crossed !== null && { usersAndItems: Math.max(0, crossed - (ofMean - parts.users)) }),
    },
    plainSe: Math.sqrt(plain),
  };
}

/** What `contrast` is made of. @throws as `contrast` */
export function differenceParts(rows: EvaluationRows, a: ScoredArm, b: ScoredArm): DifferenceParts {
  checkPaired(rows, a, b);
  if (a.measure === undefined) return aucParts(rows, a, b);
  return bootstrapParts(a.userSums(), b.userSums(), { seed: a.measure.seed });
}

function aucParts(rows: EvaluationRows, a: ScoredArm, b: ScoredArm): DifferenceParts {
  const seeds = a.perSeed.length;
  const differences: number[] = [];
  const ofSeeds: number[] = [];
  const positiveSums = new Float64Array(rows.users);
  const negativeSums = new Float64Array(rows.users);
  for (let k = 0; k < seeds; k++) {
    const difference = differenceOf(a.perSeed[k]!, b.perSeed[k]!);
    differences.push(difference.value);
    if (seeds > 1)
      ofSeeds.push(
        clusteredVariance(rows, difference.positiveSums, difference.negativeSums, difference.value),
      );
    for (let user = 0; user < rows.users; user++) {
      positiveSums[user]! += difference.positiveSums[user]! / seeds;
      negativeSums[user]! += difference.negativeSums[user]! / seeds;
    }
  }
  const value = average(differences);
  const ofMean = clusteredVariance(rows, positiveSums, negativeSums, value);
  return { differences, ofMean, ofSeeds, usersDf: clusterDf(rows) };
}
