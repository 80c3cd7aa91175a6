/** From scored arms to the report. What is said of data, arms and cost; sources have a file of their own. */

import type { Warning } from '../../common/failure.ts';
import { meanRanking } from '../../metrics/ranking.ts';
import { PENALTIES, type Penalties } from '../../ranker/head/index.ts';
import { summariseSeeds } from '../../report/arm.ts';
import { READ } from '../../report/arm-ids.ts';
import { gateResult } from '../../report/gate.ts';
import type { ArmReport, OtherRanker, Report } from '../../report/schema.ts';
import { THE_BASE } from '../../report/words/label-leak.ts';
import { givenOptions } from '../../specfile/given-options.ts';
import { plainOptions } from '../../specfile/plain-options.ts';
import { isBuiltIn } from '../../specfile/ranker-kinds.ts';
import type { AnyRanker, Spec } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import type { Breathe } from '../arms/fields.ts';
import { withDrift } from '../judge/drifting.ts';
import { labelVerdicts } from '../judge/label-leak.ts';
import { withObjectives } from '../judge/objective-dependent.ts';
import { oddScores, ofCommand } from '../judge/odd-scores.ts';
import { type RankerSays, withRankerDependence } from '../judge/ranker-dependent.ts';
import { runWarnings, trainingWarnings } from '../judge/warnings.ts';
import { type LoadedSpec, type PlaceOf, placeIn } from '../load-spec.ts';
import { ofObjective } from '../objectives/data.ts';
import { describeObjective } from '../objectives/describe.ts';
import { describeOffPolicy, offPolicyWarnings } from '../objectives/off-policy.ts';
import { isFirst } from '../objectives/runs.ts';
import { describeRolling, windowWarnings } from '../rolling/describe.ts';
import type { RollingRun } from '../rolling/run.ts';
import { TOOL_VERSION } from '../version.ts';
import { describeCurve } from './curve.ts';
import { describeGroups, withInfluence } from './influence.ts';
import { describeModels } from './models.ts';
import { populationOf, windowOf } from './population.ts';
import { withProbes } from './probes.ts';
import type { ScoredRun } from './scored-run.ts';
import { type JudgedSources, judgeSources, type MeasuredSources, measureSources } from './sources.ts';

export interface RunCost {
  /** `performance.now()` and `process.cpuUsage()` at the start. */
  started: number;
  cpuStarted: NodeJS.CpuUsage;
  threads: number;
  engineVersions: Readonly<Record<string, string>>;
  /** Names of the sources and models where the run left others of the spec out. */
  only?: string[] | undefined;
  origin?: Report['tool']['origin'];
}

/** @param breathe called now and then; throws to cancel */
export async function buildReport(
  loaded: LoadedSpec,
  run: ScoredRun,
  cost: RunCost,
  breathe: Breathe,
): Promise<Report> {
  const { spec } = loaded;
  const cpu = process.cpuUsage(cost.cpuStarted);
  // Like the name of the run's file: lists of runs and the report then tell one time.
  const begun = new Date(Date.now() - (performance.now() - cost.started));
  const placeOf = placeIn(loaded);
  const [ofLabel, ...ofObjectives] = await describeFamily(
    [run, ...run.objectiveRuns],
    spec,
    placeOf,
    breathe,
  );
  const first = withInfluence(ofLabel!, run);
  const others: OtherRanker[] = [];
  for (const other of run.otherRuns) others.push(...(await describeFamily([other], spec, placeOf, breathe)));
  const objectives = run.objectiveRuns.map((objective, i) =>
    describeObjective(objective, withInfluence(ofObjectives[i]!, objective), spec),
  );
  const rolling =
    run.rolling && spec.rolling && describeRolling(run.rolling, { ...spec, rolling: spec.rolling }, run);
  const offPolicy = run.offPolicy && (await describeOffPolicy(run.offPolicy, spec, breathe));
  const judged = withObjectives(withRankerDependence(says(first), others.map(says)), objectives);
  return {
    version: 1,
    tool: { name: 'lis-lens', version: TOOL_VERSION, ...(cost.origin && { origin: cost.origin }) },
    created: begun.toISOString(),
    spec: {
      path: loaded.path,
      hash: loaded.hash,
      ...loaded.partHashes,
      ...(cost.only && { only: cost.only }),
      options: optionsOf(loaded),
    },
    seed: spec.seed,
    metric: spec.metric,
    inputs: run.data.inputs,
    resources: {
      wallSeconds: (performance.now() - cost.started) / 1000,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      threads: cost.threads,
      ...rowsTrained([run, ...run.otherRuns, ...run.objectiveRuns.filter(isFirst)], run.rolling),
      versions: { node: process.versions.node, ...cost.engineVersions },
    },
    data: describeData(run),
    ...(run.precision && { precision: run.precision }),
    ...first,
    verdicts: rolling === undefined ? judged : withDrift(judged, rolling, spec.minimumGain),
    ...(others.length > 0 && { otherRankers: others }),
    ...(objectives.length > 0 && { objectives }),
    ...(offPolicy !== undefined && { offPolicy }),
    ...(rolling !== undefined && { rolling }),
    ...(gated(spec) && { gate: gateResult(spec.gate, { ...first, objectives }) }),
    warnings: [
      ...configWarnings(loaded),
      ...run.warnings,
      ...runWarnings(run),
      ...oddScores(run),
      ...run.otherRuns.flatMap((other) => [...trainingWarnings(other), ...ofCommand(other)]),
      ...(offPolicy === undefined ? [] : offPolicyWarnings(offPolicy, first, run.rows.rows)),
      ...(rolling === undefined ? [] : windowWarnings(rolling)),
      ...run.objectiveRuns
        .filter(isFirst)
        .flatMap((other) => ofObjective(other.spec.name, [...trainingWarnings(other), ...ofCommand(other)])),
    ],
  };
}

/** Of the spec as it is written, whatever part of it the run is limited to, with the seeds and the precision that it has. */
function optionsOf({ parsed, spec }: LoadedSpec) {
  const { seeds, precision } = spec;
  const written = { ...(parsed.spec ?? spec), seeds, precision };
  return plainOptions(written, (ranker) => givenOptions(parsed.value, ranker));
}

/** A run from the cache trains no base; a program of the user's own does not say what it visits. */
function rowsTrained(
  runs: readonly ScoredRun[],
  rolling: RollingRun | undefined,
): Pick<Report['resources'], 'rowsTrained' | 'baseRowsTrained'> {
  const total = (rows: readonly number[]): number => rows.reduce((sum, count) => sum + count, 0);
  const baseRowsTrained = total(runs.map((run) => run.baseRowsTrained)) + (rolling?.rowsTrained ?? 0);
  const ofArms = total(runs.flatMap(({ results }) => results.map((result) => result.rowsTrained)));
  return { rowsTrained: baseRowsTrained + ofArms, baseRowsTrained };
}

/**
 * What one ranker made of each of the runs, whose headlines are judged as one family: the part of the report that each ranker and
 * each objective has.
 */
async function describeFamily(
  runs: readonly ScoredRun[],
  spec: Spec,
  placeOf: PlaceOf,
  breathe: Breathe,
): Promise<OtherRanker[]> {
  const measured: MeasuredSources[] = [];
  for (const run of runs)
    measured.push(await measureSources(run, labelVerdicts(run, spec, placeOf), breathe));
  const judged = judgeSources(measured, spec);
  const described: OtherRanker[] = [];
  for (const [i, part] of measured.entries())
    described.push(await describePart(part, judged[i]!, spec, breathe));
  return described;
}

async function describePart(
  { run, leaks, suspects }: MeasuredSources,
  ofSources: JudgedSources,
  spec: Spec,
  breathe: Breathe,
): Promise<OtherRanker> {
  const arms = run.arms.filter((arm) => arm.drop === undefined);
  const name = run.ranker.kind;
  const ofModels = withProbes(await describeModels(run, spec, ofSources, leaks, breathe), run, ofSources);
  const ofBase = leaks.get(THE_BASE) ?? suspects.get(THE_BASE);
  return {
    ranker: { ...optionsInUse(run) },
    ...(run.base !== undefined && { base: { ...run.base, ...describeCurve(run, ofSources.sources) } }),
    arms: [
      ...arms.map((arm) => describeArm(arm, run, name)),
      ...run.predicted.map((arm) => describeArm(arm, run, READ)),
    ],
    sources: ofSources.sources,
    models: ofModels.models,
    verdicts: [...(ofBase === undefined ? [] : [ofBase]), ...ofSources.verdicts, ...ofModels.verdicts],
  };
}

/** In two stages what stops an arm of joint training is not used. */
function optionsInUse({ ranker, base }: ScoredRun): AnyRanker {
  if (base?.headRows === undefined || !isBuiltIn(ranker)) return ranker;
  const { refit: _, commonStop: __, patience: ___, ...used } = ranker;
  return used as AnyRanker;
}

const says = (ranker: OtherRanker): RankerSays => ({ ...ranker, kind: String(ranker.ranker['kind']) });

/** What the run did otherwise than the training config that it was read from. */
function configWarnings({ parsed }: LoadedSpec): Warning[] {
  return (parsed.config?.notes ?? []).map(({ code, message }) => ({
    code: `config-${code}`,
    message: `${message}.`,
  }));
}

/** The gate says nothing about a run that `--source` keeps from the gate's source or model. */
function gated(spec: Spec): spec is Spec & { gate: NonNullable<Spec['gate']> } {
  const { gate, sources, models } = spec;
  if (gate === undefined) return false;
  return 'model' in gate
    ? models.some(({ name }) => name === gate.model)
    : sources.some(({ name }) => name === gate.source);
}

function describeData(run: ScoredRun): Report['data'] {
  const { data, parts, rows } = run;
  const { timeline } = data;
  return {
    rows: data.rows,
    trainRows: parts.fit.length + parts.validate.length,
    evalRows: rows.rows,
    users: data.users,
    evalUsers: rows.users,
    effectiveUsers: rows.effectiveUsers,
    items: data.items,
    ...populationOf(data, parts.evaluate),
    ...(timeline !== undefined && {
      timeUnit: timeline.unit,
      evaluate: windowOf(timeline, parts.evaluate),
      slices: timeline.slices,
    }),
    userGroups: describeGroups(run),
  };
}

function describeArm(arm: Arm, run: ScoredRun, ranker: string): ArmReport {
  const stops = run.results.filter((result) => result.arm === arm.id);
  const perSeed = run.scored.get(arm.id)!.perSeed.map((seed, k) => ({
    seed: seed.seed,
    auc: seed.auc,
    logLoss: seed.logLoss,
    ...(stops[k]?.stop !== undefined && { epochs: stops[k].stop.epochs }),
    ...(stops[k]?.trees !== undefined && { trees: stops[k].trees }),
    ...(stops[k]?.penalties !== undefined && {
      penalty: penaltyOf(stops[k].penalties, arm),
    }),
  }));
  const ranking = meanRanking(run.ranking.get(arm.id)!);
  return {
    id: arm.id,
    arm: arm.arm,
    ...(arm.source !== undefined && { source: arm.source }),
    ...(arm.model !== undefined && { model: arm.model }),
    ranker,
    ...(Object.keys(ranking).length > 0 && { ranking }),
    ...summariseSeeds(perSeed),
  };
}

/** Of the base's columns, or of the own ones that of most weight. */
function penaltyOf({ shared, own: ownWeights }: Penalties, { blocks }: Arm): number | null {
  const penalty = blocks === undefined ? shared : PENALTIES[ownWeights.indexOf(Math.max(...ownWeights))]!;
  return Number.isFinite(penalty) ? penalty : null;
}
