/**
 * The main job: a spec in, a report out. Plan, load, features, train, score, report; each step in its own file, and
 * nothing here knows how a row is read or a number computed.
 */
import { setImmediate } from 'node:timers/promises';
import { Cancelled } from '../common/failure.ts';
import { easeMemory } from '../common/garbage.ts';
import type { Progress, RunContext } from '../common/progress.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Engine } from '../data/engine.ts';
import type { Report } from '../report/schema.ts';
import { summarize } from '../report/words/summary.ts';
import { givenOptions } from '../specfile/given-options.ts';
import { isCommand } from '../specfile/ranker-kinds.ts';
import type { Spec } from '../specfile/schema.ts';
import { withChosen } from './arms/chosen-sources.ts';
import { type Breathe, rowParts } from './arms/fields.ts';
import { predictedArms } from './arms/predicted.ts';
import { commandPath, rankersOf } from './arms/rankers.ts';
import { keepLogs } from './base/cache/program.ts';
import { assertProgram } from './command/call.ts';
import { expectedCostHere, sizeOf } from './cost/expected.ts';
import { rollingShare } from './cost/rolling.ts';
import { keptAudit } from './describe/kept-audit.ts';
import { buildReport } from './describe/report.ts';
import { score } from './describe/score.ts';
import type { ScoredRun } from './describe/scored-run.ts';
import { nullCheck } from './judge/null-check.ts';
import { type LoadedSpec, loadSpec, locate, type SpecContext } from './load-spec.ts';
import { checkLabels } from './objectives/check.ts';
import { offPolicyRun } from './objectives/off-policy.ts';
import { objectiveRuns } from './objectives/runs.ts';
import { filedLog } from './parts/filed-log.ts';
import { Scratch, sweepScratch } from './parts/scratch.ts';
import { assertPrecision, ofMeasuredUsers } from './precision/check.ts';
import type { EvaluateRequest } from './request.ts';
import { rollingRun } from './rolling/run.ts';
import { Clock, type Span } from './tasks/clock.ts';
import { assertRoom } from './tasks/log-memory.ts';
import { withPool } from './tasks/pool.ts';
import { trainArms } from './tasks/train.ts';

/**
 * Evaluates a spec or a training config. Writes nothing but `request.run.cacheFolder`.
 * @param engine reads the data: DuckDB, unless another one is given
 * @throws Failure with the file, line and column of what is wrong; Cancelled when `request.run.signal` aborts.
 */
export async function evaluate(request: EvaluateRequest, engine: Engine): Promise<Report> {
  return evaluateLoaded(await loadSpec(request.specPath, request.specText), request, engine);
}

/** As `evaluate`, of a spec that has been read already, or that stands in no file. */
export async function evaluateLoaded(
  written: LoadedSpec,
  request: EvaluateRequest,
  engine: Engine,
): Promise<Report> {
  const started = performance.now();
  const cpuStarted = process.cpuUsage();
  const seeds = request.seeds ?? written.spec.seeds;
  const precision = request.precision ?? written.spec.precision;
  let read = written.spec;
  const scratch = new Scratch(request.run.memoryBytes);
  try {
    await sweepScratch();
    const { sources: all, models } = written.spec;
    read = withChosen({ ...written.spec, seeds, precision }, request.sources);
    assertPrecision(read);
    const loaded = { ...written, spec: read };
    const names = [...read.sources, ...read.models].map(({ name }) => name);
    const partly = names.length < all.length + models.length;
    const scored = await scoredRun(loaded, request, engine, scratch);
    const audit = await keptAudit(written, scored.data.inputs);
    const cost = {
      started,
      cpuStarted,
      threads: request.run.threads,
      engineVersions: await engine.versions(loaded.spec),
      only: partly ? names : undefined,
      origin: request.origin,
    };
    const report = await buildReport(loaded, scored, cost, breatheIn(request.run));
    return { ...report, ...(audit !== undefined && { audit }), summary: summarize(report) };
  } catch (error) {
    throw locate(error, written, read);
  } finally {
    await scratch.close();
  }
}

/** Lets messages in, and garbage go; throws once the signal has aborted. */
const breatheIn =
  ({ signal, memoryBytes }: Pick<RunContext, 'signal' | 'memoryBytes'>): Breathe =>
  async () => {
    await setImmediate();
    if (signal.aborted) throw new Cancelled();
    easeMemory(memoryBytes);
  };

/** Where each part of a run lies on its bar, by what it takes of the time. */
function stagesOf(shares: readonly number[]): Span[] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  let done = 0;
  return shares.map((share) => {
    const from = done / all;
    done += share;
    return [from, done / all];
  });
}

/** The null check builds all features again, and trains about half of the arms: what it takes of the time of the rest. */
const NULL_CHECK = 2 / 3;

/** All scores of a run, before anything is said of them: those of a large log are read from `scratch`. @throws as `evaluate`, without the places of the spec */
export function scoredRun(
  loaded: LoadedSpec,
  request: EvaluateRequest,
  engine: Engine,
  scratch?: Scratch,
): Promise<ScoredRun> {
  const { path, hash } = loaded;
  const given = (ranker: number) => givenOptions(loaded.parsed.value, ranker);
  const { signal, trace } = request.run;
  return withPool(
    signal,
    (pool) =>
      scoredIn(
        {
          ...request.run,
          pool,
          spec: { path, hash },
          given,
          engine,
          rowsAtOnce: request.rowsAtOnce,
          scratch,
        },
        loaded,
        request,
        engine,
      ),
    trace,
  );
}

/** What is read is held by nobody else: of a large log it lies in files from then on. */
async function readLog(spec: Spec, folder: string, context: SpecContext, engine: Engine): Promise<Dataset> {
  const data = await engine.load(spec, folder, context, { keep: keepLogs(context.cacheFolder) });
  assertRoom(data, context.memoryBytes);
  return filedLog(data, spec, context);
}

async function scoredIn(
  context: SpecContext,
  { spec, folder }: LoadedSpec,
  request: EvaluateRequest,
  engine: Engine,
): Promise<ScoredRun> {
  const { given } = context;
  for (const ranker of rankersOf(spec).filter(isCommand))
    await assertProgram(ranker, folder, commandPath(spec), context.runProgram === undefined);
  const clock = new Clock(context);
  clock.report('read', 0, 'reading the log');
  const reading = {
    ...context,
    onProgress: (p: Progress) => clock.report(p.phase, p.fraction, p.message),
  };
  const data = await readLog(spec, folder, reading, engine);
  const parts = rowParts(data.part);
  await checkLabels(data, spec, parts, () => clock.breathe());
  clock.rows = data.rows;
  // Nobody knows what a program of the user's own will take.
  if (!rankersOf(spec).some(isCommand))
    clock.expect(expectedCostHere(spec, sizeOf(data), context.threads, given).phases);
  const stages = stagesOf([
    1,
    rollingShare(spec, sizeOf(data), context.threads, given),
    request.nullCheck ? NULL_CHECK : 0,
  ]);
  clock.enter(stages[0]!);
  const seeds = Array.from({ length: spec.seeds }, (_, k) => spec.seed + k);
  const trained = await trainArms(data, spec, seeds, context, clock);
  const predicted = predictedArms(data, spec, trained.parts.evaluate);
  const scored = await score(data, spec, trained, predicted, clock);
  const { selfEvidence } = spec;
  const otherRuns: ScoredRun[] = [];
  for (const other of trained.others) {
    const run = { ...trained, ...other, others: [] };
    const scores = await score(data, spec, run, [], clock);
    const none = { predicted: [], otherRuns: [], objectiveRuns: [] };
    otherRuns.push({ ...run, ...scores, data, seeds, selfEvidence, ...none });
  }
  const rest = { data, seeds, selfEvidence };
  const ofObjectives = await objectiveRuns(trained, rest, spec, clock);
  const offPolicy = await offPolicyRun(trained, rest, spec, clock);
  clock.enter(stages[1]!);
  const rolling = await rollingRun(trained, scored, data, spec, seeds, context, clock);
  clock.enter(stages[2]!);
  // Redrawn labels may be more or fewer positives: the check is of the heads that the run has.
  const checked = { ...spec, head: trained.base?.head?.kind, precision: undefined };
  const nulls =
    request.nullCheck === true
      ? await nullCheck(ofMeasuredUsers(data, trained), checked, seeds, context, clock)
      : undefined;
  clock.report('report', 0, 'writing the report');
  const others = { otherRuns, objectiveRuns: ofObjectives, offPolicy, rolling };
  return { ...trained, ...scored, data, seeds, selfEvidence, nulls, predicted, ...others };
}
