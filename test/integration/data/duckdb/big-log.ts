import { folderWith } from '../support.ts';
import { sql } from './sql.ts';

/** A folder with `log.parquet` of `rows` made-up rows: large enough that reading takes a while. */
export async function bigLog(rows: number): Promise<string> {
  const folder = folderWith();
  await sql(`COPY (SELECT CAST(hash(i) % 50000 AS INTEGER) AS user, CAST(hash(i * 7) % 20000 AS INTEGER) AS item,
    CAST(hash(i * 3) % 2 AS INTEGER) AS y, 1700000000 + CAST(hash(i * 11) % 3000000 AS BIGINT) AS t
    FROM range(${rows}) AS r(i)) TO '${folder}/log.parquet'`);
  return folder;
}
