/** A text that DuckDB would read only in part, or not as it is meant, written again as RFC 4180 has it, in the session's folder. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../../../common/failure.ts';
import type { TextSource } from './bytes.ts';
import { eachRecord, type RecordStyle } from './records.ts';
import { textChunks } from './shape.ts';

/** How the new file is written. */
export const REWRITTEN: RecordStyle = { delimiter: ',', quotes: 'doubled' };

/**
 * @param width values of a record; the file has been looked through, and every record has as many
 * @returns the path of the new file, which goes with the session
 * @throws Failure `resource` where the disk is full; Cancelled
 */
export async function rewrite(source: TextSource, style: RecordStyle, width: number): Promise<string> {
  const path = join(source.session.folder, `${randomUUID()}.csv`);
  const handle = await open(path, 'wx');
  try {
    let lines = '';
    async function* written(): AsyncGenerator<string> {
      for await (const chunk of textChunks(source)) {
        yield chunk;
        await append(handle, lines);
        lines = '';
      }
    }
    await eachRecord(written(), style, ({ values }) => {
      lines += `${values.slice(0, width).map(quoted).join(',')}\n`;
      return false;
    });
    await append(handle, lines);
  } finally {
    await handle.close();
  }
  return path;
}

async function append(handle: FileHandle, text: string): Promise<void> {
  try {
    await handle.appendFile(text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    const message = 'The disk for temporary files is full: free some space, or name another one in TMPDIR.';
    throw new Failure('resource', 'disk-full', message);
  }
}

function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
