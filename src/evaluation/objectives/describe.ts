/** What the report says of an objective: the same as of the log's label, measured by the objective's own metric. */
import type { ScoredArm } from '../../metrics/scored-arm.ts';
import { BASE } from '../../report/arm-ids.ts';
import type { ObjectiveReport, OtherRanker } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import { describeGroups } from '../describe/influence.ts';
import type { ObjectiveRun } from '../describe/scored-run.ts';
import { hasRanker } from './runs.ts';

/** @param described the run as that of a ranker */
export function describeObjective(run: ObjectiveRun, described: OtherRanker, spec: Spec): ObjectiveReport {
  const { name, label = spec.log.label, weight } = run.spec;
  const { arms, sources, models, verdicts, base } = described;
  return {
    name,
    label,
    ...(weight !== undefined && { weight }),
    metric: weight === undefined ? 'auc' : 'weighted-auc',
    positiveRate: run.rows.positives / run.rows.rows,
    baseValue: metricOf(run.scored.get(BASE)!),
    ...(hasRanker(run) && base !== undefined && { base }),
    userGroups: describeGroups(run),
    arms,
    // What single features carry was measured by the log's label.
    sources: sources.map((source) => ({ ...source, features: [] })),
    models,
    verdicts,
  };
}

/** M of an arm, mean over seeds. */
export function metricOf(arm: ScoredArm): number {
  if (arm.measure === undefined) return arm.auc;
  const values = arm.userSums().map(({ terms: [first] }) => sum(first!.numerator) / sum(first!.denominator));
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
