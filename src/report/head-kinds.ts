/** What reports say of the kinds of heads. Plain data: the panel reads it, too. */
import type { BaseReport } from './schema-base.ts';

export type HeadKind = NonNullable<BaseReport['head']>['kind'];

interface HeadWords {
  /** Many of them, in a line. */
  called: string;
  /** Whether the run chooses it where rows are too few for trees, which it then says. */
  forFewRows: boolean;
}

export const HEAD_WORDS = {
  trees: { called: 'heads', forFewRows: false },
  additive: { called: 'additive heads', forFewRows: true },
} as const satisfies Record<HeadKind, HeadWords>;
