/** Where the columns of a run's log are: in memory, or of a large log in files. */

import { Cancelled } from '../../common/failure.ts';
import { ofSystem } from '../../common/no-room.ts';
import type { Dataset } from '../../data/dataset.ts';
import { filed } from '../../data/filed.ts';
import type { Spec } from '../../specfile/schema.ts';
import { isReadInRows } from '../arms/base.ts';
import { fieldForm } from '../arms/rankers.ts';
import type { SpecContext } from '../load-spec.ts';
import { logBytes } from '../tasks/log-memory.ts';

/** Of the memory setting, what the columns may take. */
const SHARE = 0.15;

/** Whether the columns of a log should lie in files. @param bytes that they take */
export const isLargeLog = (spec: Spec, bytes: number, memoryBytes: number): boolean =>
  bytes > SHARE * memoryBytes && isReadInRows(spec, fieldForm(spec, 'base'));

/** @returns the log itself where memory holds it; nothing of it should be held beside the result @throws Failure `temporary-space`, Cancelled */
export async function filedLog(
  data: Dataset,
  spec: Spec,
  {
    memoryBytes,
    rowsAtOnce,
    scratch,
    signal,
  }: Pick<SpecContext, 'memoryBytes' | 'rowsAtOnce' | 'scratch' | 'signal'>,
): Promise<Dataset> {
  // By a number of rows, what is more may have any number of bytes.
  const bytes =
    rowsAtOnce === undefined ? logBytes(data) : data.rows > rowsAtOnce ? Number.POSITIVE_INFINITY : 0;
  if (scratch === undefined || !isLargeLog(spec, bytes, memoryBytes)) return data;
  const place = (): Promise<string> => {
    if (signal.aborted) throw new Cancelled();
    return scratch.path();
  };
  return filed(data, place).catch(ofSystem);
}
