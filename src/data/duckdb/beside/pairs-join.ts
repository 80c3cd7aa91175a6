/**
 * Pairs of a file meet the log: ids become the log's codes, times its slices. What the log cannot use is left out and
 * counted; the result does not depend on the order of the file's rows.
 */
import type { Warning } from '../../../common/failure.ts';
import { endOfLog, type LogClock } from '../../beside/known-times.ts';
import type { PairTable } from '../../dataset.ts';
import { droppedPairs, PAIR_FATES, type PairCounts } from '../../policy/dropped.ts';
import { tableOf } from '../../policy/words.ts';
import { examples } from '../formats/table.ts';
import type { Key } from '../log/keys.ts';
import type { Session } from '../session/session.ts';
import { countFates, fateSql } from './fates.ts';
import { asWritten, comparable, type NamedKey } from './join.ts';
import type { PairPlan } from './pairs.ts';
import { readPairs } from './pairs-read.ts';

/** What of the log the pairs are matched with. `items_codes` and `users_codes` of the session hold its values. */
export interface PairLog extends LogClock {
  item: NamedKey;
  user: NamedKey;
}

/**
 * @throws Failure `data`: ids of types that do not compare, no pair left
 */
export async function joinPairs(
  session: Session,
  plan: PairPlan,
  log: PairLog,
  warnings: Warning[],
): Promise<PairTable> {
  const { name } = plan.table;
  await matchIds(session, plan, log);
  const counts = await countFates(session, `${name}_matched`, PAIR_FATES);
  await reportDropped(session, plan, log, counts, warnings);
  const pairs = await readPairs(session, plan, log, counts.kept, warnings);
  await session.run(`DROP TABLE ${name}_matched`); // the next source needs the memory
  await session.run(`DROP TABLE ${name}`);
  return pairs;
}

/** `NAME_matched(l, r, u, t, w, fate, …)`: codes, µs and weight of every row of the file, and the ids that have no code. */
async function matchIds(session: Session, plan: PairPlan, log: PairLog): Promise<void> {
  const { table, spec, index, file } = plan;
  const keyed = (key: Key, column: string, known: NamedKey, what: string, specKey: string) => {
    const named = { key: asWritten(key, known), column, view: table.name, file };
    return comparable(session, named, known, what, ['sources', index, specKey]);
  };
  const left = await keyed(plan.left, spec.left, log.item, 'item', 'left');
  const right = await keyed(plan.right, spec.right, log.item, 'item', 'right');
  const user = plan.user && (await keyed(plan.user, spec.user as string, log.user, 'user', 'user'));
  const last = endOfLog(log);
  const noId = [left, right, ...(user ? [user] : [])].map((key) => `${key.table} IS NULL`).join(' OR ');
  const fate = fateSql(PAIR_FATES, {
    noId,
    unknownItem: 'lc.code IS NULL OR rc.code IS NULL',
    self: 'lc.code = rc.code',
    unknownUser: user && 'uc.code IS NULL',
    late: plan.time && last !== undefined ? `${plan.time.sql} > ${last}` : undefined,
  });
  await session.run(`CREATE TEMP TABLE ${table.name}_matched AS
    SELECT lc.code AS l, rc.code AS r, ${user ? 'uc.code' : 'CAST(0 AS UINTEGER)'} AS u,
      ${plan.time?.sql ?? 'CAST(0 AS BIGINT)'} AS t, ${plan.weight} AS w,
      CASE WHEN lc.code IS NULL THEN ${left.table} END AS lk, CASE WHEN rc.code IS NULL THEN ${right.table} END AS rk,
      ${user ? `CASE WHEN uc.code IS NULL THEN ${user.table} END` : 'NULL'} AS uk,
      ${fate} AS fate
    FROM ${table.name}
    LEFT JOIN items_codes AS lc ON ${left.log('lc.v')} = ${left.table}
    LEFT JOIN items_codes AS rc ON ${right.log('rc.v')} = ${right.table}
    ${user ? `LEFT JOIN users_codes AS uc ON ${user.log('uc.v')} = ${user.table}` : ''}`);
}

async function reportDropped(
  session: Session,
  { spec, table, file, index }: PairPlan,
  log: PairLog,
  counts: PairCounts,
  warnings: Warning[],
): Promise<void> {
  const matched = `${table.name}_matched`;
  const name = tableOf('source', spec.name, file);
  const unknown = async (fate: 'unknownItem' | 'unknownUser', ...keys: readonly string[]) => {
    if (counts[fate] === 0) return '';
    const number = PAIR_FATES.indexOf(fate);
    const sides = keys.map((key) => `SELECT ${key} AS k FROM ${matched} WHERE fate = ${number}`);
    return examples(session, `(${sides.join(' UNION ALL ')})`, 'k', 'k IS NOT NULL');
  };
  const items = await unknown('unknownItem', 'lk', 'rk');
  const users = await unknown('unknownUser', 'uk');
  droppedPairs({ name, file, at: ['sources', index, 'pairs'] }, log, counts, { items, users }, warnings);
}
