/** Whether bytes that arrive in chunks are UTF-8, and in which line they are not. */
import { isUtf8 } from 'node:buffer';
import { Failure } from '../../../../common/failure.ts';
import { type TextSource, textBytes } from './bytes.ts';

export interface Utf8Check {
  /** @throws Failure `data` `not-utf8` */
  next(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
}

export function utf8Check(source: TextSource): Utf8Check {
  let before = 0;
  let carry = Buffer.alloc(0);
  const fail = async (bytes: Buffer): Promise<never> => {
    throw notUtf8(source.file.shown, await lineAt(source, before + firstInvalid(bytes)));
  };
  return {
    async next(chunk) {
      const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
      const whole = bytes.length - openTail(bytes);
      if (!isUtf8(bytes.subarray(0, whole))) await fail(bytes);
      carry = Buffer.from(bytes.subarray(whole));
      before += whole;
    },
    async end() {
      if (carry.length > 0) await fail(carry);
    },
  };
}

export function notUtf8(shown: string, line: number): Failure {
  const message = `${shown}, line ${line}: the text is not UTF-8. Convert the file to UTF-8.`;
  return new Failure('data', 'not-utf8', message, { file: shown, line });
}

/** Bytes at the end that begin a character which goes on in the next chunk. */
function openTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function firstInvalid(bytes: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let i = 0; i < bytes.length; i++) {
    try {
      decoder.decode(bytes.subarray(i, i + 1), { stream: true });
    } catch {
      return i;
    }
  }
  return bytes.length;
}

/** The line, from 1, in which the byte with this offset stands. */
async function lineAt(source: TextSource, offset: number): Promise<number> {
  let lines = 1;
  let at = 0;
  let last = 0;
  for await (const chunk of textBytes(source)) {
    for (const byte of chunk) {
      if (at++ >= offset) return lines;
      // A line ends with LF, CR or both.
      if (byte === 10 ? last !== 13 : byte === 13) lines++;
      last = byte;
    }
  }
  return lines;
}
