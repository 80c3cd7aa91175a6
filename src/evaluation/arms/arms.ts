/** The arms of an evaluation: which share the base and what each adds to it. */

import type { LogRows } from '../../common/some-rows.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import { BASE } from '../../report/arm-ids.ts';
import type { ArmReport } from '../../report/schema.ts';

export interface Arm {
  /** As in the report: `base`, `leaked:NAME`, `model:NAME`; `drop:NAME:FEATURE` for an arm that only serves a diagnostic. */
  id: string;
  arm: ArmReport['arm'];
  source?: string;
  model?: string;
  /** The arm's own fields, by position of the ranker seed: folds and placebo are drawn anew for each; one for all where nothing is drawn. None for the base. */
  blocks?: readonly FieldBlock[];
  /** The rows of each of these blocks; of all blocks all rows where absent. */
  rows?: readonly LogRows[];
  /** Names of the own fields, in order: the same features in every seed. */
  features?: readonly string[];
  /** A feature whose field is missing in every row, for `dropGain`; such an arm is not listed in the report. */
  drop?: { feature: string; field: string };
}

export const BASE_ARM: Arm = { id: BASE, arm: 'base' };

/** The order of a source's arms in the report. */
export const ARM_ORDER = [
  'honest',
  'fresh',
  'leaked',
  'leaked-total',
  'placebo',
] as const satisfies readonly ArmReport['arm'][];
