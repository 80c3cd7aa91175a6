/** What differs between the kinds of heads. Plain data: the panel reads it, too. */
import type { BaseReport } from './schema-base.ts';

export type HeadKind = NonNullable<BaseReport['head']>['kind'];

interface HeadTraits {
  /** Whether the run chooses it where rows are too few for trees, which it then says. */
  forFewRows: boolean;
}

export const HEAD_TRAITS = {
  trees: { forFewRows: false },
  additive: { forFewRows: true },
} as const satisfies Record<HeadKind, HeadTraits>;
