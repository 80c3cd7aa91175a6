/** One file of any format as a table expression of SQL, with the columns it has. */
import { Failure } from '../../../common/failure.ts';
import { columnsOf, OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { ArrowFile } from './arrow/arrow.ts';
import type { InputFile } from './files.ts';
import { withFolderNames } from './hive.ts';
import { checkCompressed } from './integrity.ts';
import { isJsonList } from './json/ids.ts';
import { openJsonLines } from './json/lines.ts';
import { openParquet } from './parquet.ts';
import { openAtomic } from './text/atomic.ts';
import type { TextSource } from './text/bytes.ts';
import { type CsvOptions, openCsv } from './text/csv.ts';
import { scanText } from './text/scan.ts';

/** Opens a file and learns its columns, those of its folders' names included. @throws Failure `data` */
export async function openFile(
  session: Session,
  file: InputFile,
  signal: AbortSignal,
  options: CsvOptions = {},
): Promise<OpenFile> {
  await checkCompressed(file);
  if (options.header !== undefined && file.format !== 'csv' && file.format !== 'tsv') {
    const message = `${file.shown} names its columns itself: \`header\` is for text files without a first line of names; remove it.`;
    throw new Failure('data', 'header-twice', message, { file: file.shown });
  }
  return withFolderNames(await openFormat({ file, session, signal }, options));
}

async function openFormat(source: TextSource, options: CsvOptions): Promise<OpenFile> {
  const { file, session, signal } = source;
  switch (file.format) {
    case 'parquet':
      return openParquet(session, file);
    case 'csv':
    case 'tsv':
      return openCsv(source, options);
    case 'atomic':
      return openAtomic(source, options.most);
    case 'jsonl':
      if (await isJsonList(file)) {
        const message = `${file.shown} holds one list of values without names: only \`ids\` reads it; write one JSON object per line.`;
        throw new Failure('data', 'json-list', message, { file: file.shown });
      }
      await scanText(source, undefined, options.most);
      return openJsonLines(session, file);
    case 'npy': {
      const message = `${file.shown} holds one array without names: .npy is read as \`embeddings\` and as \`ids\` alone.`;
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
