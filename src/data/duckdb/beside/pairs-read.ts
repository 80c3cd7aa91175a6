/** Reads matched pairs in the order in which `pairTable` merges them. */
import type { Warning } from '../../../common/failure.ts';
import type { LogClock } from '../../beside/known-times.ts';
import { pairTable } from '../../beside/pair-table.ts';
import type { PairTable } from '../../dataset.ts';
import { tableOf } from '../../policy/words.ts';
import type { Session } from '../session/session.ts';
import { type Selected, streamColumns } from '../session/stream.ts';
import { KEPT } from './fates.ts';
import type { PairPlan } from './pairs.ts';

/** @param rows number of rows of `NAME_matched` that are kept */
export async function readPairs(
  session: Session,
  plan: PairPlan,
  log: LogClock,
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

  const source = { name: tableOf('source', spec.name, file), columns: spec, time: plan.time };
  return pairTable(source, columns, log, warnings);
}
