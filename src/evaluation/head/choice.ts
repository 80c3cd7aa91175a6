/** Which head a run has: trees, or an additive model where rows are few. */
import type { Spec } from '../../specfile/schema.ts';

export type HeadKind = NonNullable<Spec['head']>;

/**
 * With fewer rows of the rarer label a head is additive, where the spec does not say. Only these rows count: a million rows with a hundred
 * clicks say no more of clicks than two hundred rows with as many. Measured: docs/decisions/0134-additive-heads-for-few-clicks.md.
 */
export const FEWEST_FOR_TREES = 3000;

export interface HeadChoice {
  kind: HeadKind;
  /** Whether the spec says so, or the number of rows. */
  by: 'spec' | 'rows';
}

/** @param rarer rows that the head is fitted and validated on, of the rarer label */
export function chooseHead(wanted: Spec['head'], rarer: number): HeadChoice {
  if (wanted !== undefined) return { kind: wanted, by: 'spec' };
  return { kind: rarer < FEWEST_FOR_TREES ? 'additive' : 'trees', by: 'rows' };
}
