/** The checks of data, in the order in which they are listed. */
import type { Check } from './check.ts';
import { columns } from './columns/check.ts';
import { builtAfterCut } from './split/built-after-cut.ts';
import { duplicates } from './split/duplicates.ts';
import { splitKind } from './split/kind.ts';
import { conflicts, times } from './split/log.ts';
import { overlaps } from './split/overlap.ts';
import { rowOrder } from './split/row-order.ts';

export const CHECKS: readonly Check[] = [
  columns,
  splitKind,
  duplicates,
  overlaps,
  conflicts,
  times,
  rowOrder,
  builtAfterCut,
];
