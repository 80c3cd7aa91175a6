/** Codes of values: a dictionary per column, and the columns of a table with codes in the place of their values. */
import type { Session } from '../session/session.ts';

/** DuckDB plans joins in time that grows with their square: more than this are made a few at a time, though that copies the rows. */
const AT_ONCE = 40;
const AT_A_TIME = 8;

/** A column `f12` of features, and its values over the columns of a table. */
export interface ValueColumn {
  /** Its number: 12. */
  f: number;
  sql: string;
}

/** A table whose columns of features can be had as codes; 0 stands for missing. */
export interface LookedUp {
  /** The table, called `r` in the SQL below, and what brings the codes to its rows. */
  table: string;
  joins: readonly string[];
  code: (f: number) => string;
}

/** `name(v, code)`: the distinct values of a column in ascending order, codes from `first`. @returns how many */
export async function dictionary(
  session: Session,
  name: string,
  from: string,
  column: string,
  first: number,
): Promise<number> {
  await session.run(`CREATE TEMP TABLE ${name} AS
    SELECT v, CAST(row_number() OVER (ORDER BY v) - 1 + ${first} AS UINTEGER) AS code
    FROM (SELECT DISTINCT ${column} AS v FROM ${from}) WHERE v IS NOT NULL`);
  const row = await session.row(`SELECT count(*) AS n FROM ${name}`);
  return Number(row['n']);
}

/** `f12_codes(v, code)` of each column. @returns the values of each, with the missing one */
export async function dictionaries(
  session: Session,
  from: string,
  columns: readonly ValueColumn[],
): Promise<Map<number, number>> {
  const cardinalities = new Map<number, number>();
  for (const { f, sql } of columns)
    cardinalities.set(f, (await dictionary(session, `f${f}_codes`, from, sql, 1)) + 1);
  return cardinalities;
}

/** @param table holds the values of each feature in a column `f12`, and may be replaced */
export async function lookUp(
  session: Session,
  table: string,
  features: readonly number[],
): Promise<LookedUp> {
  const join = (f: number): string => `LEFT JOIN f${f}_codes AS d${f} ON r.f${f} = d${f}.v`;
  const code = (f: number): string => `coalesce(d${f}.code, 0)`;
  if (features.length <= AT_ONCE) return { table, joins: features.map(join), code };
  let last = table;
  for (let from = 0; from < features.length; from += AT_A_TIME) {
    const some = features.slice(from, from + AT_A_TIME);
    const codes = some.map((f) => `${code(f)} AS f${f}`).join(', ');
    const [before, joins] = [last, some.map(join).join(' ')];
    last = `${table}_${from}`;
    await session.run(
      `CREATE TEMP TABLE ${last} AS SELECT r.* REPLACE (${codes}) FROM ${before} AS r ${joins}`,
    );
    if (before !== table) await session.run(`DROP TABLE ${before}`);
  }
  return { table: last, joins: [], code: (f) => `r.f${f}` };
}
