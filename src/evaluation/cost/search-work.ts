/** What a search of a ranker's options has to do, from its rungs: see ../base/tune.ts and ../base/halving.ts. */
import { QUARTERS } from '../../ranker/course.ts';
import { REFERENCE } from '../../report/ranker-kinds.ts';
import { type BuiltInRanker, builtInRanker } from '../../specfile/schema-ranker.ts';
import { JUDGED, MOST_ROWS } from '../base/sample.ts';
import { placesIn, rungsOf } from '../base/search/halving.ts';
import { axesOf, STAGES } from '../base/search/recipes.ts';
import { MOST_EPOCHS, PATIENCE } from '../base/search/tune.ts';
import { trainingWork } from './training-work.ts';
import { type Batch, scaled } from './units.ts';

/** Scoring a row takes such a part of training it; it is done after each quarter of an epoch. */
const SCORING = 0.6;
/** The last of ten blocks judges a search; of the folds of users, one of five. */
const JUDGES = { byTime: 1 / 9, byUser: 1 / 4 };

/** What a search is about. */
export interface SearchSize {
  trainRows: number;
  byTime: boolean;
  /** Of the base. */
  fields: number;
  /** Of these, as-of counts. */
  counts: number;
}

/** Epochs of the longest trial of a search: the spec's, where it gives them. */
export function longestTrial({ epochs }: Pick<BuiltInRanker, 'epochs'>, given: ReadonlySet<string>): number {
  return given.has('epochs') ? epochs : MOST_EPOCHS;
}

/** @param share of the longest search that is done: trials end early */
export function searchBatches(
  ranker: BuiltInRanker,
  given: ReadonlySet<string>,
  size: SearchSize,
  share: number,
): Batch[] {
  const most = longestTrial(ranker, given) * QUARTERS;
  const done = most <= PATIENCE.quarters ? 1 : share; // too short to end early
  return stagesOf(ranker, given).flatMap((recipes) => halving(ranker, recipes, most, size, done));
}

/** How many recipes a search tries. */
export const recipesTried = (ranker: BuiltInRanker, given: ReadonlySet<string>): number =>
  stagesOf(ranker, given).reduce((sum, recipes) => sum + recipes, 0);

/** Epochs of all trials of the longest search that there can be. */
export function longestEpochs(ranker: BuiltInRanker, given: ReadonlySet<string>, size: SearchSize): number {
  const rows = Math.min(size.trainRows / (1 + judgesOf(size)), MOST_ROWS);
  const most = longestTrial(ranker, given) * QUARTERS;
  return stagesOf(ranker, given)
    .flatMap((recipes) => rungs(rows, most, recipes))
    .reduce((sum, { tasks, quarters }) => sum + (tasks * quarters) / QUARTERS, 0);
}

/** What the base is held against: the reference on the counts, and on all fields where it is not the base itself. */
export function referenceBatches(
  ranker: Pick<BuiltInRanker, 'kind'>,
  { fields, counts, ...rows }: SearchSize,
  share: number,
): Batch[] {
  const reference = builtInRanker(REFERENCE);
  const widths = [...(counts > 0 ? [counts] : []), ...(ranker.kind === REFERENCE ? [] : [fields])];
  return widths.flatMap((width) =>
    halving(
      reference,
      STAGES[0]!.recipes,
      MOST_EPOCHS * QUARTERS,
      { ...rows, fields: width, counts: 0 },
      share,
    ),
  );
}

/** Recipes of each stage. */
const stagesOf = (ranker: BuiltInRanker, given: ReadonlySet<string>): number[] =>
  axesOf(ranker, given).length === 0 ? [1] : STAGES.map(({ recipes }) => recipes);

const judgesOf = ({ byTime }: Pick<SearchSize, 'byTime'>): number => (byTime ? JUDGES.byTime : JUDGES.byUser);

/** The trials of each rung of a stage, and the quarters that each of them is trained for. */
function rungs(rows: number, most: number, recipes: number): { tasks: number; quarters: number }[] {
  return rungsOf(Math.max(1, rows), most).map((end, rung, ends) => {
    return { tasks: placesIn(rung, recipes), quarters: end - (ends[rung - 1] ?? 0) };
  });
}

/** A batch for each rung. */
function halving(
  ranker: BuiltInRanker,
  recipes: number,
  most: number,
  size: SearchSize,
  share: number,
): Batch[] {
  const all = size.trainRows / (1 + judgesOf(size));
  const rows = Math.min(all, MOST_ROWS);
  const judged = Math.min(all * judgesOf(size), MOST_ROWS * JUDGED);
  const visits = share * (rows / QUARTERS + SCORING * judged);
  return rungs(rows, most, recipes).map(({ tasks, quarters }) => {
    const work = scaled(trainingWork(ranker, size.fields), tasks * quarters * visits);
    return { work: { ...work, trial: tasks }, tasks, longest: 1 / tasks };
  });
}
