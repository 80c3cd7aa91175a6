/**
 * What columns know of a label. An outcome often betrays itself: it is nothing wherever the label is 0, or puts the rows in
 * the label's order all alone. One count of (value, label) per column answers everything.
 */

import type { ColumnLabelFacts, LabelFacts, LabelKeys, Only } from '../../look.ts';
import type { LoadedColumn } from '../formats/table.ts';
import { isNumeric } from '../session/types.ts';
import type { LookedRows } from './rows.ts';

/** A value with fewer rows of either label than this, as expected by chance, is counted with the other rare ones. */
const EXPECTED_ROWS = 10;

/** @param y SQL of the label, 0 or 1 in every row. @throws Cancelled */
export async function labelFacts(
  look: LookedRows,
  y: string,
  columns: readonly string[],
  keys: LabelKeys,
): Promise<LabelFacts> {
  const { session, table } = look;
  const total = await session.row(
    `SELECT count(*) AS n, coalesce(sum(y), 0) AS p FROM (SELECT ${y} AS y FROM ${table.name})`,
  );
  const positives = Number(total['p']);
  const negatives = Number(total['n']) - positives;
  const found = new Map<string, ColumnLabelFacts>();
  for (const name of columns) {
    const column = table.columns.get(name);
    if (column !== undefined) found.set(name, await columnFacts(look, column, y, positives, negatives, keys));
  }
  return { positives, negatives, columns: found };
}

async function columnFacts(
  look: LookedRows,
  column: LoadedColumn,
  y: string,
  positives: number,
  negatives: number,
  keys: LabelKeys,
): Promise<ColumnLabelFacts> {
  const rarest = Math.min(positives, negatives);
  if (rarest === 0) return { only: [undefined, undefined] };
  const { session, table } = look;
  const { sql, type } = column;
  await session.run(
    `CREATE OR REPLACE TEMP TABLE labelled AS SELECT v, CAST(sum(y) AS BIGINT) AS p, CAST(sum(1 - y) AS BIGINT) AS q
     FROM (SELECT ${sql} AS v, CAST(${y} AS INTEGER) AS y FROM ${table.name}) GROUP BY v`,
  );
  const frequent = `p + q >= ${Math.ceil((EXPECTED_ROWS * (positives + negatives)) / rarest)}`;
  const values = `SELECT sum(p) AS p, sum(q) AS q FROM labelled GROUP BY CASE WHEN ${frequent} THEN v END, ${frequent}`;
  const orders = [`SELECT sum(p) AS p, sum(q) AS q, p / (p + q) AS o FROM (${values}) GROUP BY o`];
  if (isNumeric(type)) orders.push('SELECT p, q, v AS o FROM labelled');
  const areas: number[] = [];
  for (const groups of orders) areas.push(await areaUnder(look, groups, positives * negatives));
  const auc = Math.max(0.5, ...areas.flatMap((area) => [area, 1 - area]));
  const only = [
    await onlyValue(look, column, y, 0, keys),
    await onlyValue(look, column, y, 1, keys),
  ] as const;
  await session.run('DROP TABLE labelled');
  return { auc, rising: areas[1], only };
}

/** @param groups rows of equal order `o` with `p` positives and `q` negatives; ties count a half. */
async function areaUnder({ session }: LookedRows, groups: string, pairs: number): Promise<number> {
  const row = await session.row(
    `SELECT CAST(sum(p * (below + q / 2)) AS DOUBLE) AS area FROM
       (SELECT p, q, sum(q) OVER (ORDER BY o NULLS FIRST ROWS UNBOUNDED PRECEDING) - q AS below FROM (${groups}))`,
  );
  return Number(row['area']) / pairs;
}

async function onlyValue(
  { session, table, raw }: LookedRows,
  { sql }: LoadedColumn,
  y: string,
  label: 0 | 1,
  { user, item }: LabelKeys,
): Promise<Only | undefined> {
  const inside = label === 0 ? 'q > 0' : 'p > 0';
  const row = await session.row(
    `SELECT count(*) AS n, CAST(any_value(v) AS VARCHAR) AS v FROM labelled WHERE ${inside}`,
  );
  if (Number(row['n']) !== 1) return undefined;
  const counts = [user, item].flatMap((key) => {
    const column = key === undefined ? undefined : raw.get(key);
    return column === undefined ? [] : [`count(DISTINCT ${column})`];
  });
  const others = await session.row(
    `SELECT least(${['count(*)', ...counts].join(', ')}) AS n FROM ${table.name}
     WHERE ${y} = ${1 - label} AND ${sql} IS DISTINCT FROM (SELECT v FROM labelled WHERE ${inside})`,
  );
  return { value: row['v'] === null ? null : String(row['v']), others: Number(others['n']) };
}
