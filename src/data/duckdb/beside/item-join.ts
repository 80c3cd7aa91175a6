/** The rows of a file about items meet the log: ids become codes. What the log cannot use is left out and counted. */
import type { Warning } from '../../../common/failure.ts';
import { droppedItems, ITEM_FATES } from '../../policy/dropped.ts';
import { contradictoryItems, doubledItems, itemsNotInSource, rowsBeforeLog } from '../../policy/merged.ts';
import { examples } from '../formats/table.ts';
import type { Session } from '../session/session.ts';
import { sharedUint32 } from '../session/shared.ts';
import { type Selected, streamColumns } from '../session/stream.ts';
import { countFates, fateSql, KEPT } from './fates.ts';
import { endOfLog, knownAfter, slicesOf } from './file-times.ts';
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

/** How to look at the entries of `MatchedRows`. */
export interface Entries {
  /** False for an entry that says nothing and is left out. */
  has(entry: number): boolean;
  /** Whether two entries of one item and time say the same. */
  same(a: number, b: number): boolean;
  /** Puts entry `from` in the place `to` ≤ `from`. */
  move(from: number, to: number): void;
}

/**
 * Leaves one entry per item and time, and finds where each item's begin.
 * @returns how many entries are left, and the columns that find them
 * @throws Failure `data` for entries of one item and time that contradict each other
 */
export function mergeEntries(
  plan: ItemPlan,
  { item, time }: MatchedRows,
  entries: Entries,
  { itemNames, ...log }: PairLog & { itemNames: readonly string[] },
  warnings: Warning[],
): { count: number; start: Uint32Array; slice?: Uint16Array } {
  const { name, spec, file, at } = plan;
  let kept = 0;
  let copies = 0;
  const contradictory: number[] = [];
  for (let e = 0; e < item.length; e++) {
    if (!entries.has(e)) continue;
    const before = kept - 1;
    if (before >= 0 && item[before] === item[e] && time[before] === time[e]) {
      if (entries.same(before, e)) copies++;
      else if (contradictory.at(-1) !== item[e]) contradictory.push(item[e] as number);
      continue;
    }
    entries.move(e, kept);
    item[kept] = item[e] as number;
    if (time.length > 0) time[kept] = time[e] as number;
    kept++;
  }
  const what = spec.time === undefined ? `\`${spec.item}\`` : `\`${spec.item}\` and \`${spec.time}\``;
  if (contradictory.length > 0) {
    const items = contradictory.map((code) => itemNames[code] as string);
    throw contradictoryItems({ name, file, at }, what, items);
  }
  if (copies > 0) warnings.push(doubledItems(name, what, copies));
  const start = sharedUint32(itemNames.length + 1);
  for (let e = 0; e < kept; e++) start[(item[e] as number) + 1]!++;
  let covered = 0;
  for (let i = 0; i < itemNames.length; i++) {
    if (start[i + 1]! > 0) covered++;
    start[i + 1]! += start[i]!;
  }
  if (covered < itemNames.length) warnings.push(itemsNotInSource(name, itemNames.length, covered));
  if (plan.time === undefined || log.timeline === undefined) return { count: kept, start };
  const known = knownAfter(plan.time, log.timeReading);
  const { slice, early } = slicesOf(time.subarray(0, kept), known, log.timeline.sliceStarts);
  if (early > 0) warnings.push(rowsBeforeLog(name, early));
  return { count: kept, start, slice };
}
