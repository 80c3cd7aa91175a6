/**
 * Types of text columns (CSV, TSV), decided over all rows. The rule is strict so that nothing is lost: a key is an integer
 * only when every value is written the one way that integers are written.
 */

import type { Use } from '../../../plan/needs.ts';
import type { Session } from '../../session/session.ts';
import { isNullText, saysNone, trimmed } from './null-text.ts';

type Type = 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR';

/** What a column of text turned out to be. */
export interface Inferred {
  type: Type;
  /** True for text that is a number, if with a decimal comma, in other rows. */
  hasNumbers?: boolean | undefined;
  /** Of numbers: in how many rows a word for no value stands in their place. */
  nullTexts?: number | undefined;
}

/** Retypes a column of text in place; blanks around ids go. */
export async function inferType(session: Session, table: string, id: string, use: Use): Promise<Inferred> {
  if (use === 'key') await trimKey(session, table, id);
  const count = await countTexts(session, table, id);
  const type = typeOf(use, count);
  if (type !== 'VARCHAR') await session.run(`ALTER TABLE ${table} ALTER ${id} TYPE ${type}`);
  const perhaps = use === 'value' || (use === 'category' && count('number') > 0);
  return type === 'VARCHAR' && perhaps ? inferBesideNulls(session, table, id, use) : { type };
}

/**
 * Whether a condition on `v` holds of any value of a column. Different texts are few: each is looked at once. In a WHERE, DuckDB would look at
 * every row before it tells which texts differ, which takes ten times as long.
 */
export async function anyText(
  session: Session,
  table: string,
  sql: string,
  condition: string,
): Promise<boolean> {
  const texts = `SELECT DISTINCT ${sql} AS v FROM ${table}`;
  const row = await session.row(`SELECT coalesce(bool_or(${condition}), false) AS found FROM (${texts})`);
  return row['found'] === true;
}

/** Blanks around an id do not make another one. */
async function trimKey(session: Session, table: string, id: string): Promise<void> {
  if (await anyText(session, table, id, `${trimmed('v')} <> v`))
    await session.run(`UPDATE ${table} SET ${id} = ${trimmed(id)}`);
}

/** The type of a column once the words for no value are left out. */
async function inferBesideNulls(session: Session, table: string, id: string, use: Use): Promise<Inferred> {
  const count = await countTexts(session, table, id, ` WHERE NOT ${saysNone(id)}`);
  const type = typeOf(use, count);
  if (type === 'VARCHAR') {
    const comma = `regexp_full_match(${trimmed(id)}, '-?[0-9]+,[0-9]+')`;
    const commas = await session.rows(`SELECT 1 AS one FROM ${table} WHERE ${comma} LIMIT 1`);
    return { type, hasNumbers: count('number') > 0 || commas.length > 0 };
  }
  const { n } = await session.row(`SELECT count(*) AS n FROM ${table} WHERE ${isNullText(id)}`);
  await session.run(
    `ALTER TABLE ${table} ALTER ${id} TYPE ${type} USING CASE WHEN ${saysNone(id)} THEN NULL ELSE TRY_CAST(${id} AS ${type}) END`,
  );
  return { type, nullTexts: Number(n) };
}

/** SQL conditions: how a text `v` is written. */
const TESTS = {
  integer: 'CAST(TRY_CAST(v AS BIGINT) AS VARCHAR) = v',
  // What pandas writes for a column of integers that once held a gap.
  whole: `CAST(TRY_CAST(v AS BIGINT) AS VARCHAR) || '.0' = v`,
  number: 'TRY_CAST(v AS DOUBLE) IS NOT NULL',
  canonical: 'CAST(TRY_CAST(v AS DOUBLE) AS VARCHAR) = v',
  boolean: `lower(trim(v)) IN ('true', 'false')`,
};
type Test = keyof typeof TESTS;
type Count = (what: Test | 'all') => number;

/** How many different texts there are, and how many of them pass each test. */
async function countTexts(session: Session, table: string, id: string, where = ''): Promise<Count> {
  const tests = Object.entries(TESTS).map(([what, test]) => `count(*) FILTER (WHERE ${test}) AS ${what}`);
  const row = await session.row(
    `SELECT count(v) AS "all", ${tests.join(', ')} FROM (SELECT DISTINCT ${id} AS v FROM ${table}${where})`,
  );
  return (what) => Number(row[what]);
}

function typeOf(use: Use, count: Count): Type {
  const all = (what: Test): boolean => count(what) === count('all');
  const isValue = use === 'value' || use === 'time';
  if (count('all') === 0) return isValue ? 'DOUBLE' : 'VARCHAR';
  if (all('integer')) return 'BIGINT';
  if (!isValue && all('whole')) return 'BIGINT';
  if (use === 'key') return 'VARCHAR';
  if (all(isValue ? 'number' : 'canonical')) return 'DOUBLE';
  return all('boolean') ? 'BOOLEAN' : 'VARCHAR';
}
