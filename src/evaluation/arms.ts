/** The arms of an evaluation: which share the base and what each adds to it. */
import type { FieldBlock } from '../ranker/ranker.ts';
import type { ArmReport } from '../report/schema.ts';

export interface Arm {
  /** As in the report: `base`, `leaked:NAME`. */
  id: string;
  arm: ArmReport['arm'];
  source?: string;
  /** The arm's own fields; none for the base. */
  block?: FieldBlock;
}

/** The kinds of arms that every built source has, with the features they read. */
export const SOURCE_ARMS = [
  ['honest', 'honest'],
  ['leaked', 'leaked'],
  ['leaked-total', 'total'],
] as const;

export const BASE: Arm = { id: 'base', arm: 'base' };
