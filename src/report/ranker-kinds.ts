/** What differs between the kinds of rankers, for all that read a spec or a report. Plain data: the editor and the panel read it, too. */
import type { HeadKind } from './head-kinds.ts';

interface Traits {
  /**
   * What the base's scores are: those of a ranker that is `trained` here, those of a `program` of the user's own, a column of the `log`, or
   * `none`, where heads learn from the columns alone.
   */
  base: 'trained' | 'program' | 'log' | 'none';
  /** Its keys tell the kind, which a spec does not name. */
  byKeys?: true;
  /** The only kind of head that it goes with; any where absent. */
  onlyHead?: HeadKind;
}

interface TrainedTraits extends Traits {
  base: 'trained';
  /** It learns a vector of factors per id, beside a weight. */
  factors: boolean;
  /** It has a tower, which reads numbers and is trained in batches. */
  tower: boolean;
  /** The option that is to be lowered, beside the learning rate, where its training diverges. */
  steadiedBy: string;
}

type OtherTraits = Traits & { base: Exclude<Traits['base'], 'trained'> };

export const RANKER_TRAITS = {
  lr: {
    ...{ base: 'trained' },
    ...{ factors: false, tower: false, steadiedBy: 'initialScale' },
  },
  fm: {
    ...{ base: 'trained' },
    ...{ factors: true, tower: false, steadiedBy: 'initialScale' },
  },
  deepfm: {
    ...{ base: 'trained' },
    ...{ factors: true, tower: true, steadiedBy: 'towerRate' },
  },
  gbdt: { base: 'none', onlyHead: 'trees' },
  command: { base: 'program', byKeys: true },
  logged: { base: 'log', byKeys: true },
} as const satisfies Record<string, TrainedTraits | OtherTraits>;

export type RankerKind = keyof typeof RANKER_TRAITS;
export type RankerBase = Traits['base'];
/** Those whose base is trained here. */
export type TrainedKind = {
  [Kind in RankerKind]: (typeof RANKER_TRAITS)[Kind]['base'] extends 'trained' ? Kind : never;
}[RankerKind];

/** The ranker that any other is held against, as a base and on the curve. */
export const REFERENCE = 'lr' satisfies RankerKind;

/** Of the kind in a report; undefined where a later version wrote one that this version does not know. */
export function traitsWritten(kind: unknown): TrainedTraits | OtherTraits | undefined {
  const known: Readonly<Record<string, TrainedTraits | OtherTraits>> = RANKER_TRAITS;
  return typeof kind === 'string' && Object.hasOwn(known, kind) ? known[kind] : undefined;
}
