/** Each objective as a run of its own: the arms, scored by its label and its weights. */
import type { Spec } from '../../specfile/schema.ts';
import { predictedArms } from '../arms/predicted.ts';
import { hasOtherLabel, learnedBy } from '../arms/trainings.ts';
import { score, scoredBy } from '../describe/score.ts';
import type { ObjectiveRun, ScoredRun } from '../describe/scored-run.ts';
import type { Clock } from '../tasks/clock.ts';
import type { RankerRun, TrainedRun } from '../tasks/train.ts';
import { objectiveData } from './data.ts';

/** @param trained the run of the log's label; an objective with that label has its scores @throws Failure, Cancelled */
export async function objectiveRuns(
  trained: TrainedRun,
  rest: Pick<ScoredRun, 'data' | 'seeds' | 'selfEvidence'>,
  spec: Spec,
  clock: Clock,
): Promise<ObjectiveRun[]> {
  const runs: ObjectiveRun[] = [];
  for (const objective of spec.objectives) {
    const data = objectiveData(rest.data, objective.name);
    const ranker = hasOtherLabel(objective, spec)
      ? trained.objectives.find((run) => run.objective === learnedBy(objective, spec))!
      : withoutDrops(trained);
    const run = { ...trained, ...ranker, others: [], objectives: [] };
    const predicted = predictedArms(data, spec, trained.parts.evaluate);
    const scored = await score(data, scoredBy(spec, objective), run, predicted, clock);
    const nothing = { otherRuns: [], objectiveRuns: [], nulls: undefined };
    runs.push({ ...run, ...scored, ...rest, data, predicted, ...nothing, spec: objective });
  }
  return runs;
}

/** Whether a ranker learned the objective's label, which is not that of the log. */
export const hasRanker = ({ objective }: Pick<RankerRun, 'objective'>): boolean => objective !== undefined;

/** Whether it is the first objective with that label: what was trained is counted, and warned of, once. */
export const isFirst = ({ objective, spec }: ObjectiveRun): boolean => objective === spec.name;

/** Without the arms that lack a column, the curve, and what was trained for them. */
export function withoutDrops({ arms, results, ...run }: RankerRun): RankerRun {
  const whole = arms.filter(({ drop }) => drop === undefined);
  const ids = new Set(whole.map(({ id }) => id));
  const kept = results.filter(({ arm }) => ids.has(arm));
  return { ...run, arms: whole, results: kept, base: undefined, curve: undefined, baseRowsTrained: 0 };
}
