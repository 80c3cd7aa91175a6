/** Many conditions on the rows of a table, counted in one scan; the first that holds somewhere becomes the failure. */
import type { Failure } from '../../../common/failure.ts';
import type { FoundLine } from '../../policy/words.ts';
import { examples } from '../formats/table.ts';
import type { Session } from './session.ts';

export interface Check {
  /** SQL condition of a bad row. */
  bad: string;
  /** Shows up to three distinct values of this SQL in the failure. */
  show?: string;
  /** Finds the first such row in its file. */
  find?(): Promise<FoundLine | undefined> | undefined;
  /** @param values the examples, quoted and joined. @param at the first such row, where its line can be told */
  failure(count: number, values: string, at?: FoundLine): Failure;
}

/** @throws the failure of the first check, in order, that a row meets */
export async function runChecks(session: Session, table: string, checks: readonly Check[]): Promise<void> {
  if (checks.length === 0) return;
  const counts = checks.map(({ bad }, i) => `CAST(count(*) FILTER (WHERE ${bad}) AS DOUBLE) AS n${i}`);
  const row = await session.row(`SELECT ${counts.join(', ')} FROM ${table}`);
  for (const [i, check] of checks.entries()) {
    const count = Number(row[`n${i}`]);
    if (count === 0) continue;
    const values = check.show === undefined ? '' : await examples(session, table, check.show, check.bad);
    throw check.failure(count, values, await check.find?.());
  }
}
