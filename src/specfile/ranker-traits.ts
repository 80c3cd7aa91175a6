/** What is known of a built-in ranker by its kind alone: who asks this need not know the kinds. */
import type { DeepFmOptions, RankerOptions } from './schema.ts';

interface Traits {
  /** It learns a vector of factors per id, beside a weight. */
  factors: boolean;
  /** It has a tower, which reads numbers and is trained in batches. */
  tower: boolean;
  /** The option that is to be lowered, beside the learning rate, where its training diverges. */
  steadiedBy: string;
}

export const RANKER_TRAITS = {
  lr: { factors: false, tower: false, steadiedBy: 'initialScale' },
  fm: { factors: true, tower: false, steadiedBy: 'initialScale' },
  deepfm: { factors: true, tower: true, steadiedBy: 'towerRate' },
} as const satisfies Record<RankerOptions['kind'], Traits>;

export const withTower = (options: RankerOptions): options is DeepFmOptions =>
  RANKER_TRAITS[options.kind].tower;
