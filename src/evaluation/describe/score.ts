/** Scores every arm of a run: AUC with the components that intervals are made of, and the metrics of lists. */
import type { Dataset } from '../../data/dataset.ts';
import { oneClassLists, tooFewLists, tooFewUsers } from '../../metrics/failures.ts';
import { groupRows } from '../../metrics/groups.ts';
import type { EvaluationRows } from '../../metrics/intervals/clusters.ts';
import type { UserGroups } from '../../metrics/intervals/influence.ts';
import { userSums } from '../../metrics/intervals/user-sums.ts';
import type { Measure, Metric } from '../../metrics/measure.ts';
import { rankingOf } from '../../metrics/ranking.ts';
import { ScoredArm } from '../../metrics/scored-arm.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { RankingMetrics } from '../../report/schema.ts';
import type { ObjectiveSpec } from '../../specfile/schema.ts';
import type { PredictedArm } from '../arms/predicted.ts';
import type { Clock } from '../tasks/clock.ts';
import type { TrainedRun } from '../tasks/train.ts';
import { evaluated, type ScoredBy } from './evaluated.ts';
import { userGroups } from './user-groups.ts';

export interface Scores {
  /** M of the arms' differences. */
  metric: Metric;
  rows: EvaluationRows;
  userGroups: UserGroups;
  /** By arm id. */
  scored: Map<string, ScoredArm>;
  /** By arm id, seed by seed. */
  ranking: Map<string, RankingMetrics[]>;
}

/** How the arms of an objective are scored. */
export function scoredBy({ log, seed }: ScoredBy, { weight }: ObjectiveSpec): ScoredBy {
  return { log, seed, metric: weight === undefined ? 'auc' : 'weighted-auc' };
}

/**
 * Nothing is gained by minutes of training where no interval over users can exist.
 * @throws Failure `too-few-users`
 */
export function checkUsers(data: Dataset, spec: ScoredBy, parts: RowParts): void {
  const { rows, measure, label, group } = evaluated(data, spec, parts);
  if (measure === undefined || measure.metric.kind === 'weighted-auc') {
    const { usersWithPositives, usersWithNegatives } = rows;
    if (usersWithPositives < 2) throw tooFewUsers('positive', usersWithPositives);
    if (usersWithNegatives < 2) throw tooFewUsers('negative', usersWithNegatives);
    if (measure !== undefined) checkWeights(rows, measure);
    return;
  }
  const column = data.group === undefined ? undefined : spec.log.group;
  const { lists, mixed, single } = listsOf(group, label);
  if (mixed === 0) throw oneClassLists(column, lists, single);
  for (const { denominator } of userSums(rows, measure.metric, new Float32Array(rows.rows))) {
    const measurable = denominator.reduce((count, weight) => count + Number(weight > 0), 0);
    if (measurable >= 2) continue;
    throw column === undefined ? tooFewUsers('measurable', measurable) : tooFewLists(column, lists, mixed);
  }
}

/** @throws Failure `no-weight`, `bad-weights`, `too-few-users` where positives of one user alone weigh anything */
function checkWeights(rows: EvaluationRows, { metric }: Measure): void {
  const [positive] = userSums(rows, metric, new Float32Array(rows.rows));
  const weighty = positive!.denominator.reduce((count, weight) => count + Number(weight > 0), 0);
  if (weighty < 2) throw tooFewUsers('weighted positive', weighty);
}

/** How many lists there are, with both classes, and with one row. */
function listsOf(group: Uint32Array, label: Uint8Array): { lists: number; mixed: number; single: number } {
  const { groups: lists, starts, positives } = groupRows(group, label);
  let [mixed, single] = [0, 0];
  for (let g = 0; g < lists; g++) {
    const rows = starts[g + 1]! - starts[g]!;
    if (rows === 1) single++;
    if (positives[g]! > 0 && positives[g]! < rows) mixed++;
  }
  return { lists, mixed, single };
}

/** The metric M is the spec's; lists are the rows of `log.group`, or of a user where there is none. */
export async function score(
  data: Dataset,
  spec: ScoredBy,
  run: Pick<TrainedRun, 'parts' | 'arms' | 'results' | 'store'>,
  predicted: readonly PredictedArm[],
  clock: Clock,
): Promise<Scores> {
  const { evaluate } = run.parts;
  const { label, rows, group, weight, measure } = evaluated(data, spec, run.parts);
  const lists = { label, lists: groupRows(group, label), weight };
  const scored = new Map(run.arms.map((arm) => [arm.id, new ScoredArm(rows, measure, run.store)]));
  const ranking = new Map(run.arms.map((arm): [string, RankingMetrics[]] => [arm.id, []]));
  for (const [index, result] of run.results.entries()) {
    clock.report('metrics', index / run.results.length, `scoring ${result.arm}, seed ${result.seed}`);
    scored.get(result.arm)!.add(result.seed, result.scores, undefined, result.orderOnly ? null : undefined);
    ranking.get(result.arm)!.push(rankingOf(result.scores, lists));
    await clock.breathe();
  }
  for (const { id, scores, ranks, logLoss } of predicted) {
    const arm = new ScoredArm(rows, measure, run.store);
    arm.add(spec.seed, ranks, undefined, logLoss);
    scored.set(id, arm);
    ranking.set(id, [rankingOf(scores, lists)]);
    await clock.breathe();
  }
  return {
    metric: spec.metric,
    rows,
    userGroups: await userGroups(data, evaluate, rows, clock),
    scored,
    ranking,
  };
}
