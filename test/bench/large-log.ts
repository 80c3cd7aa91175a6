/** A log that is large for a laptop, and the spec that it is evaluated by. */
import { query } from '../support/query.ts';

export const specOf = (window: number): string => `version: 1
log: {path: log.parquet, user: user_id, item: item_id, label: click, time: ts, features: [hour]}
sources: [{name: co-click, build: co-click, window: ${window}}]
`;

/** Users of one of eight tastes, half of whose clicks are on items of theirs; a long tail of users and items; thirty days. */
export async function writeLog(rows: number, path: string): Promise<void> {
  const users = Math.round(rows / 50);
  const items = Math.min(200_000, Math.round(rows / 100));
  const uniform = (stream: number): string => `(hash(i * 4 + ${stream}) % 1000000007) / 1000000007.0`;
  const step = (30 * 86_400e6) / rows;
  await query(`COPY (
    WITH drawn AS (SELECT i, CAST(floor(pow(${uniform(1)}, 1.5) * ${users}) AS BIGINT) AS u,
      CAST(floor(pow(${uniform(2)}, 2) * ${items}) AS BIGINT) AS item, ${uniform(3)} AS chance FROM range(${rows}) AS t(i))
    SELECT 'u' || u AS user_id, item AS item_id,
      CAST(chance < 0.03 + 0.05 * (hash(item) % 100) / 100.0
        + CASE WHEN hash(u) % 8 = hash(item + 7) % 8 THEN 0.25 ELSE 0 END AS INTEGER) AS click,
      TIMESTAMP '2026-01-01' + to_microseconds(CAST(i * ${step} AS BIGINT)) AS ts,
      CAST(hash(i) % 24 AS INTEGER) AS hour
    FROM drawn) TO '${path}' (FORMAT parquet)`);
}
