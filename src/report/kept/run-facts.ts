/** What a report found, in few numbers: what lists and histories of runs hold of it. */
import { headlineLis, metricName } from '../estimates.ts';
import type { Estimate, Report, Verdict } from '../schema.ts';
import { leadingVerdict, leaking, THE_BASE } from '../words/label-leak.ts';
import { bestSource } from '../words/summary.ts';

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
  /** The source that the answer is about: whose verdict says most for it, then of the highest LIS. None holds the label. */
  best: { source: string; lis: Estimate; total: boolean } | undefined;
  /** The model of the highest AIS. */
  bestModel: { model: string; ais: Estimate } | undefined;
  /** A label leak, else that of the best source, else of the best model, else the first. */
  verdict: Verdict | undefined;
  /** Whether what the verdict speaks for gains without relations between items. */
  artefact: boolean;
  sources: number;
  rows: number;
  seeds: number;
  /** How long the run took. */
  seconds: number;
  /** `fm` */
  ranker: string;
  /** What asked for it, where that is known. */
  origin: Report['tool']['origin'];
  /** What the spec said, by key, where the report keeps it. */
  options: Report['spec']['options'];
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
  const chosen = bestSource(report)?.name;
  const best = headlines.find(({ source }) => source === chosen);
  const bestModel = models.reduce<RunFacts['bestModel']>(
    (best, model) => (best === undefined || model.ais.value > best.ais.value ? model : best),
    undefined,
  );
  const first = leadingVerdict(report);
  const spoken = [best?.source, bestModel?.model].flatMap((name) => leadingVerdict(report, name ?? '') ?? []);
  const verdict = first?.severity === 'error' ? first : (spoken[0] ?? first);
  return {
    created: report.created,
    specName: report.spec.path.split(/[/\\]/).at(-1) ?? '',
    baseAuc: report.arms.find(({ arm }) => arm === 'base')?.auc,
    metric: metricName(report),
    gains: [
      ...headlines.map(({ source: name, lis: estimate }) => ({ name, what: 'LIS' as const, estimate })),
      ...models.map(({ model: name, ais: estimate }) => ({ name, what: 'AIS' as const, estimate })),
    ],
    best,
    bestModel,
    verdict,
    artefact: report.verdicts.some(({ code, target }) => code === 'artefact' && target === verdict?.target),
    sources: report.sources.length,
    rows: report.data.rows,
    seeds: report.arms[0]?.perSeed.length ?? 0,
    seconds: report.resources.wallSeconds,
    ranker: String(report.ranker['kind'] ?? ''),
    origin: report.tool.origin,
    options: report.spec.options,
  };
}
