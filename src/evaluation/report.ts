/** From scored arms to the report. The only place where contrasts are chosen: which arm minus which. */
import type { Dataset } from '../data/dataset.ts';
import type { Engine } from '../data/engine.ts';
import { type EvaluationRows, effectiveCount } from '../metrics/clusters.ts';
import { contrast, minimumDetectable } from '../metrics/estimate.ts';
import type { ScoredArm } from '../metrics/scored-arm.ts';
import type { RankResult, RowParts } from '../ranker/ranker.ts';
import { summariseSeeds } from '../report/arm.ts';
import type { Warning } from '../report/failure.ts';
import type { ArmReport, Report, SourceReport } from '../report/schema.ts';
import type { RankerOptions } from '../spec/schema.ts';
import type { Arm } from './arms.ts';
import type { LoadedSpec } from './load-spec.ts';
import type { SourceFacts } from './preference-arms.ts';
import { TOOL_VERSION } from './version.ts';

/** Below this many effective clusters a clustered interval is too narrow to trust. */
const FEW_CLUSTERS = 50;

export interface ScoredRun {
  data: Dataset;
  parts: RowParts;
  rows: EvaluationRows;
  arms: readonly Arm[];
  sources: readonly SourceFacts[];
  results: readonly RankResult[];
  scored: ReadonlyMap<string, ScoredArm>;
  seeds: readonly number[];
}

export interface RunCost {
  /** `performance.now()` and `process.cpuUsage()` at the start. */
  started: number;
  cpuStarted: NodeJS.CpuUsage;
  threads: number;
  engineVersions: Engine['versions'];
}

export function buildReport(loaded: LoadedSpec, run: ScoredRun, cost: RunCost): Report {
  const { spec } = loaded;
  const cpu = process.cpuUsage(cost.cpuStarted);
  return {
    version: 1,
    tool: { name: 'lis-lens', version: TOOL_VERSION },
    created: new Date().toISOString(),
    spec: { path: loaded.path, hash: loaded.hash },
    seed: spec.seed,
    inputs: run.data.inputs,
    resources: {
      wallSeconds: (performance.now() - cost.started) / 1000,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      threads: cost.threads,
      rowsTrained: run.results.reduce((sum, result) => sum + result.rowsTrained, 0),
      versions: { node: process.versions.node, ...cost.engineVersions },
    },
    data: describeData(run),
    ranker: { ...(spec.ranker as RankerOptions) },
    arms: run.arms.map((arm) => describeArm(arm, run, (spec.ranker as RankerOptions).kind)),
    sources: run.sources.map((source) => describeSource(source, run)),
    warnings: [
      ...run.data.warnings,
      ...fewClusters(run.rows),
      ...oneSeed(run),
      ...stoppedAtLimit(run.results),
    ],
  };
}

function describeData(run: ScoredRun): Report['data'] {
  const { data, parts, rows } = run;
  let positives = 0;
  for (const label of data.label) positives += label;
  const { timeline } = data;
  return {
    rows: data.rows,
    trainRows: parts.fit.length + parts.validate.length,
    evalRows: rows.rows,
    users: data.users,
    evalUsers: rows.users,
    effectiveUsers: rows.effectiveUsers,
    items: data.items,
    positiveRate: positives / data.rows,
    ...(timeline !== undefined && {
      timeUnit: timeline.unit,
      evaluate: { from: iso(timeline.evaluateFrom), to: iso(timeline.evaluateTo) },
      slices: timeline.slices,
    }),
  };
}

function describeArm(arm: Arm, run: ScoredRun, ranker: string): ArmReport {
  const stops = run.results.filter((result) => result.arm === arm.id);
  const perSeed = run.scored.get(arm.id)!.perSeed.map((seed, k) => ({
    seed: seed.seed,
    auc: seed.auc,
    logLoss: seed.logLoss,
    epochs: stops[k]!.stop.epochs,
  }));
  return {
    id: arm.id,
    arm: arm.arm,
    ...(arm.source !== undefined && { source: arm.source }),
    ranker,
    ...summariseSeeds(perSeed),
  };
}

function describeSource(source: SourceFacts, run: ScoredRun): SourceReport {
  const scored = (arm: string): ScoredArm => run.scored.get(arm)!;
  const gain = (arm: string) => contrast(run.rows, scored(`${arm}:${source.name}`), scored('base'));
  const transferable = gain('leaked');
  return {
    name: source.name,
    kind: source.kind,
    provenance: 'built',
    coverage: source.coverage,
    lis: { transferable, total: gain('leaked-total') },
    honestGain: gain('honest'),
    minimumDetectable: minimumDetectable(transferable),
  };
}

/** The scarcer class decides: users without a positive say nothing about how positives are ranked. */
function fewClusters(rows: EvaluationRows): Warning[] {
  const positive = effectiveCount(rows.positivesPerUser);
  const negative = effectiveCount(rows.negativesPerUser);
  const effective = Math.min(positive, negative);
  if (effective >= FEW_CLUSTERS) return [];
  const scarcer = positive < negative ? 'positives' : 'negatives';
  return [
    {
      code: 'few-clusters',
      message: `only ${effective.toFixed(1)} effective users with ${scarcer} in the evaluation window: below ${FEW_CLUSTERS}, intervals are too narrow`,
      count: rows.users,
    },
  ];
}

/** One seed has no spread: its intervals hold users alone, and where the seeds differ they are too narrow. */
function oneSeed(run: ScoredRun): Warning[] {
  if (run.seeds.length > 1 || run.sources.length === 0) return [];
  const message =
    'with one seed the intervals leave out the spread between seeds, and are too narrow: use 3 or more';
  return [{ code: 'one-seed', message }];
}

/** An arm that was still improving when its epochs ran out is undertrained, and every gain over it too large. */
function stoppedAtLimit(results: readonly RankResult[]): Warning[] {
  const improving = results.filter(bestAtLastCheck);
  return [...new Set(improving.map((result) => result.arm))].map((arm) => {
    const stops = improving.filter((result) => result.arm === arm);
    const message = `${arm} was still improving when its ${stops[0]!.stop.epochs} epochs ended: raise ranker.epochs or ranker.learningRate`;
    return { code: 'stopped-at-limit', message, count: stops.length };
  });
}

/** Patience ends training some checks after the best one, so the best is the last only where the epochs ran out. */
function bestAtLastCheck({ stop: { validationAuc } }: RankResult): boolean {
  const last = validationAuc.at(-1);
  return last !== undefined && validationAuc.indexOf(Math.max(...validationAuc)) === validationAuc.length - 1;
}

const iso = (microseconds: number): string => new Date(microseconds / 1000).toISOString();
