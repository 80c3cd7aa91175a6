/**
 * The same feed as RecBole and FuxiCTR want it: RecBole's atomic files with typed headers, and for FuxiCTR one joined CSV
 * a part of its split. The configs in `configs/` name them.
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** Evaluation begins here, as in lis.yaml; the day before it validates. */
const PARTS = {
  train: "ts < TIMESTAMP '2026-03-11'",
  valid: "ts >= TIMESTAMP '2026-03-11' AND ts < TIMESTAMP '2026-03-12'",
  test: "ts >= TIMESTAMP '2026-03-12'",
};

/** Seconds since 1970, with their fraction. */
const SECONDS = 'epoch_ms(ts) / 1000';

/** @param folder where `writeFeed` has put its Parquet files. */
export async function writeForFrameworks(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const table = (name: string): string => `read_parquet('${quoted(join(folder, `${name}.parquet`))}')`;
  try {
    const atomic = join(folder, 'recbole', 'feed', 'feed');
    await write(
      connection,
      `${atomic}.inter`,
      '\t',
      `SELECT user_id AS "user_id:token", item_id AS "item_id:token", click AS "click:float",
        ${SECONDS} AS "timestamp:float", hour AS "hour:token", position AS "position:token" FROM ${table('impressions')}`,
    );
    await write(
      connection,
      `${atomic}.item`,
      '\t',
      `SELECT item_id AS "item_id:token", category AS "category:token" FROM ${table('items')}`,
    );
    await write(
      connection,
      `${atomic}.user`,
      '\t',
      `SELECT user_id AS "user_id:token", age AS "age:float", region AS "region:token" FROM ${table('users')}`,
    );
    for (const [part, rows] of Object.entries(PARTS)) {
      await write(
        connection,
        join(folder, 'fuxictr', `${part}.csv`),
        ',',
        `SELECT user_id, item_id, CAST(${SECONDS} AS BIGINT) AS time_stamp, click, hour, position, category, age, region
          FROM ${table('impressions')} JOIN ${table('items')} AS i USING (item_id) JOIN ${table('users')} AS u USING (user_id)
          WHERE ${rows} ORDER BY ts, impression_id, position`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function write(
  connection: DuckDBConnection,
  path: string,
  delimiter: string,
  select: string,
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.tmp`;
  try {
    await connection.run(
      `COPY (${select}) TO '${quoted(aside)}' (FORMAT csv, HEADER, DELIMITER '${delimiter}')`,
    );
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

function quoted(path: string): string {
  return path.replaceAll("'", "''");
}
