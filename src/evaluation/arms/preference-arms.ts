/**
 * From the sources of a spec to the arms they bring. Positives and histories are found once; the features of each source
 * are built on worker threads, anew for every ranker seed: the draw of the user folds and the placebo's permutation are
 * paired with the seed, so that the spread over seeds covers them.
 */

import type { Warning } from '../../common/failure.ts';
import { type LogRows, placesOf, spread } from '../../common/some-rows.ts';
import { type LogInput, ofSomeRows, ofWholeLog, pickRows } from '../../preference/features/some-rows.ts';
import type { SourceInput } from '../../preference/features/source.ts';
import { kindOf } from '../../preference/sources.ts';
import { byTraining } from '../../preference/vectors/trained-vectors.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { dropArm, sourceArm } from '../../report/arm-ids.ts';
import type { SourceReport } from '../../report/schema.ts';
import type { SourceSpec, Spec } from '../../specfile/schema.ts';
import { readSources } from '../../specfile/source-bases.ts';
import type { BaseCache, Found } from '../base/cache/cache.ts';
import { keptFeatures } from '../base/cache/kept-features.ts';
import { type FeatureDiagnostic, featuresToDrop } from '../describe/feature-diagnostics.ts';
import type { ReadRows } from '../head/read-rows.ts';
import type { NamedAuc } from '../judge/leak-columns.ts';
import type { ShareReport } from '../tasks/clock.ts';
import { featureMemory } from '../tasks/feature-memory.ts';
import type { FeatureResult, FeatureTask } from '../tasks/feature-task.ts';
import { roomToBuild } from '../tasks/memory.ts';
import type { PooledRun } from '../tasks/pool.ts';
import { ARM_ORDER, type Arm } from './arms.ts';
import { ownField } from './fields.ts';
import { fieldForm, inTwoStages, rankersOf } from './rankers.ts';
import { inputOf } from './source-inputs.ts';

/** What the report says about a source besides its arms. */
export interface SourceFacts {
  name: string;
  kind: string;
  provenance: SourceReport['provenance'];
  observed?: string;
  /** The arm that the LIS is about. */
  headline: 'leaked' | 'leaked-total';
  /** 1 per row of the log that P touches. */
  touched: Uint8Array;
  /** Of the features of the headline arm; none yet where more rows follow. */
  diagnostics: readonly FeatureDiagnostic[];
  /** How well each of them tells the label alone; likewise. */
  columns: readonly NamedAuc[];
}

export interface SourceArms {
  arms: Arm[];
  sources: SourceFacts[];
  warnings: Warning[];
  /** What the features were built by, with what came of it. */
  built: readonly BuiltFeatures[];
}

/** Features of some sources and one seed. */
export interface BuiltFeatures {
  /** With what all rows share, for tasks on other ones: what was picked out of it is gone. */
  task: Omit<FeatureTask, 'input'> & { input: LogInput };
  /** The rows of the task. */
  rows: LogRows;
  results: FeatureResult[];
}

/**
 * @param inputs what the sources share, seed by seed
 * @param rows that features are built of
 * @param keeps whether more rows follow
 * @throws Cancelled
 */
export async function sourceArms(
  spec: Spec,
  parts: RowParts,
  seeds: readonly number[],
  inputs: readonly LogInput[],
  context: PooledRun,
  cache: BaseCache,
  report: ShareReport,
  { training, rows: read }: ReadRows,
  keeps: boolean,
  breathe: () => Promise<void>,
): Promise<SourceArms> {
  const result: SourceArms = { arms: [], sources: [], warnings: [], built: [] };
  if (spec.sources.length === 0) return result;
  const form = fieldForm(spec, 'arms');
  const isPartly = (sources: readonly SourceSpec[]): boolean =>
    sources.every((source) => kindOf(source).atOnce?.(source) !== true);
  const groups = byTraining(spec.sources, readSources(spec));
  // Without time there are sources alone that are built at once, and nothing to pick rows of.
  const rowsOf = (k: number): LogRows => (groups.some(isPartly) ? read[k] : undefined);
  const partly: (SourceInput | undefined)[] = [];
  for (const [k, input] of inputs.entries()) {
    const rows = rowsOf(k);
    const some = rows === undefined ? undefined : await pickRows(input, rows, breathe);
    partly.push(some && ofSomeRows(input, some));
  }
  const asked = groups.flatMap((sources) =>
    seeds.map((seed, k) => {
      const rows = isPartly(sources) ? read[k] : undefined;
      const task: FeatureTask = {
        sources,
        input: inputOf(sources, rows === undefined ? ofWholeLog(inputs[k]!) : partly[k]!),
        ...(keeps && { keeps: true as const }),
        seed,
        first: k === 0,
        training: placesOf(training[k]!, rows),
        evaluate: placesOf(parts.evaluate, rows),
        form,
      };
      return { task, rows, input: inputOf(sources, inputs[k]!) };
    }),
  );
  const built = await keptOrBuilt(
    asked.map(({ task }) => task),
    cache,
    context,
    report,
  );
  result.built = asked.map(({ task, rows, input }, t) => ({
    task: { ...task, input },
    rows,
    results: built[t]!,
  }));
  const ofHead = inTwoStages(spec, rankersOf(spec)[0]);
  for (const [index, source] of spec.sources.entries()) {
    const found = result.built.flatMap(({ rows, results }) =>
      results.filter((candidate) => candidate.source === source.name).map((result) => ({ rows, result })),
    );
    const [first] = found;
    if (first === undefined) throw new Error(`no features of source ${spec.sources[index]!.name}`);
    const facts = factsOf(
      source,
      first.result,
      spread(first.result.touched!, first.rows, inputs[0]!.data.rows),
    );
    result.arms.push(...armsOf(source.name, facts, found, ofHead));
    result.sources.push(facts);
    result.warnings.push(...first.result.warnings);
  }
  return result;
}

/** Builds the features that no earlier run has kept. @throws Cancelled @returns by task, in their order */
export async function keptOrBuilt(
  tasks: readonly FeatureTask[],
  cache: BaseCache,
  context: PooledRun,
  report: ShareReport,
): Promise<FeatureResult[][]> {
  const found: Found<FeatureResult[]>[] = [];
  for (const task of tasks) found.push(await keptFeatures(cache, task));
  const missing = tasks.filter((_, t) => found[t]!.value === undefined);
  const keepers = found.filter(({ value }) => value === undefined);
  const keeping: Promise<void>[] = [];
  try {
    const built = await context.pool.run('features', missing, {
      ...roomToBuild(missing.map(featureMemory), context),
      onProgress: (fraction, running) => report(fraction, featuresMessage(running)),
      onResult: (index, result) => keeping.push(keepers[index]!.keep(result)),
    });
    return found.map(({ value }) => value ?? built.shift()!);
  } finally {
    // What is built already is kept of a run that is cancelled or fails, too.
    await Promise.all(keeping);
  }
}

function featuresMessage(running: readonly FeatureTask[]): string {
  const names = new Set(running.flatMap(({ sources }) => sources.map(({ name }) => name)));
  return `building the features of ${[...names].join(' and ')}`;
}

function factsOf(source: SourceSpec, first: FeatureResult, touched: Uint8Array): SourceFacts {
  const headline = first.blocks.some(({ arm }) => arm === 'leaked') ? 'leaked' : 'leaked-total';
  return {
    name: source.name,
    kind: source.kind,
    provenance: first.provenance,
    ...('observed' in source && source.observed !== undefined && { observed: source.observed }),
    headline,
    touched,
    diagnostics: first.diagnostics ?? [],
    columns: first.columns ?? [],
  };
}

/** The arms in the order of the report, then one for each feature whose loss is measured. */
function armsOf(
  source: string,
  facts: SourceFacts,
  found: readonly { rows: LogRows; result: FeatureResult }[],
  ofHead: boolean,
): Arm[] {
  const [{ result: first }] = found as [(typeof found)[0]];
  const kinds = new Set(first.blocks.map(({ arm }) => arm));
  const features = (first.diagnostics ?? first.phi!).map(({ name }) => name);
  const arms = ARM_ORDER.filter((arm) => kinds.has(arm as FeatureResult['blocks'][number]['arm'])).map(
    (arm): Arm => {
      const ofArm = found.flatMap(({ rows, result }) =>
        result.blocks.filter((block) => block.arm === arm).map(({ block }) => ({ block, rows })),
      );
      return {
        ...{ id: sourceArm(arm, source), arm, source },
        features,
        blocks: ofArm.map(({ block }) => block),
        rows: ofArm.map(({ rows }) => rows),
      };
    },
  );
  const headline = arms.find(({ arm }) => arm === facts.headline)!;
  if (headline.blocks![0]!.fields < 2) return arms;
  // Where rows follow, arms are heads.
  const dropped = first.diagnostics === undefined ? features : featuresToDrop(first.diagnostics, ofHead);
  const drops = dropped.map((feature): Arm => {
    const field = ownField(features.indexOf(feature));
    return { ...headline, id: dropArm(source, feature), drop: { feature, field } };
  });
  return [...arms, ...drops];
}
