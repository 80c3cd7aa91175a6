/**
 * Pairs of a file source: which columns they are made of, and what must hold of their values. What does not depend on the
 * log is checked here, so that `check` sees it too; pairs-join.ts matches them to the log.
 */
import type { NamedPairs } from '../../plan/named-tables.ts';
import { emptyPairs } from '../../policy/dropped.ts';
import { needsTime } from '../../policy/merged.ts';
import { badPairWeights, pairWeightType, WEIGHT_FAULTS, type WeightFault } from '../../policy/pairs.ts';
import { MOST_WEIGHT } from '../../policy/words.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import { type Key, keyOf } from '../log/keys.ts';
import { numbersOf } from '../log/numbers.ts';
import type { OpenSpec } from '../log/open.ts';
import type { TimeColumn } from '../log/time/place.ts';
import { readTime } from '../log/time/time.ts';
import { runChecks } from '../session/checks.ts';
import type { Session } from '../session/session.ts';
import { held } from '../session/types.ts';

export interface PairPlan extends NamedPairs {
  table: LoadedTable;
  file: string;
  left: Key;
  right: Key;
  user?: Key | undefined;
  /** SQL, DOUBLE: finite, ≥ 0; 1 where the file has no weights. */
  weight: string;
  time?: TimeColumn | undefined;
}

/**
 * @param table the rows of the file, or a sample of them
 * @throws Failure `data`: ids that identify nothing, weights that are none, times that are missing or cannot be read;
 * `usage`: a time column where the log has none
 */
export async function planPairs(
  session: Session,
  { index, spec, table: open }: OpenSpec['pairs'][number],
  table: LoadedTable,
  logHasTime: boolean,
): Promise<PairPlan> {
  const file = open.shown;
  const at = (key: string) => ['sources', index, key];
  const column = (name: string) => table.columns.get(name) as LoadedColumn;
  if (spec.time !== undefined && !logHasTime) {
    throw needsTime(spec.name, at('time'));
  }
  if (table.rows === 0) {
    throw emptyPairs(file, at('pairs'));
  }
  const left = keyOf(column(spec.left), 'item', at('left'), file);
  const right = keyOf(column(spec.right), 'item', at('right'), file);
  const user = spec.user === undefined ? undefined : keyOf(column(spec.user), 'user', at('user'), file);
  // Pairs without an id are left out with a warning, when they meet the log; other faults of ids are refused.
  const checks = [left, right, ...(user === undefined ? [] : [user])].flatMap((key) => key.checks.slice(1));
  await runChecks(session, table.name, checks);
  let weight = '1.0::DOUBLE';
  if (spec.weight !== undefined) {
    weight = `(CAST(${column(spec.weight).sql} AS DOUBLE) + 0.0)`;
    await checkWeights(
      session,
      table,
      column(spec.weight),
      { spec, left, right },
      { file, specPath: at('weight') },
    );
  }
  const time =
    spec.time === undefined
      ? undefined
      : await readTime(session, table, column(spec.time), { file, specPath: at('time') });
  return { index, spec, table, file, left, right, user, weight, time };
}

async function checkWeights(
  session: Session,
  table: LoadedTable,
  column: LoadedColumn,
  { spec, left, right }: Pick<PairPlan, 'spec' | 'left' | 'right'>,
  where: { file: string; specPath: (string | number)[] },
): Promise<void> {
  const { sql, type, name } = column;
  const numbers = numbersOf(column, 'bad-weight', where);
  const named = { name, ...where };
  if (numbers === undefined) throw pairWeightType(named, held(type));
  await runChecks(session, table.name, numbers.checks);
  const number = numbers.sql;
  const conditions: Record<WeightFault, string> = {
    missing: `${number} IS NULL`,
    nan: `isnan(${number})`,
    infinite: `isinf(${number})`,
    negative: `${number} < 0 AND NOT isinf(${number})`,
    large: `${number} > ${MOST_WEIGHT} AND isfinite(${number})`,
  };
  const counted = WEIGHT_FAULTS.map((fault) => `count(*) FILTER (WHERE ${conditions[fault]}) AS ${fault}`);
  const row = await session.row(`SELECT ${counted.join(', ')} FROM ${table.name}`);
  const counts = Object.fromEntries(WEIGHT_FAULTS.map((fault) => [fault, Number(row[fault])]));
  if (Object.values(counts).every((count) => count === 0)) return;
  const bad = WEIGHT_FAULTS.map((fault) => `(${conditions[fault]})`).join(' OR ');
  const first = await session.row(
    `SELECT CAST(${left.sql} AS VARCHAR) AS l, CAST(${right.sql} AS VARCHAR) AS r, CAST(${sql} AS VARCHAR) AS w
     FROM ${table.name} WHERE ${bad} ORDER BY ${left.sql}, ${right.sql}, w LIMIT 1`,
  );
  throw badPairWeights(named, counts as Record<WeightFault, number>, [
    { column: spec.left, value: String(first['l']) },
    { column: spec.right, value: String(first['r']) },
    { column: name, value: String(first['w']) },
  ]);
}
