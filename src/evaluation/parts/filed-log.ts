/** Where the columns of a run's log are: in memory, or of a large log in files. */
import type { Dataset } from '../../data/dataset.ts';
import { filed } from '../../data/filed.ts';
import type { Spec } from '../../specfile/schema.ts';
import { isReadInRows } from '../arms/base.ts';
import { fieldForm } from '../arms/rankers.ts';
import type { SpecContext } from '../load-spec.ts';
import { logBytes } from '../tasks/log-memory.ts';
import { noRoom } from './scratch.ts';

/** Of the memory setting, what the columns may take. */
const SHARE = 0.15;

/** @returns the log itself where memory holds it; nothing of it should be held beside the result @throws Failure `temporary-space` */
export async function filedLog(
  data: Dataset,
  spec: Spec,
  { memoryBytes, rowsAtOnce, scratch }: Pick<SpecContext, 'memoryBytes' | 'rowsAtOnce' | 'scratch'>,
): Promise<Dataset> {
  const isLarge = rowsAtOnce === undefined ? logBytes(data) > SHARE * memoryBytes : data.rows > rowsAtOnce;
  if (scratch === undefined || !isLarge || !isReadInRows(spec, fieldForm(spec, 'base'))) return data;
  return filed(data, () => scratch.path()).catch(noRoom);
}
