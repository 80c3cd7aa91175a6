/**
 * Score files of a model: which columns they are made of, and what must hold of their values. What does not depend on the
 * log is checked here, so that `check` sees it too; predictions-join.ts matches them to the log's rows.
 */
import type { NamedPredictions } from '../../plan/named-tables.ts';
import {
  badScores,
  comparesAsTimes,
  emptyScores,
  SCORE_FAULTS,
  type ScoreFault,
} from '../../policy/scores.ts';
import { scoreType } from '../../policy/values.ts';
import { tableOf } from '../../policy/words.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import { saysNothing } from '../formats/text/null-text.ts';
import { type Key, keyOf } from '../log/keys.ts';
import { numbersOf } from '../log/numbers.ts';
import { readTime } from '../log/time/time.ts';
import { type Check, runChecks } from '../session/checks.ts';
import type { Session } from '../session/session.ts';
import { familyOf, held } from '../session/types.ts';
import type { OpenTable } from './open-table.ts';

export interface PredictionsFile extends NamedPredictions {
  table: OpenTable;
}

export interface PredictionsPlan extends NamedPredictions {
  loaded: LoadedTable;
  /** How messages name the file, and the model with it. */
  file: string;
  name: string;
  /** SQL, DOUBLE: finite. */
  score: string;
  /** The key of the file and that of the log, column by column of `spec.key`. */
  keys: { file: Key; log: Key; isTime: boolean }[];
}

/**
 * @param loaded the rows of the file, or a sample of them
 * @param log the same of the log
 * @throws Failure `data`: keys that identify nothing or are missing, scores that are no finite numbers, an empty file
 */
export async function planPredictions(
  session: Session,
  { index, spec, side, table }: PredictionsFile,
  loaded: LoadedTable,
  log: { table: LoadedTable; file: string },
): Promise<PredictionsPlan> {
  const file = table.shown;
  const at = (...keys: (string | number)[]) => ['models', index, ...keys];
  const column = (name: string) => loaded.columns.get(name) as LoadedColumn;
  if (loaded.rows === 0) {
    throw emptyScores(file, at(side));
  }
  const keys: PredictionsPlan['keys'] = [];
  for (const [i, name] of spec.key.entries()) {
    const specPath = at('key', i);
    const ofLog = log.table.columns.get(name) as LoadedColumn;
    const isTime = comparesAsTimes(familyOf(column(name).type), familyOf(ofLog.type));
    if (isTime) {
      const timeOf = async (holder: LoadedTable, where: string, what: LoadedColumn): Promise<Key> => {
        const { sql } = await readTime(session, holder, what, { file: where, specPath });
        return { sql, kind: 'integer', untyped: false, checks: [] };
      };
      keys.push({
        file: await timeOf(loaded, file, column(name)),
        log: await timeOf(log.table, log.file, ofLog),
        isTime,
      });
      continue;
    }
    const ofScores = keyOf(column(name), 'key', specPath, file);
    await runChecks(session, loaded.name, ofScores.checks);
    keys.push({ file: ofScores, log: keyOf(ofLog, 'key', specPath, log.file), isTime });
  }
  return {
    index,
    spec,
    side,
    loaded,
    file,
    name: tableOf('model', spec.name, file),
    score: await scoreOf(session, loaded, column(spec.score), { file, specPath: at('score') }),
    keys,
  };
}

async function scoreOf(
  session: Session,
  table: LoadedTable,
  column: LoadedColumn,
  where: { file: string; specPath: (string | number)[] },
): Promise<string> {
  const { type, name } = column;
  const numbers = numbersOf(column, 'bad-score', where);
  if (numbers === undefined) {
    throw scoreType({ name, ...where }, held(type));
  }
  const number = numbers.sql;
  const faults: Record<ScoreFault, { bad: string; finds(value: string): boolean }> = {
    missing: { bad: `${number} IS NULL`, finds: saysNothing },
    nan: { bad: `isnan(${number})`, finds: (value) => /nan$/i.test(value) },
    infinite: { bad: `isinf(${number})`, finds: (value) => /^[+-]?inf/i.test(value) },
  };
  const checks = SCORE_FAULTS.map(
    (fault): Check => ({
      bad: faults[fault].bad,
      find: () => column.find?.(faults[fault].finds),
      failure: (count, _, at) => badScores({ name, ...where }, fault, count, at),
    }),
  );
  await runChecks(session, table.name, [...numbers.checks, ...checks]);
  return `(${number} + 0.0)`;
}
