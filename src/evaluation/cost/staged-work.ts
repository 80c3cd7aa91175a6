/** What the search and training in two stages have to do, step by step: the search of the base's options, its trainings on prefixes, and heads. */

import { REFERENCE } from '../../report/ranker-kinds.ts';
import { hasFactors, isBuiltIn, isHeadAlone, learns, onlyHeadOf } from '../../specfile/ranker-kinds.ts';
import type { AnyRanker, Spec } from '../../specfile/schema.ts';
import type { BuiltInRanker } from '../../specfile/schema-ranker.ts';
import { baseFields, countFields } from '../arms/planned.ts';
import { idRankerOf, inTwoStages, rankersOf } from '../arms/rankers.ts';
import { chooseHead } from '../head/choice.ts';
import type { HeadCounts } from '../head/rows.ts';
import { readsIdVectors } from '../tasks/id-ranker.ts';
import { headRows, headWork } from './head-work.ts';
import { type OwnFields, ownFields } from './own-fields.ts';
import { longestTrial, referenceBatches, type SearchSize, searchBatches } from './search-work.ts';
import { trainingWork } from './training-work.ts';
import { add, type Batch, type Lengths, type LogSize, scaled } from './units.ts';

/**
 * In the order in which a run takes them. `ids` is the search before the features, where a source reads the vectors of the ranker; it takes the
 * place of `search` and `references`, or of `stand`, which is the search for projections where the base has no recipe that could train them.
 */
export const STEPS = [
  'ids',
  'search',
  'references',
  'base',
  'stand',
  'projections',
  'curve',
  'heads',
] as const;
export type Step = (typeof STEPS)[number];

/** User and item: too many values for a column of a head. */
const IDS = 2;
/** Shares of the training rows that the trainings of a plan see: prefixes that grow by a tenth, or folds of users, and all rows. */
const PREFIXES = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
const FOLDS = [0.8, 0.8, 0.8, 0.8, 0.8, 1];
/** A guess at the share of the rarer label, which only the log could tell. It decides which head is counted; both take about as long. */
const RARER = 0.2;
/** Bases of the curve beside the chosen one, at most: logistic regression, and one of the search's better half. */
const WEAKER = 2;

const sum = <T>(list: readonly T[], value: (entry: T) => number): number =>
  list.reduce((all, entry) => all + value(entry), 0);

/**
 * @param first whether the ranker is the one that the report is about: it alone has heads without a column, and a curve
 * @param given names of the ranker's options that the spec gives
 * @returns the batches of each step, one after another; none of a program's trainings, of which nothing is known, nor of the trainings
 * of a ranker for each arm (work.ts), which a search comes before, too
 */
export function stagedWork(
  spec: Spec,
  ranker: AnyRanker,
  size: LogSize,
  lengths: Lengths,
  first: boolean,
  given: ReadonlySet<string>,
): Record<Step, Batch[]> {
  const byTime = spec.log.time !== undefined;
  const [fields, counts] = [baseFields(spec), countFields(spec)];
  const fieldsOf = ownFields(spec);
  const about: SearchSize = { trainRows: size.trainRows, byTime, fields, counts };
  const trained = isBuiltIn(ranker) ? ranker : undefined;
  const projected = sum(fieldsOf, ({ projected: count }) => count) * spec.seeds;
  const learns = hasFactors(ranker) ? ranker : undefined;
  const stand = learns ?? idRankerOf(rankersOf(spec)[0]);
  const none = new Set<string>();
  const batch = (recipe: BuiltInRanker, seeds: number, hasVectors = false): Batch => {
    const epochs = Math.min(
      lengths.epochs[recipe.kind],
      longestTrial(recipe, recipe === trained ? given : none),
    );
    return baseBatch(recipe, about, seeds, epochs, hasVectors);
  };
  const searched = (
    recipe: BuiltInRanker,
    options: ReadonlySet<string>,
  ): Record<'search' | 'references', Batch[]> => ({
    search: searchBatches(recipe, options, about, lengths.search),
    references: referenceBatches(recipe, about, lengths.search),
  });
  const nothing = { search: [], references: [] };
  const early =
    first && readsIdVectors(spec) ? searched(stand, learns === undefined ? none : given) : nothing;
  const ids = [...early.search, ...early.references];
  const found = ids.length > 0;
  const search =
    trained === undefined || (found && learns !== undefined) ? nothing : searched(trained, given);
  if (!inTwoStages(spec, ranker))
    return { ids, ...search, base: [], stand: [], projections: [], curve: [], heads: [] };
  const forStand = projected === 0 || learns !== undefined || found ? nothing : searched(stand, none);
  const weaker = first && trained !== undefined && fieldsOf.length > 0 ? weakerKinds(trained) : [];
  return {
    ids,
    ...search,
    base: trained === undefined ? [] : [batch(trained, spec.seeds)],
    stand: [...forStand.search, ...forStand.references],
    projections: projected === 0 ? [] : [batch(stand, projected, true)],
    curve: weaker.map((recipe) => batch(recipe, 1)),
    heads: headBatches(
      spec,
      ranker,
      fieldsOf,
      size,
      lengths.trees[isHeadAlone(ranker) ? 'alone' : 'onScore'],
      first,
      weaker.length,
    ),
  };
}

/** The reference, and another recipe of the same kind. */
function weakerKinds(trained: BuiltInRanker): BuiltInRanker[] {
  const reference = { ...trained, kind: REFERENCE } as BuiltInRanker;
  return (trained.kind === REFERENCE ? [trained] : [reference, trained]).slice(0, WEAKER);
}

/** The trainings of a plan for so many seeds, or so many vectors and seeds. Fewer rows are trained on for fewer epochs, in proportion. */
function baseBatch(
  ranker: BuiltInRanker,
  { trainRows, byTime, fields }: SearchSize,
  seeds: number,
  epochs: number,
  hasVectors: boolean,
): Batch {
  const shares = byTime ? PREFIXES : FOLDS;
  const squares = sum(shares, (share) => share ** 2);
  const tasks = shares.length * seeds;
  const visits = trainRows * epochs * squares * seeds;
  const visit = trainingWork(ranker, fields + Number(hasVectors));
  const work = { ...scaled(visit, visits), training: tasks };
  if (hasVectors) work.projection = visits * ranker.factors;
  return { work, tasks, longest: 1 / (squares * seeds) };
}

/** The rows of a head, by what the base is. */
export function headRowsOf(spec: Spec, ranker: AnyRanker, { trainRows }: LogSize): HeadCounts {
  return headRows(trainRows, learns(ranker), spec.log.time !== undefined, spec.headRows);
}

/** Columns that all heads of a run have: the score, where there is one, and the base's without ids. */
export function sharedColumns(spec: Spec, ranker: AnyRanker): number {
  return baseFields(spec) - IDS + (isHeadAlone(ranker) ? 0 : 1);
}

/** Whole heads, then those that lack a column. */
function headBatches(
  spec: Spec,
  ranker: AnyRanker,
  parts: readonly OwnFields[],
  size: LogSize,
  trees: number,
  first: boolean,
  weaker: number,
): Batch[] {
  const rows = headRowsOf(spec, ranker, size);
  const kind = onlyHeadOf(ranker) ?? chooseHead(spec.head, RARER * (rows.fit + rows.validate)).kind;
  const shared = sharedColumns(spec, ranker);
  const whole: Batch = { work: {}, tasks: 0, longest: 0 };
  const dropped: Batch = { work: {}, tasks: 0, longest: 0 };
  const put = (to: Batch, columns: number, tasks: number): void => {
    add(to.work, headWork(rows, columns, { kind, trees }, to === whole, size), tasks);
    to.tasks += tasks;
  };
  const onCurve = weaker * Number(first);
  put(whole, shared, spec.seeds + onCurve);
  for (const { arms, fields, drops, projected } of parts) {
    put(whole, shared + fields, arms * spec.seeds + (projected > 0 ? 0 : onCurve));
    if (first) put(dropped, shared + fields - 1, drops.ofHead * spec.seeds);
  }
  return [whole, dropped]
    .filter(({ tasks }) => tasks > 0)
    .map((batch) => ({ ...batch, longest: 1 / batch.tasks }));
}
