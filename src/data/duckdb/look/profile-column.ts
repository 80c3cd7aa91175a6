/**
 * What one column holds. Its values are counted once, and every question is then asked of the distinct values. Text files
 * know no types: text that is a number in every row is one, unless it is written as an id is (`007`, `1_051`) or a float would
 * lose digits of it (18446744073709550667): read as a key, it is told apart by its text.
 */
import { scoreKind } from '../../../specfile/names/score-names.ts';
import type { ColumnProfile, Family } from '../../profile.ts';
import { saysNone } from '../formats/text/null-text.ts';
import type { Session } from '../session/session.ts';
import { familyOf, isNumeric } from '../session/types.ts';

/** A column with at most this many distinct values lists them all. */
const FEW_VALUES = 20;
const EXAMPLES = 3;
/** The table of a column's distinct values and how often each is there: replaced by that of the next column. */
export const COUNTED = 'counted';
/** Whole numbers beyond this are not exact as floats. */
const EXACT = '9007199254740991';

/** A column of the table that was read, as SQL. */
export interface RawColumn {
  name: string;
  sql: string;
  type: string;
  /** True where it is text only because its file knows no types. */
  untyped: boolean;
}

/** A column as a value: SQL that yields its type, null where it is missing; of texts, the column itself with their words for none. */
export interface ValueColumn {
  sql: string;
  type: string;
}

const INTEGER = '-?(0|[1-9][0-9]*)';
/** No `007`, no `1_051`, no `0x1f`: what people write for amounts. */
const NUMBER = `[+-]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?`;

/** @param rows of the table */
export async function profileColumn(
  session: Session,
  table: string,
  rows: number,
  column: RawColumn,
): Promise<{ profile: ColumnProfile; value: ValueColumn }> {
  const { name, untyped } = column;
  const raw = orNull(column);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE ${COUNTED} AS SELECT ${raw} AS v, count(*) AS n FROM ${table} GROUP BY 1`,
  );
  const type = untyped ? await typeOfText(session) : column.type;
  const typed = (sql: string) => (untyped && type !== 'VARCHAR' ? `TRY_CAST(${sql} AS ${type})` : sql);
  const family = familyOf(type);
  const x = typed('v');
  const facts = await session.row(
    `SELECT coalesce(sum(n) FILTER (WHERE v IS NOT NULL), 0) AS n, ${family === 'boolean' ? `count(DISTINCT ${x})` : 'count(v)'} AS d,
       CAST(min(${x}) AS VARCHAR) AS low, CAST(max(${x}) AS VARCHAR) AS high,
       ${family === 'text' ? 'coalesce(sum(n) FILTER (WHERE TRY_CAST(v AS TIMESTAMP) IS NOT NULL), 0)' : '0'} AS iso,
       ${wholeSql(family, x)} AS whole
     FROM ${COUNTED}`,
  );
  const [n, distinct] = [Number(facts['n']), Number(facts['d'])];
  const frequent = await session.rows(
    `SELECT CAST(${x} AS VARCHAR) AS t, CAST(sum(n) AS BIGINT) AS n FROM ${COUNTED} WHERE v IS NOT NULL
     GROUP BY ${x} ORDER BY 2 DESC, ${x} LIMIT ${distinct <= FEW_VALUES ? FEW_VALUES : EXAMPLES}`,
  );
  const values = frequent.map((row) => ({ value: String(row['t']), share: Number(row['n']) / rows }));
  const median = isNumeric(type) && n > 0 ? await lowerMedian(session, x, n) : undefined;
  const profile: ColumnProfile = {
    name,
    type,
    family,
    distinct,
    nulls: rows === 0 ? 0 : 1 - n / rows,
    ...(facts['whole'] === true && { whole: true }),
    isoShare: n === 0 ? 0 : Number(facts['iso']) / n,
    ...(facts['low'] !== null && { min: String(facts['low']), max: String(facts['high']) }),
    ...(median !== undefined && { median }),
    ...(distinct <= FEW_VALUES && { values }),
    examples: values.slice(0, EXAMPLES).map((example) => example.value),
  };
  const score = scoreKind(profile);
  return {
    value: { sql: typed(type === 'VARCHAR' ? column.sql : raw), type },
    profile: { ...profile, ...(score !== undefined && { score }) },
  };
}

/** A value that says that there is none is missing, as it is to an evaluation. */
function orNull({ sql, type }: RawColumn): string {
  if (familyOf(type) === 'float') return `nullif(${sql}, 'NaN')`;
  return type === 'VARCHAR' ? `CASE WHEN NOT ${saysNone(sql)} THEN ${sql} END` : sql;
}

/** What the texts of the counted values are when they are read as values. */
async function typeOfText(session: Session): Promise<string> {
  const inexact = `regexp_full_match(trim(v), '${INTEGER}(\\.0*)?') AND abs(TRY_CAST(v AS DOUBLE)) > ${EXACT}`;
  const all = (condition: string) => `coalesce(bool_and(${condition}), false)`;
  const facts = await session.row(
    `SELECT ${all(`regexp_full_match(v, '${INTEGER}') AND TRY_CAST(v AS BIGINT) IS NOT NULL`)} AS whole,
       ${all(`regexp_full_match(trim(v), '${NUMBER}') AND NOT (${inexact})`)} AS number,
       ${all(`lower(trim(v)) IN ('true', 'false')`)} AS truth
     FROM ${COUNTED} WHERE v IS NOT NULL`,
  );
  for (const [fact, type] of [
    ['whole', 'BIGINT'],
    ['number', 'DOUBLE'],
    ['truth', 'BOOLEAN'],
  ] as const) {
    if (facts[fact] === true) return type;
  }
  return 'VARCHAR';
}

function wholeSql(family: Family, x: string): string {
  if (family === 'decimal') return `coalesce(bool_and(${x} = floor(${x})), false)`;
  return family === 'float'
    ? `coalesce(bool_and(isfinite(${x}) AND ${x} = floor(${x}) AND abs(${x}) <= ${EXACT}), false)`
    : 'false';
}

async function lowerMedian(session: Session, x: string, n: number): Promise<number> {
  const row = await session.row(
    `SELECT CAST(min(x) AS DOUBLE) AS median FROM
       (SELECT ${x} AS x, sum(n) OVER (ORDER BY ${x} ROWS UNBOUNDED PRECEDING) AS upto FROM ${COUNTED} WHERE v IS NOT NULL)
     WHERE upto >= ${Math.ceil(n / 2)}`,
  );
  return Number(row['median']);
}
