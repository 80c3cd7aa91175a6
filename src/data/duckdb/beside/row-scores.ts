/**
 * A file of scores per row, as a program of the user's own writes it: which columns it must have is decided here, and
 * nothing of what they hold. Whatever is no number arrives as NaN, for the reader to count.
 */
import { stat } from 'node:fs/promises';
import { Failure } from '../../../common/failure.ts';
import type { RunContext } from '../../../common/progress.ts';
import type { RowScores, ScoreColumn } from '../../tables.ts';
import type { InputFile } from '../formats/files.ts';
import { openFile } from '../formats/readers.ts';
import type { FileColumn } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { streamColumns } from '../session/stream.ts';
import { describeType, familyOf } from '../session/types.ts';
import { identityOf, whileUnchanged } from '../session/unchanged.ts';

/** `predict_proba` of many libraries gives a list: one number of a class each. */
const NO_NUMBERS = ['list', 'record', 'other'];

const SCORES: readonly ScoreColumn[] = ['probability', 'score'];

/**
 * @param path absolute; Parquet, or CSV with a header
 * @throws Failure `data`: no such columns, unreadable; Cancelled
 */
export async function readRowScores(
  session: Session,
  path: string,
  format: 'parquet' | 'csv',
  run: RunContext,
): Promise<RowScores> {
  const { size } = await stat(path);
  const identity = await identityOf(path);
  const shared = { path, shown: path, identity, bytes: size, format };
  const file: InputFile = { ...shared, role: 'source', compression: 'none' };
  return whileUnchanged([file], () => readScores(session, file, run));
}

async function readScores(session: Session, file: InputFile, run: RunContext): Promise<RowScores> {
  const { path } = file;
  const open = await openFile(session, file, run.signal);
  const { columns } = open;
  const column = chosen(
    path,
    columns.map(({ name }) => name),
  );
  for (const { name, type } of columns) {
    if ((name !== 'row' && name !== column) || !NO_NUMBERS.includes(familyOf(type))) continue;
    const message = `\`${name}\` of the predictions ${path} holds ${describeType(type)} (${type}), not one number a row.`;
    throw new Failure('data', 'predictions-columns', message);
  }
  const wanted = ['row', column].map((name) => open.column(name) as FileColumn);
  const { from, values } = await open.scan(session, wanted);
  const counted = await session.row(`SELECT count(*) AS n FROM ${from}`, open.reading);
  const rows = Number(counted['n']);
  const scores: RowScores = { column, row: new Float64Array(rows), value: new Float64Array(rows) };
  const selected = [scores.row, scores.value].map((target, i) => {
    return { sql: `coalesce(TRY_CAST(${values[i]} AS DOUBLE), 'nan'::DOUBLE)`, target };
  });
  if (rows > 0) await streamColumns(session, selected, `FROM ${from}`, rows, () => undefined, open.reading);
  return scores;
}

function chosen(path: string, names: readonly string[]): ScoreColumn {
  const found = SCORES.filter((name) => names.includes(name));
  const has = `it has ${names.map((name) => `\`${name}\``).join(', ')}`;
  const wanted = 'a column `row`, and one of `probability` and `score`';
  if (!names.includes('row') || found.length === 0) {
    const message = `the predictions ${path} need ${wanted}; ${has}.`;
    throw new Failure('data', 'predictions-columns', message);
  }
  if (found.length > 1) {
    const message = `the predictions ${path} have both \`probability\` and \`score\`; write the one that counts.`;
    throw new Failure('data', 'predictions-columns', message);
  }
  return found[0]!;
}
