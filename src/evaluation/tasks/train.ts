/** Builds the features of every arm, and trains every arm × seed with every ranker. */

import type { Warning } from '../../common/failure.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { ArmResult, FieldBlock, RowParts } from '../../ranker/ranker.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import { isBuiltIn, isCommand } from '../../specfile/ranker-kinds.ts';
import type { AnyRanker, Spec } from '../../specfile/schema.ts';
import { type Arm, BASE_ARM } from '../arms/arms.ts';
import { baseBlock, ownField, rowParts, trainingRows } from '../arms/fields.ts';
import { type ModelFacts, modelArms } from '../arms/model-arms.ts';
import { type SourceFacts, sourceArms } from '../arms/preference-arms.ts';
import { type ProbeFacts, probeArms } from '../arms/probe-arms.ts';
import { commandPath, fieldForm, idRankerOf, inTwoStages, rankerKey, rankersOf } from '../arms/rankers.ts';
import { sourceInputs } from '../arms/source-inputs.ts';
import { BaseCache } from '../base/cache/cache.ts';
import { type CommandTask, trainByCommand } from '../command/train-command.ts';
import { featureSpans, sizeOf } from '../cost/expected.ts';
import { rankerSeconds, stepSeconds } from '../cost/shares.ts';
import { headRowsMost } from '../head/rows.ts';
import { baseColumns, type ColumnAuc } from '../judge/leak-columns.ts';
import type { SpecContext } from '../load-spec.ts';
import { type Clock, type ShareReport, type Span, within } from './clock.ts';
import { searchedIdRanker } from './id-ranker.ts';
import { type JointTask, trainJoint } from './joint.ts';
import { type CurvePoint, trainStaged } from './staged.ts';

/** What one ranker did with the arms. */
export interface RankerRun {
  ranker: AnyRanker;
  /** Key of the spec that gives its options, for messages. */
  key: string;
  /** Those that only serve a diagnostic are the first ranker's alone; no program of the user's own trains them, but heads on its scores are. */
  arms: readonly Arm[];
  /** Seed by seed, in each the arms in their order. */
  results: readonly ArmResult[];
  /** What was searched, and how scores are out of sample. */
  base?: BaseReport | undefined;
  curve?: readonly CurvePoint[] | undefined;
  /** Rows that trainings visited beside those of `results`. */
  baseRowsTrained: number;
}

export interface TrainedRun extends RankerRun {
  parts: RowParts;
  /** How well each column of the base tells the label alone. */
  columns: readonly ColumnAuc[];
  sources: readonly SourceFacts[];
  models: readonly ModelFacts[];
  probes: readonly ProbeFacts[];
  warnings: readonly Warning[];
  /** The rankers after the first, whose run this is; without the arms that only serve a diagnostic. */
  others: readonly RankerRun[];
}

/** @param wanted which arms are trained; all where absent. */
export async function trainArms(
  data: Dataset,
  spec: Spec,
  seeds: readonly number[],
  context: SpecContext,
  clock: Clock,
  wanted?: (arm: Arm) => boolean,
): Promise<TrainedRun> {
  const rankers = rankersOf(spec);
  const parts = rowParts(data.part);
  clock.report('features', 0, 'building the base features');
  const base = await baseBlock(data, spec, trainingRows(parts), fieldForm(spec, 'base'), () =>
    clock.breathe(),
  );
  const labelled = { training: trainingRows(parts), evaluate: parts.evaluate, label: data.label };
  const columns = await baseColumns(data, spec, base, labelled, () => clock.breathe());
  const size = sizeOf(data);
  const { threads, given } = context;
  const spans = featureSpans(spec, size, threads, given);
  const report =
    (span: Span): ShareReport =>
    (share, message) =>
      clock.report('features', within(span, share), message);
  const cache = new BaseCache(context.cacheFolder, () => clock.breathe());
  const common = { data, parts, base, seeds, context, cache, breathe: () => clock.breathe() };
  const { options: idRanker, found } = await searchedIdRanker(spec, {
    ...{ ...common, given: given(0), key: rankerKey(spec, 0, given(0)) },
    onProgress: report(spans.search),
  });
  const inputs = await sourceInputs(data, spec, seeds, clock, idRanker);
  const ofSources = cache.of('features');
  const built = await sourceArms(spec, parts, seeds, inputs, context, ofSources, report(spans.sources));
  const ofModels = await modelArms(spec, parts, inputs[0], context, report(spans.models));
  const ofProbes = await probeArms(spec, parts, seeds, inputs, context, report(spans.probes));
  const added = [...built.arms, ...ofModels.arms, ...ofProbes.arms];
  const arms: Arm[] = [BASE_ARM, ...added].filter(wanted ?? (() => true));
  const ownFields = Math.max(0, ...added.map(({ blocks }) => blocks![0]!.fields));
  const ownNames = Array.from({ length: ownFields }, (_, position) => ownField(position));
  const tasksOf = (some: readonly Arm[]): ArmTask[] =>
    seeds.flatMap((seed, k) =>
      some.map((arm) => {
        const block = arm.blocks?.[Math.min(k, arm.blocks.length - 1)];
        return {
          arm: arm.id,
          // A probe's features are its model's, whatever it was trained on.
          source: arm.arm === 'probe' ? undefined : arm.source,
          called: arm.features,
          seed,
          blocks: block === undefined ? [base] : [base, block],
          missing: missingFields(ownNames, block, arm.drop?.field),
          label: data.label,
          parts,
          ...(arm.drop !== undefined && { drop: arm.drop }),
        };
      }),
    );
  const runs = rankers.map((ranker, index) => {
    const diagnosed = index === 0 && (!isCommand(ranker) || inTwoStages(spec, ranker));
    const wantedArms = diagnosed ? arms : arms.filter(({ drop }) => drop === undefined);
    return { ranker, arms: wantedArms, tasks: tasksOf(wantedArms) };
  });
  const sharing = { spec, size, threads, given, runs, fields: base.fields + ownFields };
  const seconds = rankerSeconds(sharing);
  const all = seconds.reduce((sum, part) => sum + part, 0);
  const trained: RankerRun[] = [];
  const warnings = [...data.warnings, ...built.warnings, ...ofProbes.warnings];
  let done = 0;
  for (const [index, { ranker, arms: rankerArms, tasks }] of runs.entries()) {
    const span: Span = [done / all, (done + seconds[index]!) / all];
    const later = all - done - seconds[index]!;
    const key = rankerKey(spec, index, given(index));
    if (isCommand(ranker) && !inTwoStages(spec, ranker)) {
      const program = { ranker, specPath: commandPath(spec), data, ownFields: ownNames, context };
      const outcome = await trainByCommand(tasks, {
        ...program,
        onProgress: (fraction, message) => clock.report('train', within(span, fraction), message),
      });
      trained.push({ ranker, key, arms: rankerArms, results: outcome.results, baseRowsTrained: 0 });
      warnings.push(...outcome.warnings);
    } else {
      const ofBase = {
        ...{ ...common, key, given: given(index), specPath: commandPath(spec) },
        // Its rows count with those of the first ranker, below.
        found: index === 0 && found !== undefined ? { ...found, rowsTrained: 0 } : undefined,
        expected: (epochs?: number) => stepSeconds(sharing, index, epochs),
        onProgress: (share: number, message: string, left?: number) =>
          clock.report('train', within(span, share), message, left === undefined ? left : left + later),
      };
      const outcome =
        isBuiltIn(ranker) && !inTwoStages(spec, ranker)
          ? await trainJoint(
              ofBase,
              ranker,
              tasks.map(({ source: _, called: __, ...task }) => task),
            )
          : await trainStaged(
              {
                ...ofBase,
                arms: rankerArms,
                stand: idRankerOf(rankers[0]),
                head: spec.head,
                mostHeadRows: headRowsMost(spec),
                withCurve: index === 0 && wanted === undefined,
              },
              ranker,
            );
      trained.push({ arms: rankerArms, key, ...outcome });
      warnings.push(...outcome.warnings);
    }
    done += seconds[index]!;
  }
  const [first, ...others] = trained;
  const baseRowsTrained = first!.baseRowsTrained + (found?.rowsTrained ?? 0);
  const facts = { sources: built.sources, models: ofModels.models, probes: ofProbes.probes };
  return { ...first!, baseRowsTrained, others, parts, columns, ...facts, warnings };
}

/** What an arm and seed is trained on, whatever ranker is trained. */
type ArmTask = JointTask & Pick<CommandTask, 'source' | 'called'>;

/**
 * The own fields that an arm lacks. Every arm has as many as the arm with most: the same ranker, in which the data of the
 * others is missing. A gain is then one of what the fields say, never of their being there. A missing field has no dense
 * column: a column of zeros changes no bit of what a tower computes.
 */
function missingFields(
  ownNames: readonly string[],
  armBlock: FieldBlock | undefined,
  dropped: string | undefined,
): string[] {
  return ownNames.filter((name) => name === dropped || armBlock?.names.includes(name) !== true);
}
