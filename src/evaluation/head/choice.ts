/** Which head a run has: trees, or an additive model where rows are few. */
import type { Spec } from '../../spec/schema.ts';

export type HeadKind = NonNullable<Spec['head']>;

/** A head of fewer rows is additive, where the spec does not say. Measured: docs/decisions.md. */
export const FEWEST_FOR_TREES = 10_000;

export interface HeadChoice {
  kind: HeadKind;
  /** Whether the spec says so, or the number of rows. */
  by: 'spec' | 'rows';
}

/** @param rows that the head is fitted and validated on */
export function chooseHead(wanted: Spec['head'], rows: number): HeadChoice {
  if (wanted !== undefined) return { kind: wanted, by: 'spec' };
  return { kind: rows < FEWEST_FOR_TREES ? 'additive' : 'trees', by: 'rows' };
}
