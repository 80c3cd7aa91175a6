/** What is known of a ranker by its kind alone: who asks need not know the kinds. Their traits are in the report's folder. */
import type { HeadKind } from '../report/head-kinds.ts';
import { RANKER_TRAITS, type RankerBase, type RankerKind } from '../report/ranker-kinds.ts';
import type { AnyRanker, RankerOptions } from './schema.ts';

type Kinds = typeof RANKER_TRAITS;

/** The rankers with a base of some sort: `RankerWith<'program'>` are programs of the user's own. */
export type RankerWith<Base extends RankerBase> = Extract<
  AnyRanker,
  { kind: { [Kind in RankerKind]: Kinds[Kind]['base'] extends Base ? Kind : never }[RankerKind] }
>;

/** Those that are trained here and have what the trait says. */
type Trained<Trait extends 'factors' | 'tower'> = Extract<
  RankerOptions,
  {
    kind: {
      [Kind in RankerOptions['kind']]: Kinds[Kind][Trait] extends true ? Kind : never;
    }[RankerOptions['kind']];
  }
>;

const hasBase = (ranker: AnyRanker, base: RankerBase): boolean => RANKER_TRAITS[ranker.kind].base === base;

/** One that is trained here. */
export const isBuiltIn = (ranker: AnyRanker): ranker is RankerWith<'trained'> => hasBase(ranker, 'trained');
/** A program of the user's own. */
export const isCommand = (ranker: AnyRanker): ranker is RankerWith<'program'> => hasBase(ranker, 'program');
/** Scores that the log holds. */
export const isLogged = (ranker: AnyRanker): ranker is RankerWith<'log'> => hasBase(ranker, 'log');
/** Heads alone, without a base. */
export const isHeadAlone = (ranker: AnyRanker): ranker is RankerWith<'none'> => hasBase(ranker, 'none');

/** Whether it learns from rows, so that it can be trained for each arm, and must not be asked for rows that it has seen. */
export function learns({ kind }: Pick<AnyRanker, 'kind'>): boolean {
  const { base } = RANKER_TRAITS[kind];
  return base === 'trained' || base === 'program';
}

/** Whether its numbers are read in bins. */
export const readsBins = (ranker: AnyRanker): ranker is RankerWith<'trained' | 'none'> =>
  isBuiltIn(ranker) || isHeadAlone(ranker);

/** Whether it learns factors of ids. */
export const hasFactors = (ranker: AnyRanker): ranker is Trained<'factors'> =>
  isBuiltIn(ranker) && RANKER_TRAITS[ranker.kind].factors;

export const withTower = (options: RankerOptions): options is Trained<'tower'> =>
  RANKER_TRAITS[options.kind].tower;

/** The only kind of head that goes with it; undefined where any does. */
export function onlyHeadOf({ kind }: Pick<AnyRanker, 'kind'>): HeadKind | undefined {
  const traits = RANKER_TRAITS[kind];
  return 'onlyHead' in traits ? traits.onlyHead : undefined;
}
