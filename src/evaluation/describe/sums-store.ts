/** Where the components and sums of a run's arms lie: in memory, or of a large log in the temporary folder. */
import { IN_MEMORY, type NumberStore } from '../../metrics/numbers.ts';
import type { SpecContext } from '../load-spec.ts';

/** Of the memory setting, what components of all arms may take; sums by user come to as much, or less. */
const SHARE = 0.05;
/** A component of a row. */
const COMPONENT_BYTES = 8;

/** Bytes of the components of the evaluation rows, where memory holds them; 0 where it should not. */
export function componentBytes(
  rows: number,
  arms: number,
  { memoryBytes, rowsAtOnce }: Pick<SpecContext, 'memoryBytes' | 'rowsAtOnce'>,
): number {
  const bytes = COMPONENT_BYTES * rows * arms;
  const isLarge = rowsAtOnce === undefined ? bytes > SHARE * memoryBytes : rows > rowsAtOnce;
  return isLarge ? 0 : bytes;
}

/** @param rows that are evaluated @throws Failure `temporary-space` */
export async function sumsStore(
  rows: number,
  arms: number,
  context: Pick<SpecContext, 'memoryBytes' | 'rowsAtOnce' | 'scratch'>,
): Promise<NumberStore> {
  const { scratch } = context;
  return scratch === undefined || componentBytes(rows, arms, context) > 0 ? IN_MEMORY : scratch.store();
}
