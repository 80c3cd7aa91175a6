/** A file of scores per row, as a program of the user's writes it. Values that are not numbers arrive as NaN, for the reader to count. */
import { stat } from 'node:fs/promises';
import type { RunContext } from '../../../common/progress.ts';
import { scoreColumn } from '../../policy/row-scores.ts';
import type { RowScores } from '../../tables.ts';
import type { InputFile } from '../formats/files.ts';
import { openFile } from '../formats/readers.ts';
import type { FileColumn } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { streamColumns } from '../session/stream.ts';
import { familyOf, held } from '../session/types.ts';
import { identityOf, whileUnchanged } from '../session/unchanged.ts';

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
  const open = await openFile(session, file, run.signal);
  const columns = open.columns.map(({ name, type }) => ({ name, family: familyOf(type), ...held(type) }));
  const column = scoreColumn(file.shown, columns);
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
