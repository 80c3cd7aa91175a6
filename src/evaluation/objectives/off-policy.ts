/**
 * What the log would say if its policy had shown every candidate as readily: the same scores, with each evaluation row weighed by the
 * inverse of the chance with which it was shown. A check of the plain numbers, not a part of their family.
 */

import type { Warning } from '../../common/failure.ts';
import { signed } from '../../common/format.ts';
import { changed } from '../../data/changed.ts';
import { effectiveCount } from '../../metrics/intervals/clusters.ts';
import { BASE } from '../../report/arm-ids.ts';
import { headlineLis } from '../../report/estimates.ts';
import type { Estimate, OffPolicyReport, OtherRanker } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Breathe } from '../arms/fields.ts';
import { predictedArms } from '../arms/predicted.ts';
import { gather } from '../describe/evaluated.ts';
import { describeModels } from '../describe/models.ts';
import { score } from '../describe/score.ts';
import type { ScoredRun } from '../describe/scored-run.ts';
import { measureSources } from '../describe/sources.ts';
import { interval } from '../judge/verdict-words.ts';
import type { Clock } from '../tasks/clock.ts';
import type { TrainedRun } from '../tasks/train.ts';
import { metricOf } from './describe.ts';
import { withoutDrops } from './runs.ts';

/** Below this share of the rows, their weights leave too few to say much. */
const FEW = 0.1;

/** @returns undefined where the log has no propensities @throws Failure, Cancelled */
export async function offPolicyRun(
  trained: TrainedRun,
  rest: Pick<ScoredRun, 'data' | 'seeds' | 'selfEvidence'>,
  spec: Spec,
  clock: Clock,
): Promise<ScoredRun | undefined> {
  const { propensity } = rest.data;
  if (propensity === undefined) return undefined;
  const data = changed(rest.data, { weight: propensity.map((p) => 1 / p) });
  const run = { ...trained, ...withoutDrops(trained), others: [], objectives: [] };
  const predicted = predictedArms(data, spec, trained.parts.evaluate);
  const by = { log: spec.log, seed: spec.seed, metric: 'ipw-auc' as const };
  const scored = await score(data, by, run, predicted, clock);
  return { ...run, ...scored, ...rest, data, predicted, otherRuns: [], objectiveRuns: [] };
}

export async function describeOffPolicy(
  run: ScoredRun,
  spec: Spec,
  breathe: Breathe,
): Promise<OffPolicyReport> {
  const { evaluate } = run.parts;
  const weight = gather(run.data.weight!, evaluate);
  const nothing = new Map<string, never>();
  const { sources } = await measureSources(run, { leaks: nothing, suspects: nothing }, breathe);
  const { models } = await describeModels(run, spec, { sources, verdicts: [] }, nothing, breathe);
  return {
    column: spec.log.propensity!,
    effectiveRows: effectiveCount(weight),
    effectivePositives: effectiveCount(weight.filter((_, i) => run.rows.label[i] === 1)),
    baseValue: metricOf(run.scored.get(BASE)!),
    sources: sources.map(({ name, lis }) => ({ name, lis })),
    models: models.map(({ name, ais }) => ({ name, ais })),
  };
}

/**
 * Of few rows the sign is chance, and is not warned of.
 * @param plain what the log says as it is @param rows evaluation rows
 */
export function offPolicyWarnings(
  found: OffPolicyReport,
  plain: Pick<OtherRanker, 'sources' | 'models'>,
  rows: number,
): Warning[] {
  if (found.effectiveRows < FEW * rows) {
    const count = Math.round(found.effectiveRows);
    const message = `Weighed by 1/\`${found.column}\`, the evaluation rows say as much as a tenth of them or less: gains that are weighed so are unsure, and so is their sign. Write a lower bound in the place of the smallest propensities, or let chance show more.`;
    return [{ code: 'few-effective-rows', message, count }];
  }
  const pairs: [string, string, Estimate, Estimate | undefined][] = [
    ...found.sources.map(({ name, lis }): [string, string, Estimate, Estimate | undefined] => {
      const source = plain.sources.find((other) => other.name === name);
      return [name, 'LIS', headlineLis({ lis }), source && headlineLis(source)];
    }),
    ...found.models.map(({ name, ais }): [string, string, Estimate, Estimate | undefined] => [
      name,
      'AIS',
      ais,
      plain.models.find((other) => other.name === name)?.ais,
    ]),
  ];
  return pairs.flatMap(([name, what, weighed, asItIs]): Warning[] => {
    const turns =
      asItIs !== undefined &&
      ((asItIs.low > 0 && weighed.value < 0) || (asItIs.high < 0 && weighed.value > 0));
    if (!turns) return [];
    const message = `Weighed by 1/\`${found.column}\`, the ${what} of ${name} is ${interval(weighed)}, of the other sign than ${signed(asItIs.value)}: what the policy chose to show may decide it.`;
    return [{ code: 'exposure-bias', message }];
  });
}
