/** Matched pairs become a `PairTable`: sorted, each once, with the slices of the log. */
import type { Warning } from '../../../common/failure.ts';
import type { PairTable, Timeline } from '../../dataset.ts';
import { mergePairs } from '../../merge-pairs.ts';
import type { TimeReading } from '../../moment.ts';
import { mergedPairs, pairsBeforeLog } from '../../policy/merged.ts';
import { tableOf } from '../../policy/words.ts';
import type { Session } from '../session/session.ts';
import { sharedFloat64, sharedUint32 } from '../session/shared.ts';
import { type Selected, streamColumns } from '../session/stream.ts';
import { KEPT } from './fates.ts';
import { knownAfter, slicesOf } from './file-times.ts';
import type { PairPlan } from './pairs.ts';

/**
 * @param rows number of rows of `NAME_matched` that are kept
 */
export async function readPairs(
  session: Session,
  plan: PairPlan,
  log: { timeline?: Timeline | undefined; timeReading?: TimeReading | undefined },
  rows: number,
  warnings: Warning[],
): Promise<PairTable> {
  const { table, spec, file } = plan;
  const columns = {
    left: new Uint32Array(rows),
    right: new Uint32Array(rows),
    weight: new Float64Array(rows),
    time: new Float64Array(plan.time === undefined ? 0 : rows),
    user: new Uint32Array(plan.user === undefined ? 0 : rows),
  };
  const selected: Selected[] = [
    { sql: 'l', target: columns.left },
    { sql: 'r', target: columns.right },
    { sql: 'w', target: columns.weight },
  ];
  const order = ['l', 'r'];
  if (plan.time !== undefined) {
    selected.push({ sql: 'CAST(t AS DOUBLE)', target: columns.time });
    order.push('t');
  }
  if (plan.user !== undefined) {
    selected.push({ sql: 'u', target: columns.user });
    order.push('u');
  }
  const from = `FROM ${table.name}_matched WHERE fate = ${KEPT} ORDER BY ${[...order, 'w'].join(', ')}`;
  await streamColumns(session, selected, from, rows, () => undefined);

  const { pairs, ...merged } = mergePairs(columns);
  const name = tableOf('source', spec.name, file);
  mergedPairs(name, spec, merged, warnings);
  const result: PairTable = {
    left: sharedUint32(pairs),
    right: sharedUint32(pairs),
    weight: sharedFloat64(pairs),
  };
  result.left.set(columns.left.subarray(0, pairs));
  result.right.set(columns.right.subarray(0, pairs));
  result.weight.set(columns.weight.subarray(0, pairs));
  if (plan.user !== undefined) {
    result.user = sharedUint32(pairs);
    result.user.set(columns.user.subarray(0, pairs));
  }
  if (plan.time !== undefined && log.timeline !== undefined) {
    const known = knownAfter(plan.time, log.timeReading);
    const times = columns.time.subarray(0, pairs);
    const { slice, early } = slicesOf(times, known, log.timeline.sliceStarts);
    result.slice = slice;
    if (early > 0) warnings.push(pairsBeforeLog(name, early));
  }
  return result;
}
