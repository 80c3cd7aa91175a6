/**
 * The main job: a spec in, a report out. Plan, load, features, train, score, report; each step in its own file, and
 * nothing here knows how a row is read or a number computed.
 */
import { createDuckDbEngine } from '../data/duckdb/engine.ts';
import type { Engine } from '../data/engine.ts';
import { evaluationRows } from '../metrics/clusters.ts';
import { ScoredArm } from '../metrics/scored-arm.ts';
import type { RankTask } from '../ranker/ranker.ts';
import type { RunContext } from '../report/progress.ts';
import type { Report } from '../report/schema.ts';
import type { RankerOptions } from '../spec/schema.ts';
import { type Arm, BASE } from './arms.ts';
import { Clock } from './clock.ts';
import { baseBlock, rowParts, trainingRows } from './fields.ts';
import { type LoadedSpec, loadSpec, locate } from './load-spec.ts';
import { threadsWithin } from './memory.ts';
import { runTasks } from './pool.ts';
import { sourceArms } from './preference-arms.ts';
import { buildReport, type ScoredRun } from './report.ts';
import type { EvaluateRequest } from './request.ts';

/**
 * Evaluates a spec.
 * @throws Failure with the file, line and column of what is wrong; Cancelled when `request.run.signal` aborts.
 */
export async function evaluate(
  request: EvaluateRequest,
  engine: Engine = createDuckDbEngine(),
): Promise<Report> {
  const started = performance.now();
  const cpuStarted = process.cpuUsage();
  const written = await loadSpec(request.specPath, request.specText);
  const seeds = request.seeds ?? written.spec.seeds;
  const loaded = { ...written, spec: { ...written.spec, seeds } };
  try {
    const scored = await run(loaded, request.run, engine);
    return buildReport(loaded, scored, {
      started,
      cpuStarted,
      threads: request.run.threads,
      engineVersions: engine.versions,
    });
  } catch (error) {
    throw locate(error, loaded);
  }
}

async function run(loaded: LoadedSpec, context: RunContext, engine: Engine): Promise<ScoredRun> {
  const { spec, folder } = loaded;
  const clock = new Clock(context);
  clock.report('read', 0, 'reading the log');
  const data = await engine.load(spec, folder, {
    ...context,
    onProgress: (p) => clock.report(p.phase, p.fraction, p.message),
  });

  const options = spec.ranker as RankerOptions;
  const parts = rowParts(data.part);
  const training = trainingRows(parts);
  clock.report('features', 0, 'building the base features');
  const base = await baseBlock(data, spec, training, options.bins, () => clock.breathe());
  await clock.breathe();
  const built = await sourceArms(
    data,
    spec,
    { training, evaluate: parts.evaluate },
    async (share, source) => {
      clock.report('features', share, `building the features of ${source}`);
      await clock.breathe();
    },
  );

  const arms: Arm[] = [BASE, ...built.arms];
  const seeds = Array.from({ length: spec.seeds }, (_, k) => spec.seed + k);
  const tasks: RankTask[] = seeds.flatMap((seed) =>
    arms.map((arm) => ({
      arm: arm.id,
      options,
      seed,
      blocks: arm.block === undefined ? [base] : [base, arm.block],
      label: data.label,
      parts,
    })),
  );
  const results = await runTasks(tasks, {
    threads: threadsWithin(tasks, context.threads, context.memoryBytes, process.memoryUsage.rss()),
    signal: context.signal,
    onProgress: (fraction, running) => clock.report('train', fraction, trainingMessage(running)),
  });

  const rows = evaluationRows(gather(data.label, parts.evaluate), gather(data.user, parts.evaluate));
  const scored = new Map(arms.map((arm) => [arm.id, new ScoredArm(rows)]));
  for (const [index, result] of results.entries()) {
    clock.report('metrics', index / results.length, `scoring ${result.arm}, seed ${result.seed}`);
    scored.get(result.arm)!.add(result.seed, result.scores);
    await clock.breathe();
  }
  clock.report('report', 0, 'writing the report');
  return { data, parts, rows, arms, sources: built.sources, results, scored, seeds };
}

function trainingMessage(running: readonly RankTask[]): string {
  const names = running.map((task) => `${task.arm}, seed ${task.seed}`);
  return names.length === 0 ? 'training' : `training ${names.join(' and ')}`;
}

function gather<T extends Uint8Array | Uint32Array>(values: T, rows: Uint32Array): T {
  const picked = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
