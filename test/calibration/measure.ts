/**
 * One world: the estimate that a report would give, and the truth it stands for. Everything in between is the product's
 * own code: features, fields, training, contrast.
 */

import { seeded } from '../../examples/lib/random.ts';
import { idKeys } from '../../src/common/hash.ts';
import { type Arm, BASE_ARM } from '../../src/evaluation/arms/arms.ts';
import { baseBlock, columnBlock, rowParts, trainingRows } from '../../src/evaluation/arms/fields.ts';
import { fieldForm } from '../../src/evaluation/arms/rankers.ts';
import { ofAllRows } from '../../src/evaluation/base/row-scores.ts';
import type { HeadKind } from '../../src/evaluation/head/choice.ts';
import { headJobs } from '../../src/evaluation/head/jobs.ts';
import { HEAD_ROWS } from '../../src/evaluation/head/rows.ts';
import { runHeadJob } from '../../src/evaluation/head/run-job.ts';
import { auc, contrast, evaluationRows, ScoredArm, type ScoredSeed } from '../../src/metrics/index.ts';
import { userFolds } from '../../src/preference/features/folds.ts';
import type { Positives } from '../../src/preference/features/positives.ts';
import type { PhiColumn } from '../../src/preference/features/source.ts';
import { coClickFeatures, FEATURES } from '../../src/preference/pairs/co-click/features.ts';
import { featureColumns } from '../../src/preference/pairs/co-click/source.ts';
import type { FieldBlock } from '../../src/ranker/ranker.ts';
import type { Estimate } from '../../src/report/schema.ts';
import type { CoClickSpec, Spec } from '../../src/specfile/schema.ts';
import { builtInRanker } from '../../src/specfile/schema-ranker.ts';
import { scoredBase } from './base.ts';
import { type CalibrationData, calibrationData, type Who } from './dataset.ts';
import { createWorld, type WorldOptions } from './world.ts';

const FOLDS = 5;

/** `useful`: co-clicks as they are. `useless`: the same with the items' names shuffled, so that no relation is left. */
export const SOURCES = ['useful', 'useless'] as const;
export type SourceName = (typeof SOURCES)[number];

export interface MeasureOptions extends WorldOptions {
  who: Who;
  /** Ranker seeds of the estimate. */
  seeds: number;
  heads: readonly HeadKind[];
  /** Further seeds, for a truth that is not tied to the seeds of the estimate; 0 for none. */
  otherSeeds: number;
}

export interface Measurement {
  head: HeadKind;
  source: SourceName;
  /** AUC of the base's head. */
  base: number;
  estimate: Pick<Estimate, 'value' | 'se' | 'low' | 'high' | 'df' | 'variance'>;
  /** Variance over users of what the same trained arms score, and its degrees of freedom. */
  sameArms: { variance: number; df: number };
  /** The same trained arms on the fresh users. */
  truth: number;
  /** What the seeds add to the variance of the estimate: that of the seeds' own truths, over their number. */
  truthOfSeedsPart: number;
  /** What arms of any seeds would score on the fresh users, see `untiedTruth`; null without other seeds. */
  truthOfAnySeeds: number | null;
}

const spec = { log: { counts: false }, ranker: builtInRanker('fm') } as Spec;
const FORM = fieldForm(spec, 'arms');

const coClick: CoClickSpec = {
  name: 'co-click',
  kind: 'co-click',
  build: 'co-click',
  window: 10,
  history: 50,
  weight: 'cosine',
  shrinkage: 10,
  use: [...FEATURES],
};

const breathe = async (): Promise<void> => {};

/** @returns for each head, each source */
export async function measure(options: MeasureOptions): Promise<Measurement[]> {
  const made = calibrationData(createWorld(options), options.who);
  const { data, logRows, freshRows } = made;
  const parts = rowParts(data.part);
  const training = trainingRows(parts);
  // Counts are among the features already: those of fresh users differ from what the product would count.
  const base = await baseBlock(data, spec, training, fieldForm(spec, 'base'), breathe);
  const both = { ...parts, evaluate: joined(logRows, freshRows) };
  const seeds = Array.from({ length: options.seeds + options.otherSeeds }, (_, k) => options.seed * 1000 + k);
  const scored = await scoredBase(data, both, base, seeds);
  const arms: Arm[] = [BASE_ARM];
  for (const source of SOURCES) {
    const positives =
      source === 'useful' ? made.positives : renamed(made.positives, data.items, options.seed);
    const blocks: FieldBlock[] = [];
    // As in the product, every ranker seed draws the user folds anew.
    for (const seed of seeds) {
      const columns = await leakedColumns({ ...made, positives }, seed);
      blocks.push(await columnBlock(columns, training, FORM, breathe));
    }
    arms.push({ id: source, arm: 'leaked', source, blocks });
  }
  const rows = evaluationRows(at(data.label, logRows), gather(data.user, logRows));
  const freshLabel = at(data.label, freshRows);
  const measurements: Measurement[] = [];
  for (const head of options.heads) {
    const { jobs } = await headJobs(
      {
        data,
        parts: both,
        base,
        arms,
        seeds,
        projected: NO_PROJECTIONS,
        kind: head,
        mostHeadRows: HEAD_ROWS,
        breathe,
      },
      { ...scored, bySeed: scored.bySeed.map(ofAllRows), hasScore: true },
    );
    const results = jobs.map((job) => runHeadJob(job, HOOKS));
    const armOf = (id: string) => {
      const arm = new ScoredArm(rows);
      const armResults = results.filter((result) => result.arm === id);
      for (const { seed, scores } of armResults.slice(0, options.seeds))
        arm.add(seed, scores.subarray(0, logRows.length));
      const freshAucs = armResults.map(({ scores }) =>
        freshLabel.length === 0 ? Number.NaN : auc(scores.slice(logRows.length), freshLabel),
      );
      return { arm, freshAucs };
    };
    const baseArm = armOf('base');
    for (const source of SOURCES) {
      const leaked = armOf(source);
      const { value, se, low, high, df, variance } = contrast(rows, leaked.arm, baseArm.arm);
      const sameArms = contrast(rows, seedAverage(leaked.arm), seedAverage(baseArm.arm));
      const gain = leaked.freshAucs.map((score, k) => score - baseArm.freshAucs[k]!);
      const seedGains = gain.slice(0, options.seeds);
      measurements.push({
        ...{ head, source, base: baseArm.arm.auc },
        estimate: { value, se, low, high, df, variance },
        sameArms: { variance: sameArms.variance.users, df: sameArms.df },
        truth: mean(seedGains),
        truthOfSeedsPart: sampleVariance(seedGains) / options.seeds,
        truthOfAnySeeds: options.otherSeeds === 0 ? null : untiedTruth(gain, options.seeds),
      });
    }
  }
  return measurements;
}

const NO_PROJECTIONS = { of: () => undefined, without: () => undefined, rowsTrained: 0 };
const HOOKS = { isCancelled: () => false, onFraction: () => {} };

/**
 * The truth that is tied to no seed, from few others: the distance of a mean over K seeds from it varies by σ²/K. From the mean
 * of J others it varies by σ²/K + σ²/J, so that mean is drawn towards the K seeds' own by √((1/K)/(1/K + 1/J)).
 */
function untiedTruth(gain: readonly number[], seeds: number): number {
  const [measured, other] = [gain.slice(0, seeds), gain.slice(seeds)];
  const share = Math.sqrt(1 / seeds / (1 / seeds + 1 / other.length));
  return mean(measured) + share * (mean(other) - mean(measured));
}

/** The mean over seeds as an arm of one seed, whose clustered variance has no seeds' part. */
function seedAverage(arm: ScoredArm): ScoredArm {
  const averageArm = new ScoredArm(arm.rows);
  const averaged = (sumsOf: (seed: ScoredSeed) => Float64Array) =>
    sumsOf(arm.perSeed[0]!).map((_, user) => mean(arm.perSeed.map((seed) => sumsOf(seed)[user]!)));
  averageArm.perSeed.push({
    ...arm.perSeed[0]!,
    auc: arm.auc,
    positiveSums: averaged((seed) => seed.positiveSums),
    negativeSums: averaged((seed) => seed.negativeSums),
  });
  averageArm.meanComponents.set(arm.meanComponents);
  return averageArm;
}

/** Transferable features: a user, fresh or not, reads P without the fold that their name hashes to. */
async function leakedColumns(made: CalibrationData, seed: number): Promise<PhiColumn[]> {
  const { data, positives, historyEnds } = made;
  const input = {
    data,
    timeline: data.timeline,
    positives,
    historyEnds,
    userFold: userFolds(data.userNames, FOLDS, seed),
    folds: FOLDS,
    idKeys: idKeys(data),
    seed,
  };
  const { leaked } = await coClickFeatures(input, coClick, breathe);
  return featureColumns(leaked, FEATURES, coClick.use);
}

/** The items of P under other names; histories keep theirs. */
function renamed(p: Positives, items: number, seed: number): Positives {
  const random = seeded(seed + 0x5eed);
  const name = Uint32Array.from({ length: items }, (_, i) => i);
  for (let i = items - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [name[i], name[j]] = [name[j]!, name[i]!];
  }
  return { ...p, item: p.item.map((item) => name[item]!) };
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const at = (values: Uint8Array, rows: Uint32Array) => Uint8Array.from(rows, (row) => values[row]!);
const gather = (values: Uint32Array, rows: Uint32Array) => rows.map((row) => values[row]!);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const sampleVariance = (values: readonly number[]) =>
  values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / (values.length - 1);
