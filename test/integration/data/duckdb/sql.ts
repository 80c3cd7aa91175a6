/** Writes files in the ways of DuckDB, for tests of what it reads. */
import { DuckDBInstance } from '@duckdb/node-api';

/** Runs statements in a DuckDB of the test's own. */
export async function sql(...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
