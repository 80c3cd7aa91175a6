/**
 * Pairs of a file meet the log: ids become the log's codes, times its slices. What the log cannot use is left out and
 * counted; the result does not depend on the order of the file's rows.
 */
import type { Warning } from '../../../common/failure.ts';
import type { PairTable, Timeline } from '../../dataset.ts';
import type { TimeReading } from '../../moment.ts';
import { droppedPairs } from '../../policy/dropped.ts';
import { examples } from '../formats/table.ts';
import type { Key } from '../log/keys.ts';
import type { Session } from '../session/session.ts';
import { endOfLog } from './file-times.ts';
import { asWritten, comparable, type NamedKey } from './join.ts';
import type { PairPlan } from './pairs.ts';
import { readPairs } from './pairs-read.ts';

/** What of the log the pairs are matched with. `items_codes` and `users_codes` of the session hold its values. */
export interface PairLog {
  item: NamedKey;
  user: NamedKey;
  timeline?: Timeline | undefined;
  timeReading?: TimeReading | undefined;
}

/** Why a pair is left out, by its number in SQL; the first reason that holds counts. */
const STATE = { kept: 0, noId: 1, unknownItem: 2, self: 3, unknownUser: 4, late: 5 } as const;

/**
 * @throws Failure `data`: ids of types that do not compare, no pair left, weights that add up to infinity
 */
export async function joinPairs(
  session: Session,
  plan: PairPlan,
  log: PairLog,
  warnings: Warning[],
): Promise<PairTable> {
  const { name } = plan.table;
  await matchIds(session, plan, log);
  const found = await session.rows(`SELECT state, count(*) AS n FROM ${name}_matched GROUP BY state`);
  const counts = new Map(found.map((row) => [Number(row['state']), Number(row['n'])]));
  await reportDropped(session, plan, log, (state) => counts.get(STATE[state]) ?? 0, warnings);
  const pairs = await readPairs(session, plan, log, counts.get(STATE.kept) ?? 0, warnings);
  await session.run(`DROP TABLE ${name}_matched`); // the next source needs the memory
  await session.run(`DROP TABLE ${name}`);
  return pairs;
}

/** `NAME_matched(l, r, u, t, w, state, …)`: codes, µs and weight of every row of the file, and the ids that have no code. */
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
  const states = [
    [noId, STATE.noId],
    ['lc.code IS NULL OR rc.code IS NULL', STATE.unknownItem],
    ['lc.code = rc.code', STATE.self],
    ...(user ? ([['uc.code IS NULL', STATE.unknownUser]] as const) : []),
    ...(plan.time && last !== undefined ? ([[`${plan.time.sql} > ${last}`, STATE.late]] as const) : []),
  ] as const;
  await session.run(`CREATE TEMP TABLE ${table.name}_matched AS
    SELECT lc.code AS l, rc.code AS r, ${user ? 'uc.code' : 'CAST(0 AS UINTEGER)'} AS u,
      ${plan.time?.sql ?? 'CAST(0 AS BIGINT)'} AS t, ${plan.weight} AS w,
      CASE WHEN lc.code IS NULL THEN ${left.table} END AS lk, CASE WHEN rc.code IS NULL THEN ${right.table} END AS rk,
      ${user ? `CASE WHEN uc.code IS NULL THEN ${user.table} END` : 'NULL'} AS uk,
      CASE ${states.map(([when, state]) => `WHEN ${when} THEN ${state}`).join(' ')} ELSE ${STATE.kept} END AS state
    FROM ${table.name}
    LEFT JOIN items_codes AS lc ON ${left.log('lc.v')} = ${left.table}
    LEFT JOIN items_codes AS rc ON ${right.log('rc.v')} = ${right.table}
    ${user ? `LEFT JOIN users_codes AS uc ON ${user.log('uc.v')} = ${user.table}` : ''}`);
}

async function reportDropped(
  session: Session,
  { spec, table, file, index }: PairPlan,
  log: PairLog,
  count: (state: keyof typeof STATE) => number,
  warnings: Warning[],
): Promise<void> {
  const matched = `${table.name}_matched`;
  const name = `source ${spec.name} (${file})`;
  const unknown = async (state: 'unknownItem' | 'unknownUser', ...keys: readonly string[]) => {
    if (count(state) === 0) return '';
    const sides = keys.map((key) => `SELECT ${key} AS k FROM ${matched} WHERE state = ${STATE[state]}`);
    return examples(session, `(${sides.join(' UNION ALL ')})`, 'k', 'k IS NOT NULL');
  };
  const items = await unknown('unknownItem', 'lk', 'rk');
  const users = await unknown('unknownUser', 'uk');
  const counts = {
    kept: count('kept'),
    noId: count('noId'),
    unknownItem: count('unknownItem'),
    self: count('self'),
    unknownUser: count('unknownUser'),
    late: count('late'),
  };
  droppedPairs({ name, file, at: ['sources', index, 'pairs'] }, log, counts, { items, users }, warnings);
}
