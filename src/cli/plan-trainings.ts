/** What a run would train, counted from the spec alone: rankers, or in two stages the base and its heads. */

import { count } from '../common/format.ts';
import { inTwoStages, rankersOf } from '../evaluation/arms/rankers.ts';
import { plannedTrainings } from '../evaluation/arms/trainings.ts';
import type { Given } from '../evaluation/cost/given.ts';
import { recipesTried } from '../evaluation/cost/search-work.ts';
import { MOST } from '../evaluation/cost/staged.ts';
import { stagedWork } from '../evaluation/cost/staged-work.ts';
import { isBuiltIn, isLogged } from '../specfile/ranker-kinds.ts';
import type { Spec } from '../specfile/schema.ts';

/** No count depends on the size of the log. */
const ANY_SIZE = { rows: 1, trainRows: 1, evalRows: 1 };

/** @param arms of the run, the base among them @returns label and value of each kind of training that there is */
export function trainingFacts(spec: Spec, arms: number, given: Given): [string, string][] {
  const counts = { joint: 0, recipes: 0, base: 0, curve: 0, projections: 0, heads: 0 };
  for (const { ranker, index, first } of plannedTrainings(spec)) {
    counts.recipes += isBuiltIn(ranker) ? recipesTried(ranker, given(index)) : 0;
    if (!inTwoStages(spec, ranker)) {
      counts.joint += isBuiltIn(ranker) ? arms * spec.seeds : 0;
      continue;
    }
    const work = stagedWork(spec, ranker, ANY_SIZE, MOST, first, given(index));
    const { base, curve, projections, heads } = work;
    const tasks = (batches: typeof base): number => batches.reduce((sum, batch) => sum + batch.tasks, 0);
    counts.base += tasks(base);
    counts.curve += tasks(curve);
    counts.projections += tasks(projections);
    counts.heads += tasks(heads.slice(0, 1));
  }
  const logged = rankersOf(spec).find(isLogged);
  return [
    ...(logged === undefined ? [] : [['scores of the base', `column ${logged.score}`] as [string, string]]),
    ...told('recipes of the base to try', counts.recipes),
    ...told('rankers to train', counts.joint),
    ...told('trainings of the base, at most', counts.base),
    ...told('trainings of weaker bases, at most', counts.curve),
    ...told('trainings of projections, at most', counts.projections),
    ...told(counts.curve > 0 ? 'heads to train, at most' : 'heads to train', counts.heads),
  ];
}

const told = (label: string, number: number): [string, string][] =>
  number === 0 ? [] : [[label, count(number)]];
