/** Parquet files for tests, of any types. DuckDB writes them, whatever engine reads them. */
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Writes the rows of a query into a Parquet file. Their order is that of the query, and times are in UTC.
 * @param path absolute
 * @param rows in DuckDB's SQL, which may read text files: `SELECT 1 AS a`, `FROM '/tmp/log.csv'`
 * @param options of the file, such as `ROW_GROUP_SIZE 2048`
 */
export async function writeParquetFile(
  path: string,
  rows: string,
  ...options: readonly string[]
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`COPY (${rows}) TO '${path}' (${['FORMAT parquet', ...options].join(', ')})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
