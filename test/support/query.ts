/** Reads files as SQL does, for tests that look into what was written. */
import { DuckDBInstance } from '@duckdb/node-api';

/** The rows of a query, by name of the column. */
export async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}
