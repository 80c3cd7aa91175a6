/**
 * Score files meet the log, row by row: each row of the log gets its score, or none. A file of other rows, or one whose key does
 * not tell rows apart, is refused: a difference of AUCs on other rows says nothing.
 */
import type { Warning } from '../../../common/failure.ts';
import type { Dataset } from '../../dataset.ts';
import type { Side } from '../../plan/named-tables.ts';
import { checkScores, doubledInFile, doubledInLog, otherRows, type ScoreFile } from '../../policy/scores.ts';
import type { Feature } from '../log/features.ts';
import type { Session } from '../session/session.ts';
import { quoteText } from '../session/sql.ts';
import { asWritten, comparable } from './join.ts';
import type { PredictionsPlan } from './predictions.ts';

/** The log with a column of scores for each file, and these columns as features of its rows. */
export interface ScoredLog {
  table: string;
  scores: Feature[];
}

/** @throws Failure `data`: keys of types that do not compare, that are doubled in the file or the log, or that none of the log has */
export async function joinPredictions(
  session: Session,
  plans: readonly PredictionsPlan[],
  logFile: string,
  warnings: Warning[],
): Promise<ScoredLog> {
  if (plans.length === 0) return { table: 'log', scores: [] };
  const joins: string[] = [];
  const columns: string[] = [];
  const scores: Feature[] = [];
  for (const [p, plan] of plans.entries()) {
    const { file: ofScores, log } = await comparableKeys(session, plan, logFile);
    const table = `${plan.loaded.name}_keyed`;
    await session.run(
      `CREATE TEMP TABLE ${table} AS SELECT ${ofScores.map((sql, k) => `${sql} AS k${k}`).join(', ')}, ${plan.score} AS s FROM ${plan.loaded.name}`,
    );
    await session.run(`DROP TABLE ${plan.loaded.name}`);
    const on = log.map((sql, k) => `p${p}.k${k} = ${sql}`).join(' AND ');
    await refuseDoubled(session, plan, table, log);
    await refuseOtherRows(session, plan, { table, on, alias: `p${p}` }, logFile, warnings);
    joins.push(`LEFT JOIN ${table} AS p${p} ON ${on}`);
    columns.push(`p${p}.s AS score${p}`);
    scores.push({
      name: `${plan.side} of ${plan.spec.name}`,
      role: 'log',
      type: 'numeric',
      sql: `score${p}`,
      checks: [],
    });
  }
  await session.run(
    `CREATE TEMP VIEW scored_log AS SELECT log.*, ${columns.join(', ')} FROM log ${joins.join(' ')}`,
  );
  return { table: 'scored_log', scores };
}

/** SQL of the keys of the file and of the log as one type each. */
async function comparableKeys(
  session: Session,
  { spec, loaded, file, index, keys }: PredictionsPlan,
  logFile: string,
): Promise<{ file: string[]; log: string[] }> {
  const both = { file: [] as string[], log: [] as string[] };
  for (const [i, { file: ofScores, log, isTime }] of keys.entries()) {
    const column = spec.key[i]!;
    const ofLog = { key: log, column, view: 'log', file: logFile };
    const key = isTime ? ofScores : asWritten(ofScores, ofLog);
    const named = { key, column, view: loaded.name, file };
    const same = await comparable(session, named, ofLog, `\`${column}\``, ['models', index, 'key', i]);
    both.file.push(same.table);
    both.log.push(same.log(log.sql));
  }
  return both;
}

async function refuseDoubled(
  session: Session,
  plan: PredictionsPlan,
  table: string,
  log: readonly string[],
): Promise<void> {
  const { spec, keys } = plan;
  const names = keys.map((_, k) => `k${k}`);
  const shown = (row: Record<string, unknown>) =>
    names.map((name, k) => `\`${spec.key[k]}\` = ${quoteText(String(row[name]))}`).join(', ');
  const texts = names.map((name) => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ');
  const refuse = async (from: string, failure: typeof doubledInFile) => {
    const twice = `SELECT ${names.join(', ')} FROM ${from} GROUP BY ALL HAVING count(*) > 1`;
    const { n } = await session.row(`SELECT count(*) AS n FROM (${twice})`);
    if (Number(n) === 0) return;
    const first = await session.row(`SELECT ${texts} FROM (${twice} ORDER BY ALL LIMIT 1)`);
    throw failure(scoreFile(plan), Number(n), shown(first));
  };
  await refuse(table, doubledInFile);
  const ofLog = `(SELECT ${log.map((sql, k) => `${sql} AS k${k}`).join(', ')} FROM log)`;
  await refuse(
    `(SELECT l.* FROM ${ofLog} AS l SEMI JOIN ${table} AS p USING (${names.join(', ')}))`,
    doubledInLog,
  );
}

async function refuseOtherRows(
  session: Session,
  plan: PredictionsPlan,
  { table, on, alias }: { table: string; on: string; alias: string },
  logFile: string,
  warnings: Warning[],
): Promise<void> {
  const { spec, keys } = plan;
  const { rows } = await session.row(`SELECT count(*) AS rows FROM ${table}`);
  const other = `FROM ${table} AS ${alias} ANTI JOIN log ON ${on}`;
  const { n } = await session.row(`SELECT count(*) AS n ${other}`);
  if (Number(n) === 0) return;
  const texts = keys.map((_, k) => `CAST(${alias}.k${k} AS VARCHAR) AS k${k}`).join(', ');
  const first = await session.row(`SELECT ${texts} ${other} ORDER BY ALL LIMIT 1`);
  const shown = keys.map((_, k) => `\`${spec.key[k]}\` = ${quoteText(String(first[`k${k}`]))}`).join(', ');
  warnings.push(otherRows(scoreFile(plan), { other: Number(n), rows: Number(rows) }, shown, logFile));
}

/**
 * The scores by model, once the rows are split.
 * @param columns the score columns of the log's rows in the order of `plans`, NaN where there is none
 * @throws Failure `data`: evaluation rows without a score, one score for all of them
 */
export function predictionScores(
  plans: readonly PredictionsPlan[],
  columns: readonly Float64Array[],
  log: Pick<Dataset, 'part' | 'user' | 'item' | 'userNames' | 'itemNames'>,
  warnings: Warning[],
): NonNullable<Dataset['predictions']> {
  const found: Record<string, Record<Side, Float64Array>> = {};
  for (const [p, plan] of plans.entries()) {
    checkScores(scoreFile(plan), columns[p]!, log, warnings);
    found[plan.spec.name] ??= { predictions: columns[p]!, baseline: columns[p]! };
    found[plan.spec.name]![plan.side] = columns[p]!;
  }
  return found;
}

function scoreFile({ file, name, index, side }: PredictionsPlan): ScoreFile {
  return { file, name, at: ['models', index], side };
}
