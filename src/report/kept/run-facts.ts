/** What a report found, in few numbers: what lists and histories of runs hold of it. */
import { headlineLis, metricName } from '../estimates.ts';
import type { Estimate, Report, Verdict } from '../schema.ts';
import { leadingVerdict, leaking, THE_BASE } from '../words/label-leak.ts';

export interface RunFacts {
  /** ISO 8601, UTC. */
  created: string;
  /** File name of the spec, or of the config that carries it. */
  specName: string;
  baseAuc: number | undefined;
  /** What `gains` are differences of: `AUC`. */
  metric: string;
  /** The headline LIS of each source and the AIS of each model, without leaks of the label. */
  gains: { name: string; what: 'LIS' | 'AIS'; estimate: Estimate }[];
  /** The source of the highest headline LIS, without those that hold the label. */
  best: { source: string; lis: Estimate; total: boolean } | undefined;
  /** The model of the highest AIS. */
  bestModel: { model: string; ais: Estimate } | undefined;
  /** A label leak, else the first verdict: reports put the most important first. */
  verdict: Verdict | undefined;
  sources: number;
  rows: number;
}

export function factsOf(report: Report): RunFacts {
  const leaks = leaking(report);
  const honest = <P extends { name: string }>(parts: readonly P[]): P[] =>
    leaks.has(THE_BASE) ? [] : parts.filter(({ name }) => !leaks.has(name));
  const headlines = honest(report.sources).map((source) => ({
    source: source.name,
    lis: headlineLis(source),
    total: source.lis.transferable === undefined,
  }));
  const models = honest(report.models).map(({ name, ais }) => ({ model: name, ais }));
  return {
    created: report.created,
    specName: report.spec.path.split(/[/\\]/).at(-1) ?? '',
    baseAuc: report.arms.find(({ arm }) => arm === 'base')?.auc,
    metric: metricName(report),
    gains: [
      ...headlines.map(({ source: name, lis: estimate }) => ({ name, what: 'LIS' as const, estimate })),
      ...models.map(({ model: name, ais: estimate }) => ({ name, what: 'AIS' as const, estimate })),
    ],
    best: headlines.reduce<RunFacts['best']>(
      (best, headline) => (best === undefined || headline.lis.value > best.lis.value ? headline : best),
      undefined,
    ),
    bestModel: models.reduce<RunFacts['bestModel']>(
      (best, model) => (best === undefined || model.ais.value > best.ais.value ? model : best),
      undefined,
    ),
    verdict: leadingVerdict(report),
    sources: report.sources.length,
    rows: report.data.rows,
  };
}
