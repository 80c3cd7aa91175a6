/** How columns stand to ids: whether lists hold something to rank, and whether a column is a user or an item in other words. */
import type { ListFacts } from '../../look.ts';
import type { LookedRows } from './rows.ts';

/** @param y SQL of the label, 0 or 1 in every row. @param group a column of the look. */
export async function listFacts(
  { session, table, raw }: LookedRows,
  group: string,
  y: string,
): Promise<ListFacts> {
  const row = await session.row(
    `SELECT count(*) AS lists, count(*) FILTER (WHERE p > 0 AND p < n) AS mixed,
       coalesce(sum(n) FILTER (WHERE p > 0 AND p < n), 0) / greatest(sum(n), 1) AS share
     FROM (SELECT count(*) AS n, sum(${y}) AS p FROM ${table.name} GROUP BY ${raw.get(group)!})`,
  );
  return { lists: Number(row['lists']), mixed: Number(row['mixed']), mixedShare: Number(row['share']) };
}

/** Whether every value of `column` stands beside one value of `key` only. */
export async function belongsToOne(
  { session, table, raw }: LookedRows,
  column: string,
  key: string,
): Promise<boolean> {
  const [x, k] = [raw.get(column)!, raw.get(key)!];
  const row = await session.row(
    `SELECT count(*) AS pairs, count(DISTINCT x) AS n FROM
       (SELECT DISTINCT ${x} AS x, ${k} AS k FROM ${table.name} WHERE ${x} IS NOT NULL)`,
  );
  return row['pairs'] === row['n'];
}
