/** The LIS of each source, and the AIS of each model, by the log's label and by each objective, as rows of a table. */
import { limits, score, signed } from '../../common/format.ts';
import { headlineLis, metricName } from '../estimates.ts';
import type { Estimate, ObjectiveReport, OffPolicyReport, Report, Verdict } from '../schema.ts';

/** A source or model by one objective. */
export interface ByObjective {
  /** Of the source or model. */
  name: string;
  objective: string;
  /** `AUC`, `weighted AUC`. */
  metric: string;
  /** M of the base alone. */
  base: number | undefined;
  estimate: Estimate;
  verdict: string | undefined;
}

/**
 * Source by source, then model by model: what the log's label says, then the same weighed by
 * exposure, then each objective. Empty where the report has neither objectives nor propensities.
 */
export function byObjective(report: Report): ByObjective[] {
  const { objectives = [], offPolicy } = report;
  if (objectives.length === 0 && offPolicy === undefined) return [];
  const base = report.arms.find(({ arm }) => arm === 'base');
  const ofLog = {
    ...{
      name: 'log.label',
      metric: metricName(report),
      base: metricOfBase(report, base?.auc),
      part: report,
    },
  };
  const parts = [ofLog, ...(offPolicy === undefined ? [] : [weighed(offPolicy)]), ...objectives.map(asPart)];
  const names = [...report.sources, ...report.models].map(({ name }) => name);
  return names.flatMap((name) =>
    parts.flatMap(({ name: objective, metric, base: value, part }): ByObjective[] => {
      const estimate = headline(part, name);
      if (estimate === undefined) return [];
      const verdict = part.verdicts.find(({ target }) => target === name)?.code;
      return [{ name, objective, metric, base: value, estimate, verdict }];
    }),
  );
}

function asPart(part: ObjectiveReport) {
  const metric = { auc: 'AUC', 'weighted-auc': 'weighted AUC' }[part.metric];
  return { name: part.name, metric, base: part.baseValue, part };
}

/** The same label, each row weighed by the inverse of the chance with which it was shown. */
function weighed(offPolicy: OffPolicyReport) {
  const { column, baseValue, sources, models } = offPolicy;
  return {
    name: `1/${column}`,
    metric: 'IPW AUC',
    base: baseValue,
    part: { sources, models, verdicts: [] as Verdict[] },
  };
}

/** Reports hold M of an arm where it is AUC. */
function metricOfBase({ metric = 'auc' }: Report, auc: number | undefined): number | undefined {
  return metric === 'auc' ? auc : undefined;
}

/** The headline LIS of a source, or the AIS of a model, by an objective. */
export function headline(
  { sources, models }: Pick<OffPolicyReport, 'sources' | 'models'>,
  name: string,
): Estimate | undefined {
  const source = sources.find((candidate) => candidate.name === name);
  return source === undefined ? models.find((model) => model.name === name)?.ais : headlineLis(source);
}

/** A header and a row for each; the name of a source or model stands in the first of its rows. Empty without objectives. */
export function byObjectiveRows(report: Report): string[][] {
  const found = byObjective(report);
  if (found.length === 0) return [];
  const rows = found.map(({ name, objective, metric, base, estimate, verdict }, i) => [
    found[i - 1]?.name === name ? '' : name,
    objective,
    metric,
    base === undefined ? '–' : score(base),
    signed(estimate.value),
    limits(estimate),
    verdict ?? '–',
  ]);
  const [what, gain] = report.models.length > 0 ? ['source or model', 'LIS or AIS'] : ['source', 'LIS'];
  return [[what!, 'objective', 'metric', 'base', gain!, 'interval', 'verdict'], ...rows];
}

/** `click`, `dwell_ms >= 20000, weighed by dwell_ms`: what an objective counts, for people. */
export function objectiveText({ label, weight }: Pick<ObjectiveReport, 'label' | 'weight'>): string {
  return weight === undefined ? label : `${label}, weighed by ${weight}`;
}
