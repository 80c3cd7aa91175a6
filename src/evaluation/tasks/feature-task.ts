/**
 * Builds the features of a source for one ranker seed, on a worker thread, and hands them over as ready field blocks. Sources
 * that read the same trained vectors are one task: these are trained once.
 */

import type { Warning } from '../../common/failure.ts';
import type { Pause, PhiColumn, SourceFeatures, SourceInput } from '../../preference/features/source.ts';
import { kindOf } from '../../preference/sources.ts';
import { trainedBase } from '../../preference/vectors/trained-vectors.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { ArmReport } from '../../report/schema.ts';
import type { SourceSpec } from '../../specfile/schema.ts';
import { columnBlock, columnEdges, type Edges, type FieldForm } from '../arms/fields.ts';
import { type FeatureDiagnostic, featureDiagnostics } from '../describe/feature-diagnostics.ts';
import { armColumns, type NamedAuc } from '../judge/leak-columns.ts';
import { type LaterRows, laterBlock } from './later-rows.ts';

export type SourceArm = Exclude<ArmReport['arm'], 'base' | 'model' | 'probe' | 'baseline'>;

export interface FeatureTask {
  /** One, or all that read the same trained vectors. */
  sources: readonly SourceSpec[];
  /** The log and what sources share; `userFold` is the draw of folds that goes with the seed. */
  input: SourceInput;
  /** The ranker seed: replicate of the placebo. */
  seed: number;
  /** The arms that are wanted; all, and the placebo, where absent. */
  arms?: readonly SourceArm[] | undefined;
  /** The first seed also brings what does not depend on it: the total arm, the diagnostics, the rows touched. */
  first: boolean;
  /** Numbers of rows of the input: those that bins are made by, and those that single features are described on. */
  training: Uint32Array;
  evaluate: Uint32Array;
  form: FieldForm;
  /** Whether other rows may follow: the result then has what these need. */
  keeps?: true | undefined;
  /** Of a task whose rows follow those of another one. */
  later?: LaterRows | undefined;
}

export interface FeatureResult {
  source: string;
  seed: number;
  provenance: SourceFeatures['provenance'];
  /** Of the rows of the input. */
  blocks: { arm: SourceArm; block: FieldBlock; edges?: Edges | undefined }[];
  /** With `first`: per row of the input whether P touches it. */
  touched?: Uint8Array | undefined;
  /** With `first`, where no rows follow: single features of the headline arm. */
  diagnostics?: FeatureDiagnostic[] | undefined;
  /** Likewise: how well each of them tells the label alone. */
  columns?: NamedAuc[] | undefined;
  /** With `first`, where rows follow or have followed: those features, which are described once all rows are there. The first ones may be of one class. */
  phi?: PhiColumn[] | undefined;
  warnings: Warning[];
}

/** Shares of the work: the arms, the placebo. */
const ARMS_PART = 0.75;

/** @returns the features of each of the task's sources, in their order */
export async function buildFeatures(task: FeatureTask, pause: Pause): Promise<FeatureResult[]> {
  const { sources } = task;
  const input = sources.length === 1 ? task.input : { ...task.input, trained: new Map() };
  const results: FeatureResult[] = [];
  for (const [k, source] of sources.entries()) {
    const pauseWithin = (share: number): Promise<void> => pause((k + share) / sources.length);
    results.push(await featuresOf({ ...task, input }, source, pauseWithin));
  }
  return results;
}

async function featuresOf(task: FeatureTask, source: SourceSpec, pause: Pause): Promise<FeatureResult> {
  const { input, seed, first, training, evaluate, form, arms: only, keeps, later } = task;
  const isWanted = (arm: SourceArm): boolean => only?.includes(arm) ?? true;
  // A total that is itself trained differs from seed to seed, as the leaked arm does that it is held against.
  const withTotal = first || trainedBase(source, input.sources ?? []) !== undefined;
  const wanted = { ...input, withoutTotal: !withTotal };
  const built = await kindOf(source).build(wanted, source, (share) => pause(share * ARMS_PART));
  const breathe = (): Promise<void> => pause(ARMS_PART);
  const blocks: FeatureResult['blocks'] = [];
  const add = async (arm: SourceArm, columns: readonly PhiColumn[]): Promise<void> => {
    if (later !== undefined)
      return void blocks.push({ arm, block: await laterBlock(columns, later, arm, form, breathe) });
    const edges = keeps ? columnEdges(columns, training, form) : undefined;
    const block = await columnBlock(columns, training, form, breathe, edges);
    blocks.push({ arm, block, ...(edges && { edges }) });
  };
  for (const { arm, columns } of built.arms) {
    if (!isWanted(arm) || (arm === 'leaked-total' && !withTotal)) continue;
    await add(arm, columns);
  }
  if (isWanted('placebo')) {
    const placebo = await built.placebo(seed, (share) => pause(ARMS_PART + share * (1 - ARMS_PART)));
    await add('placebo', placebo);
  }
  const result = {
    source: source.name,
    seed,
    provenance: built.provenance,
    blocks,
    warnings: built.warnings,
  };
  if (!first) return { ...result, warnings: [] };
  const { label } = input.data;
  const { arm, columns } = headline(built);
  const { touched } = built;
  if (keeps || later !== undefined) return { ...result, touched, phi: columns };
  const found = blocks.find((candidate) => candidate.arm === arm)!.block;
  return {
    ...result,
    touched,
    diagnostics: featureDiagnostics(columns, evaluate, label),
    columns: armColumns(columns, found, { training, evaluate, label }),
  };
}

/** The arm that a source's LIS is about: leaked, or leaked-total where nothing can be cross-fitted. */
function headline({ arms }: SourceFeatures): SourceFeatures['arms'][number] {
  return (arms.find(({ arm }) => arm === 'leaked') ?? arms.find(({ arm }) => arm === 'leaked-total'))!;
}
