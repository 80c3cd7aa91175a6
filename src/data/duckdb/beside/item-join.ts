/** The rows of a file about items meet the log: ids become codes. What the log cannot use is left out and counted. */
import type { Warning } from '../../../common/failure.ts';
import { endOfLog } from '../../beside/known-times.ts';
import { droppedItems, ITEM_FATES } from '../../policy/dropped.ts';
import { sharedUint32 } from '../../shared.ts';
import { examples } from '../formats/table.ts';
import type { Session } from '../session/session.ts';
import { type Selected, streamColumns } from '../session/stream.ts';
import { countFates, fateSql, KEPT } from './fates.ts';
import type { ItemPlan } from './item-plan.ts';
import { asWritten, comparable } from './join.ts';
import type { PairLog } from './pairs-join.ts';

/** Rows that the log can use, sorted by item and time, then as they stand in the file. */
export interface MatchedRows {
  item: Uint32Array;
  /** µs; empty where the file has no time. */
  time: Float64Array;
  /** Number of the row in the file. */
  row: Uint32Array;
  /** Per level of clusters a code, from 1; 0 where missing. */
  levels: Uint32Array[];
}

/** @throws Failure `data`: ids of types that do not compare, no row left */
export async function matchItems(
  session: Session,
  plan: ItemPlan,
  log: PairLog,
  warnings: Warning[],
): Promise<MatchedRows> {
  const { loaded, file, at, spec } = plan;
  const side = { key: asWritten(plan.item, log.item), column: spec.item, view: loaded.name, file };
  const key = await comparable(session, side, log.item, 'item', [...at, 'item']);
  const last = endOfLog(log);
  const fate = fateSql(ITEM_FATES, {
    noId: `${key.table} IS NULL`,
    unknown: 'ic.code IS NULL',
    late: plan.time !== undefined && last !== undefined ? `${plan.time.sql} > ${last}` : undefined,
  });
  const matched = `${loaded.name}_matched`;
  await session.run(`CREATE TEMP TABLE ${matched} AS
    SELECT ic.code AS i, ${plan.time?.sql ?? 'CAST(0 AS BIGINT)'} AS t, CAST(${rowOf(plan)} AS UINTEGER) AS r,
      CASE WHEN ic.code IS NULL THEN ${key.table} END AS k,
      ${fate} AS fate${plan.levels.map((level, l) => `, ${level.key.sql} AS l${l}`).join('')}
    FROM ${loaded.name} LEFT JOIN items_codes AS ic ON ${key.log('ic.v')} = ${key.table}`);
  const rows = await reportDropped(session, plan, log, warnings);
  const result: MatchedRows = {
    item: new Uint32Array(rows),
    time: new Float64Array(plan.time === undefined ? 0 : rows),
    row: new Uint32Array(rows),
    levels: plan.levels.map(() => sharedUint32(rows)),
  };
  const codes = plan.levels.map(
    (_, l) =>
      `CAST(CASE WHEN l${l} IS NULL THEN 0 ELSE dense_rank() OVER (ORDER BY l${l} NULLS LAST) END AS UINTEGER)`,
  );
  const selected: Selected[] = [
    { sql: 'i', target: result.item },
    { sql: 'r', target: result.row },
    ...codes.map((sql, l): Selected => ({ sql, target: result.levels[l] as Uint32Array })),
    ...(plan.time === undefined ? [] : [{ sql: 'CAST(t AS DOUBLE)', target: result.time }]),
  ];
  const order = ['i', 't', ...codes.map((_, l) => `l${l}`), 'r'].join(', ');
  await streamColumns(
    session,
    selected,
    `FROM ${matched} WHERE fate = ${KEPT} ORDER BY ${order}`,
    rows,
    () => undefined,
  );
  await session.run(`DROP TABLE ${matched}`);
  return result;
}

/** SQL of the number of a row of the loaded table. */
export function rowOf({ loaded, row }: ItemPlan): string {
  return `${loaded.name}.${row}`;
}

/** @returns rows that are kept */
async function reportDropped(
  session: Session,
  { loaded, name, file, at, spec }: ItemPlan,
  log: PairLog,
  warnings: Warning[],
): Promise<number> {
  const matched = `${loaded.name}_matched`;
  const counts = await countFates(session, matched, ITEM_FATES);
  const unknown =
    counts.unknown === 0
      ? ''
      : await examples(session, matched, 'k', `fate = ${ITEM_FATES.indexOf('unknown')}`);
  droppedItems({ name, file, item: spec.item, at }, log.item, counts, unknown, warnings);
  return counts.kept;
}
