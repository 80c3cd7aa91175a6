/** The bytes of a text file as they were before compression, chunk by chunk. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { Cancelled, Failure } from '../../../../common/failure.ts';
import type { Session } from '../../session/session.ts';
import { quotePath } from '../../session/sql.ts';
import type { InputFile } from '../files.ts';

/** A text file, and what it takes to read its bytes. */
export interface TextSource {
  file: InputFile;
  session: Session;
  signal: AbortSignal;
}

const CHUNK = 1 << 20;
/** Lines of a Zstandard file that are looked at where Node.js cannot unpack it. */
const FIRST_LINES = 1000;

/**
 * @param most bytes after which to stop
 * @throws Failure `data` where compressed data is cut short or is something else; Cancelled
 */
export async function* textBytes(
  { file, session, signal }: TextSource,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  const { compression } = file;
  if (compression === 'zstd' && typeof zlib.createZstdDecompress !== 'function') {
    yield await firstLines(session, file);
    return;
  }
  const raw = createReadStream(file.path, { highWaterMark: Math.min(CHUNK, most) });
  const unpacked: Readable = compression === 'none' ? raw : raw.pipe(decompressor(compression));
  raw.on('error', (error) => unpacked.destroy(error));
  const stop = () => unpacked.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let read = 0;
  try {
    for await (const chunk of unpacked) {
      yield chunk as Buffer;
      read += (chunk as Buffer).length;
      if (read >= most) return;
    }
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    if (!/^(Z_|ZSTD_)/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    throw badCompression(file);
  } finally {
    signal.removeEventListener('abort', stop);
    raw.destroy();
    unpacked.destroy();
  }
  if (signal.aborted) throw new Cancelled();
}

export function badCompression({ shown, compression }: Pick<InputFile, 'shown' | 'compression'>): Failure {
  const message = `${shown} is cut short or is not ${compression} data: write or copy it again.`;
  return new Failure('data', 'bad-compression', message, { file: shown });
}

function decompressor(compression: 'gzip' | 'zstd'): zlib.Gunzip | zlib.ZstdDecompress {
  const options = { chunkSize: CHUNK };
  return compression === 'gzip' ? zlib.createGunzip(options) : zlib.createZstdDecompress(options);
}

/** Node.js reads Zstandard from 22.15 on; before that DuckDB shows the lines that a header and its dialect need. */
async function firstLines(session: Session, file: InputFile): Promise<Buffer> {
  const whole = `columns = {'l': 'VARCHAR'}, header = false, delim = '\u001f', quote = '', escape = '', auto_detect = false`;
  const rows = await session.rows(
    // On one thread: rows keep no order otherwise.
    `SELECT l FROM read_csv(${quotePath(file.path)}, ${whole}, compression = 'zstd', strict_mode = false, parallel = false)
     LIMIT ${FIRST_LINES}`,
    { path: file.shown },
  );
  return Buffer.from(rows.map((row) => `${row['l'] ?? ''}\n`).join(''));
}
