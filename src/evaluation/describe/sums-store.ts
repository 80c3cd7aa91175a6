/** Where the components and sums of a run's arms lie: in memory, or of a large log in the temporary folder. */
import { IN_MEMORY, type NumberStore } from '../../metrics/numbers.ts';
import type { SpecContext } from '../load-spec.ts';

/** Of the memory setting, what they may take. */
const SHARE = 0.1;

/** What arms are measured on. */
interface Sizes {
  rows: number;
  users: number;
  arms: number;
  seeds: number;
}

/** @throws Failure `temporary-space` */
export async function sumsStore(
  { rows, users, arms, seeds }: Sizes,
  { memoryBytes, rowsAtOnce, scratch }: Pick<SpecContext, 'memoryBytes' | 'rowsAtOnce' | 'scratch'>,
): Promise<NumberStore> {
  const bytes = arms * (8 * rows + seeds * 16 * Math.min(users, rows));
  const isLarge = rowsAtOnce === undefined ? bytes > SHARE * memoryBytes : rows > rowsAtOnce;
  return scratch !== undefined && isLarge ? scratch.store() : IN_MEMORY;
}
