/** One file of any format as a table expression of SQL, with the columns it has. */
import { Failure } from '../../report/failure.ts';
import { ArrowFile } from './arrow.ts';
import { openAtomic } from './atomic.ts';
import { columnsOf, OpenFile } from './columns.ts';
import { openCsv } from './csv.ts';
import type { InputFile } from './files.ts';
import { withFolderNames } from './hive.ts';
import { checkCompressed } from './integrity.ts';
import { openJsonLines } from './json-lines.ts';
import { openParquet } from './parquet.ts';
import type { Session } from './session.ts';

/** Opens a file and learns its columns, those of its folders' names included. @throws Failure `data` */
export async function openFile(session: Session, file: InputFile, signal: AbortSignal): Promise<OpenFile> {
  await checkCompressed(file, signal);
  return withFolderNames(await openFormat(session, file, signal));
}

async function openFormat(session: Session, file: InputFile, signal: AbortSignal): Promise<OpenFile> {
  switch (file.format) {
    case 'parquet':
      return openParquet(session, file);
    case 'csv':
    case 'tsv':
      return openCsv(session, file);
    case 'atomic':
      return openAtomic(session, file);
    case 'jsonl':
      return openJsonLines(session, file);
    case 'npy': {
      const message = `${file.shown} holds numbers without names: only \`embeddings\` with \`ids\` read .npy.`;
      throw new Failure('data', 'npy-table', message, { file: file.shown });
    }
    case 'arrow': {
      const arrow = await ArrowFile.open(file);
      return new OpenFile(file, columnsOf(file, arrow.fields), async (session, columns) => ({
        from: await arrow.load(session, columns, signal),
        values: columns.map((_, i) => `a${i}`),
      }));
    }
  }
}
