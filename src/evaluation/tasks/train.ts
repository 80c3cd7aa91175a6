/** Builds the features of every arm, and trains every arm × seed with every ranker. */

import type { Warning } from '../../common/failure.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { NumberStore } from '../../metrics/numbers.ts';
import type { LogInput } from '../../preference/features/some-rows.ts';
import type { ArmResult, FieldBlock, RowParts } from '../../ranker/ranker.ts';
import { inMemory } from '../../ranker/rows/in-memory.ts';
import type { PrecisionReport } from '../../report/schema.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import { isBuiltIn, isCommand } from '../../specfile/ranker-kinds.ts';
import type { AnyRanker, Spec } from '../../specfile/schema.ts';
import { type Arm, BASE_ARM } from '../arms/arms.ts';
import { baseOf } from '../arms/base.ts';
import { ownField, rowParts, trainingRows } from '../arms/fields.ts';
import { type ModelFacts, modelArms } from '../arms/model-arms.ts';
import { type SourceFacts, sourceArms } from '../arms/preference-arms.ts';
import { type ProbeFacts, probeArms } from '../arms/probe-arms.ts';
import { commandPath, fieldForm, idRankerOf, inTwoStages, rankerKey } from '../arms/rankers.ts';
import { sourceInputs } from '../arms/source-inputs.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import type { BlockPlan } from '../base/blocks.ts';
import { BaseCache } from '../base/cache/cache.ts';
import type { RowScores } from '../base/row-scores.ts';
import type { BaseRun } from '../base/run.ts';
import type { Searched } from '../base/search/searched.ts';
import { type CommandTask, trainByCommand } from '../command/train-command.ts';
import { featureSpans, sizeOf } from '../cost/expected.ts';
import { rankerSeconds, stepSeconds } from '../cost/shares.ts';
import { sumsStore } from '../describe/sums-store.ts';
import type { BesideScore } from '../head/jobs.ts';
import { readRows } from '../head/read-rows.ts';
import { headRowsMost } from '../head/rows.ts';
import { baseColumns, type ColumnAuc } from '../judge/leak-columns.ts';
import type { SpecContext } from '../load-spec.ts';
import { asTrained, objectiveData, ofObjective } from '../objectives/data.ts';
import { inParts, type Taken, takeParts } from '../parts/take.ts';
import { firstUsers, hasPrecision, type Measured as MeasuredUsers, takeUsers } from '../precision/take.ts';
import { type Clock, type ShareReport, type Span, within } from './clock.ts';
import { searchedIdRanker } from './id-ranker.ts';
import { type JointTask, trainJoint } from './joint.ts';
import { withoutRows } from './let-go.ts';
import { type CurvePoint, type StagedResult, trainStaged } from './staged.ts';

/** What one ranker did with the arms. */
export interface RankerRun {
  ranker: AnyRanker;
  /** Key of the spec that gives its options, for messages. */
  key: string;
  /** The objective whose label it learned; absent for that of the log. */
  objective?: string | undefined;
  /** Those that only serve a diagnostic are the first ranker's alone; no program of the user's own trains them, but heads on its scores are. */
  arms: readonly Arm[];
  /** Seed by seed, in each the arms in their order. */
  results: readonly ArmResult[];
  /** What was searched, and how scores are out of sample. */
  base?: BaseReport | undefined;
  curve?: readonly CurvePoint[] | undefined;
  /** The rows that heads were trained on, of training in two stages. */
  head?: BlockPlan['head'] | undefined;
  /** What the base's search found; absent where the base was not trained here. */
  searched?: Searched | undefined;
  /** What heads started from, seed by seed; of training in two stages. */
  scores?: readonly RowScores[] | undefined;
  /** Rows that trainings visited beside those of `results`. */
  baseRowsTrained: number;
  /** How well each column of the base tells the label alone. */
  columns: readonly ColumnAuc[];
}

export interface TrainedRun extends RankerRun {
  parts: RowParts;
  sources: readonly SourceFacts[];
  models: readonly ModelFacts[];
  probes: readonly ProbeFacts[];
  warnings: readonly Warning[];
  /** Of a spec with successive cuts alone. */
  ground?: Ground | undefined;
  /** Where what the arms come to is held. */
  store: NumberStore;
  /** The rankers after the first, whose run this is; without the arms that only serve a diagnostic. */
  others: readonly RankerRun[];
  /** The first ranker on the labels of objectives; likewise. */
  objectives: readonly RankerRun[];
  /** What `precision` asked for, and what came of it; `parts.evaluate` are the rows that were measured. */
  precision?: PrecisionReport | undefined;
}

/** What further trainings of the first ranker are made of. */
export interface Ground extends Pick<BaseRun, 'base' | 'cache' | 'found'> {
  /** What sources share, seed by seed. */
  inputs: readonly LogInput[];
}

/** @param isTrained which arms are; all where absent. */
export async function trainArms(
  data: Dataset,
  spec: Spec,
  seeds: readonly number[],
  context: SpecContext,
  clock: Clock,
  isTrained?: (arm: Arm) => boolean,
): Promise<TrainedRun> {
  const planned = plannedTrainings(spec);
  const parts = rowParts(data.part);
  const breathe = (): Promise<void> => clock.breathe();
  const few = await firstUsers(data, spec, parts, breathe);
  clock.report('features', 0, 'building the base features');
  const base = await baseOf(data, spec, parts, context, breathe);
  const size = sizeOf(data);
  const { threads, given } = context;
  const spans = featureSpans(spec, size, threads, given);
  const report =
    (span: Span): ShareReport =>
    (share, message) =>
      clock.report('features', within(span, share), message);
  const cache = new BaseCache(context.cacheFolder, breathe);
  const common = { parts, seeds, context, cache, breathe };
  const { options: idRanker, found } = await searchedIdRanker(spec, {
    ...{ ...common, data: asTrained(data, parts), base, given: given(0), key: rankerKey(spec, 0, given(0)) },
    onProgress: report(spans.search),
  });
  const inputs = await sourceInputs(data, spec, seeds, clock, idRanker);
  const ofSources = cache.of('features');
  const partly = few === undefined ? inParts(spec, parts, context) : undefined;
  const now: RowParts = { ...parts, evaluate: few?.evaluate ?? partly?.first ?? parts.evaluate };
  const told = report(spans.sources);
  const read = await readRows(data, spec, parts, now.evaluate, seeds, breathe);
  const keeps = few !== undefined || partly !== undefined;
  const built = await sourceArms(spec, now, seeds, inputs, context, ofSources, told, read, keeps, breathe);
  const ofModels = await modelArms(spec, now, inputs[0], context, report(spans.models), read, keeps, breathe);
  const ofProbes = await probeArms(spec, parts, seeds, inputs, context, report(spans.probes));
  const added = [...built.arms, ...ofModels.arms, ...ofProbes.arms];
  const arms: Arm[] = [BASE_ARM, ...added].filter(isTrained ?? (() => true));
  const ownFields = Math.max(0, ...added.map(({ blocks }) => blocks![0]!.fields));
  const ownNames = Array.from({ length: ownFields }, (_, position) => ownField(position));
  const tasksOf = (some: readonly Arm[], labelled: Labelled): ArmTask[] =>
    seeds.flatMap((seed, k) =>
      some.map((arm) => {
        const block = arm.blocks?.[Math.min(k, arm.blocks.length - 1)];
        return {
          arm: arm.id,
          // A probe's features are its model's, whatever it was trained on.
          source: arm.arm === 'probe' ? undefined : arm.source,
          called: arm.features,
          seed,
          blocks: block === undefined ? [labelled.base] : [labelled.base, block],
          missing: missingFields(ownNames, block, arm.drop?.field),
          label: labelled.data.label,
          parts,
          ...(arm.drop !== undefined && { drop: arm.drop }),
        };
      }),
    );
  const labels = new Map<string | undefined, Labelled>([[undefined, { data: asTrained(data, parts), base }]]);
  for (const { objective } of planned) {
    if (objective !== undefined)
      labels.set(objective, await labelledBy(objective, data, spec, parts, context, breathe));
  }
  const runs = planned.map((training) => {
    const { ranker, objective, first } = training;
    const diagnosed = first && (!isCommand(ranker) || inTwoStages(spec, ranker));
    const wantedArms = diagnosed ? arms : arms.filter(({ drop }) => drop === undefined);
    const labelled = labels.get(objective)!;
    return { ...training, labelled, arms: wantedArms, tasks: tasksOf(wantedArms, labelled) };
  });
  const sharing = { spec, size, threads, given, runs, fields: base.fields + ownFields };
  const seconds = rankerSeconds(sharing);
  const all = seconds.reduce((sum, part) => sum + part, 0);
  const trained: Trained[] = [];
  const warnings = [...data.warnings, ...built.warnings, ...ofProbes.warnings];
  let done = 0;
  for (const [
    run,
    { ranker, index, first, objective, labelled, arms: rankerArms, tasks },
  ] of runs.entries()) {
    const span: Span = [done / all, (done + seconds[run]!) / all];
    const later = all - done - seconds[run]!;
    const key = rankerKey(spec, index, given(index));
    const ofRun = { key, objective, arms: rankerArms };
    if (isCommand(ranker) && !inTwoStages(spec, ranker)) {
      const program = {
        ranker,
        specPath: commandPath(spec),
        data: labelled.data,
        ownFields: ownNames,
        context,
      };
      const inRows = tasks.map((task) => ({ ...task, blocks: task.blocks.map(inMemory) }));
      const outcome = await trainByCommand(inRows, {
        ...program,
        onProgress: (fraction, message) => clock.report('train', within(span, fraction), message),
      });
      trained.push({ ...ofRun, ranker, results: outcome.results, baseRowsTrained: 0 });
      warnings.push(...saidOf(objective, outcome.warnings));
    } else {
      const ofBase = {
        ...{ ...common, ...labelled, key, given: given(index), specPath: commandPath(spec) },
        // Its rows count with those of the first ranker, below.
        found: first && found !== undefined ? { ...found, rowsTrained: 0 } : undefined,
        expected: (epochs?: number) => stepSeconds(sharing, run, epochs),
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
                stand: idRankerOf(planned[0].ranker),
                head: spec.head,
                mostHeadRows: headRowsMost(spec),
                withCurve: first && isTrained === undefined,
                read: read.rows,
                scored: read.scored,
                ...(keeps && { keeps: true as const }),
                beside: objective === undefined ? undefined : besideLog(spec, trained[0]!),
              },
              ranker,
            );
      trained.push({ ...ofRun, ...outcome });
      warnings.push(...saidOf(objective, outcome.warnings));
    }
    done += seconds[run]!;
  }
  const taking = {
    ...{ parts, arms, context, cache: ofSources, breathe, training: read.training[0]! },
    // All is trained, and scoring is short.
    report: (_: number, message: string) => clock.report('train', 1, message, 0),
  };
  const onFew =
    few && hasPrecision(spec)
      ? await takeUsers(trained, few, built, ofModels, { ...taking, data, spec })
      : partly && (await takeParts(trained, partly, built, ofModels, { ...taking, label: data.label }));
  const onAll: Measured = { runs: trained, parts, sources: built.sources, models: ofModels.models };
  const { runs: scored, precision, ...measured }: Measured = onFew ?? onAll;
  // Successive cuts train on.
  const goesOn = spec.rolling !== undefined;
  const withColumns: RankerRun[] = [];
  for (const [run, { fitted: _, ...outcome }] of scored.entries()) {
    const columns = await columnsOf(runs[run]!.labelled.data, spec, measured.parts, breathe);
    withColumns.push({
      ...outcome,
      columns,
      ...(!goesOn && { scores: undefined, arms: withoutRows(outcome.arms) }),
    });
  }
  const [first, ...rest] = withColumns;
  const others = rest.filter(({ objective }) => objective === undefined);
  const objectives = rest.filter(({ objective }) => objective !== undefined);
  const baseRowsTrained = first!.baseRowsTrained + (found?.rowsTrained ?? 0);
  const { searched } = first!;
  const kept = searched && { ...searched, cached: true, rowsTrained: 0, warnings: [] };
  const ground = goesOn ? { base, cache, found: kept, inputs } : undefined;
  const store = await sumsStore(measured.parts.evaluate.length, arms.length, context);
  const facts = { ground, store, ...measured, probes: ofProbes.probes, ...(precision && { precision }) };
  return { ...first!, baseRowsTrained, others, objectives, ...facts, warnings };
}

/** A run whose columns are not looked at yet. */
type Trained = Omit<RankerRun, 'columns'> & Pick<StagedResult, 'fitted'>;
type Measured = Taken<Trained> & Partial<Pick<MeasuredUsers<Trained>, 'precision'>>;

/** A ranker for a rarer label knows that of the log: what co-clicks say of clicks is nothing new to it. */
function besideLog({ log }: Spec, { scores }: Trained): BesideScore | undefined {
  return scores && { name: `score by ${log.label}`, bySeed: scores };
}

/** How well each column of the base tells its label alone. */
function columnsOf(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  breathe: () => Promise<void>,
): Promise<readonly ColumnAuc[]> {
  const rows = { training: trainingRows(parts), evaluate: parts.evaluate, label: data.label };
  return baseColumns(data, spec, fieldForm(spec, 'base').bins, rows, breathe);
}

/** A warning on the training for an objective says so. */
const saidOf = (objective: string | undefined, warnings: readonly Warning[]): readonly Warning[] =>
  objective === undefined ? warnings : ofObjective(objective, warnings);

/** A log with the label that is learned, and the base's columns, whose counts are of that label. */
type Labelled = Pick<BaseRun, 'data' | 'base'>;

async function labelledBy(
  objective: string,
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  context: SpecContext,
  breathe: () => Promise<void>,
): Promise<Labelled> {
  const labelled = objectiveData(data, objective);
  const base = await baseOf(labelled, spec, parts, context, breathe);
  return { data: asTrained(labelled, parts), base };
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
