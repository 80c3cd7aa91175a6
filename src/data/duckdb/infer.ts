/**
 * Types of text columns (CSV, TSV), decided over all rows. The rule is strict so that nothing is lost: a key is an integer
 * only when every value is written the one way that integers are written.
 */
import type { Session } from './session.ts';
import type { Use } from './types.ts';

type Inferred = 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR';

/** Retypes the columns of a table in place. @returns the new type of each. */
export async function inferTypes(
  session: Session,
  table: string,
  columns: readonly { id: string; use: Use }[],
): Promise<Inferred[]> {
  if (columns.length === 0) return [];
  const tests = columns.flatMap(({ id }) => {
    const text = `trim(${id})`;
    const integer = `CAST(TRY_CAST(${id} AS BIGINT) AS VARCHAR)`;
    return [
      `count(${id}) AS ${id}_n`,
      `count(*) FILTER (WHERE ${integer} = ${id}) AS ${id}_integer`,
      // What pandas writes for a column of integers that once held a gap.
      `count(*) FILTER (WHERE ${integer} || '.0' = ${id}) AS ${id}_whole`,
      `count(TRY_CAST(${id} AS DOUBLE)) AS ${id}_number`,
      `count(*) FILTER (WHERE CAST(TRY_CAST(${id} AS DOUBLE) AS VARCHAR) = ${id}) AS ${id}_canonical`,
      `count(*) FILTER (WHERE lower(${text}) IN ('true', 'false')) AS ${id}_boolean`,
    ];
  });
  const counts = await session.row(`SELECT ${tests.join(', ')} FROM ${table}`);
  const types: Inferred[] = [];
  for (const { id, use } of columns) {
    const all = (what: string): boolean => counts[`${id}_${what}`] === counts[`${id}_n`];
    const type = inferType(use, counts[`${id}_n`] === 0n, all);
    types.push(type);
    if (type !== 'VARCHAR') await session.run(`ALTER TABLE ${table} ALTER ${id} TYPE ${type}`);
  }
  return types;
}

function inferType(use: Use, empty: boolean, all: (what: string) => boolean): Inferred {
  if (empty) return use === 'value' ? 'DOUBLE' : 'VARCHAR';
  if (all('integer')) return 'BIGINT';
  if (use !== 'value' && all('whole')) return 'BIGINT';
  if (use === 'key') return 'VARCHAR';
  if (all(use === 'value' ? 'number' : 'canonical')) return 'DOUBLE';
  return all('boolean') ? 'BOOLEAN' : 'VARCHAR';
}
