/**
 * Pairs of a file meet the log: ids become the log's codes, times its slices. What the log cannot use is left out and
 * counted; the result does not depend on the order of the file's rows.
 */
import { Failure, type Warning } from '../../report/failure.ts';
import type { PairTable, Timeline } from '../dataset.ts';
import type { TimeKind } from '../moment.ts';
import { lowerBound } from '../split.ts';
import { comparable, type NamedKey } from './join.ts';
import type { Key } from './keys.ts';
import type { PairPlan } from './pairs.ts';
import type { Session } from './session.ts';
import { sharedFloat64, sharedUint16, sharedUint32 } from './shared.ts';
import { type Selected, streamColumns } from './stream.ts';
import { examples } from './table.ts';

const DAY = 86_400e6;

/** What of the log the pairs are matched with. `items_codes` and `users_codes` of the session hold its values. */
export interface PairLog {
  item: NamedKey;
  user: NamedKey;
  timeline?: Timeline | undefined;
  timeKind?: TimeKind | undefined;
}

/** Why a pair is left out, by its number in SQL; the first reason that holds counts. */
const STATE = { kept: 0, noId: 1, unknownItem: 2, self: 3, unknownUser: 4, late: 5 } as const;

/**
 * @throws Failure `data`: ids of types that do not compare, no pair left, weights whose sum is infinite
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
  const rows = await mergeDoubled(session, plan, warnings);
  return read(session, plan, log, rows, warnings);
}

/** `NAME_matched(l, r, u, t, w, state, …)`: codes, µs and weight of every row of the file. */
async function matchIds(session: Session, plan: PairPlan, log: PairLog): Promise<void> {
  const { table, spec, index, file } = plan;
  const keyed = (key: Key, column: string, known: NamedKey, what: string, specKey: string) => {
    // Numbers of a text file were texts when they were written; where the log's ids are texts, they stay texts.
    const written = table.untyped && known.key.kind === 'text' && key.kind === 'integer';
    const own: Key = written ? { ...key, sql: `CAST(${key.sql} AS VARCHAR)`, kind: 'text' } : key;
    const named = { key: own, column, view: table.name, file };
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
      ${left.table} AS lk, ${right.table} AS rk, ${user?.table ?? '0'} AS uk,
      CASE ${states.map(([when, state]) => `WHEN ${when} THEN ${state}`).join(' ')} ELSE ${STATE.kept} END AS state
    FROM ${table.name}
    LEFT JOIN items_codes AS lc ON ${left.log('lc.v')} = ${left.table}
    LEFT JOIN items_codes AS rc ON ${right.log('rc.v')} = ${right.table}
    ${user ? `LEFT JOIN users_codes AS uc ON ${user.log('uc.v')} = ${user.table}` : ''}`);
}

/** The last moment of the log, µs: the end of its last day where the log knows days only. */
function endOfLog({ timeline, timeKind }: PairLog): number | undefined {
  const last = timeline?.time.at(-1);
  return last === undefined ? undefined : last + (timeKind === 'date' ? DAY - 1 : 0);
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
  const unknown = async (state: 'unknownItem' | 'unknownUser', ids: readonly [string, string][]) => {
    const sides = ids.map(
      ([key, code]) => `SELECT ${key} AS k FROM ${matched} WHERE state = ${STATE[state]} AND ${code} IS NULL`,
    );
    return examples(session, `(${sides.join(' UNION ALL ')})`, 'k', 'true');
  };
  const warn = (code: string, dropped: number, message: string) => {
    if (dropped > 0) warnings.push({ code, message, count: dropped });
  };
  const items =
    count('unknownItem') === 0
      ? ''
      : await unknown('unknownItem', [
          ['lk', 'l'],
          ['rk', 'r'],
        ]);
  const users = count('unknownUser') === 0 ? '' : await unknown('unknownUser', [['uk', 'u']]);
  if (count('kept') === 0) {
    const reasons = [
      [count('noId'), 'without an id'],
      [
        count('unknownItem'),
        `with items that \`${log.item.column}\` of ${log.item.file} does not hold, such as ${items}`,
      ],
      [count('self'), 'of an item with itself'],
      [
        count('unknownUser'),
        `of users that \`${log.user.column}\` of ${log.user.file} does not hold, such as ${users}`,
      ],
      [count('late'), 'later than the log'],
    ] as const;
    const shown = reasons.filter(([n]) => n > 0).map(([n, why]) => `${n.toLocaleString('en-US')} ${why}`);
    throw new Failure(
      'data',
      'no-pairs',
      `No pair of ${name} can be used: ${shown.join('; ')}. Name the columns and the file that hold the log's ids.`,
      { file, specPath: ['sources', index, 'pairs'] },
    );
  }
  warn('pairs-without-id', count('noId'), `Pairs of ${name} without an id are left out.`);
  warn(
    'unknown-pair-items',
    count('unknownItem'),
    `Pairs of ${name} with items that the log does not know, such as ${items}, are left out.`,
  );
  warn('self-pairs', count('self'), `Pairs of ${name} of an item with itself are left out.`);
  warn(
    'unknown-pair-users',
    count('unknownUser'),
    `Pairs of ${name} of users that the log does not know, such as ${users}, are left out.`,
  );
  warn('pairs-after-log', count('late'), `Pairs of ${name} later than the log's last row are left out.`);
}

/**
 * `NAME_pairs(l, r, u, t, w)`: one row per (left, right, time, user). Exact copies are one pair; different weights of one
 * pair are parts of it, and add up.
 * @returns how many there are
 */
async function mergeDoubled(
  session: Session,
  { table, spec, file }: PairPlan,
  warnings: Warning[],
): Promise<number> {
  const { name } = table;
  await session.run(`CREATE TEMP TABLE ${name}_pairs AS
    SELECT l, r, u, t, sum(w ORDER BY w) AS w, count(*) AS weights, sum(copies) AS copies
    FROM (SELECT l, r, u, t, w, count(*) AS copies FROM ${name}_matched WHERE state = ${STATE.kept} GROUP BY ALL)
    GROUP BY l, r, u, t`);
  const row = await session.row(`SELECT count(*) AS pairs, CAST(sum(copies - weights) AS DOUBLE) AS copies,
    count(*) FILTER (WHERE weights > 1) AS contradictory FROM ${name}_pairs`);
  const same = ['left', 'right', ...(spec.time ? ['time'] : []), ...(spec.user ? ['user'] : [])].join(', ');
  const copies = Number(row['copies']);
  if (copies > 0) {
    const message = `Rows of source ${spec.name} (${file}) that repeat a pair (same ${same} and weight) are merged into one.`;
    warnings.push({ code: 'doubled-pairs', message, count: copies });
  }
  const contradictory = Number(row['contradictory']);
  if (contradictory > 0) {
    const message = `Pairs of source ${spec.name} (${file}) have several weights for the same ${same}; the weights are summed.`;
    warnings.push({ code: 'contradictory-pairs', message, count: contradictory });
  }
  return Number(row['pairs']);
}

async function read(
  session: Session,
  { table, spec, file, index, time, user }: PairPlan,
  { timeline, timeKind }: PairLog,
  rows: number,
  warnings: Warning[],
): Promise<PairTable> {
  const pairs: PairTable = {
    left: sharedUint32(rows),
    right: sharedUint32(rows),
    weight: sharedFloat64(rows),
  };
  const selected: Selected[] = [
    { sql: 'l', target: pairs.left },
    { sql: 'r', target: pairs.right },
    { sql: 'w', target: pairs.weight },
  ];
  const times = new Float64Array(time === undefined ? 0 : rows);
  if (time !== undefined) selected.push({ sql: 'CAST(t AS DOUBLE)', target: times });
  if (user !== undefined) {
    pairs.user = sharedUint32(rows);
    selected.push({ sql: 'u', target: pairs.user });
  }
  await streamColumns(
    session,
    selected,
    `FROM ${table.name}_pairs ORDER BY l, r, t, u`,
    rows,
    () => undefined,
  );
  if (!pairs.weight.every(Number.isFinite)) {
    const message = `Weights in \`${spec.weight}\` of ${file} add up to infinity: write smaller ones.`;
    throw new Failure('data', 'bad-weight', message, { file, specPath: ['sources', index, 'weight'] });
  }
  if (time === undefined || timeline === undefined) return pairs;
  pairs.slice = sharedUint16(rows);
  // A date names a whole day, and what was observed in it is not known before its end.
  const known = time.kind === 'date' && timeKind !== 'date' ? DAY - 1 : 0;
  let early = 0;
  for (let p = 0; p < rows; p++) {
    const at = times[p] as number;
    if (at < (timeline.sliceStarts[0] as number)) early++;
    pairs.slice[p] = Math.max(0, lowerBound(timeline.sliceStarts, at + known, true) - 1);
  }
  if (early > 0) {
    const message = `Pairs of source ${spec.name} (${file}) earlier than the log belong to its first slice: they are the past of all its rows.`;
    warnings.push({ code: 'pairs-before-log', message, count: early });
  }
  return pairs;
}
