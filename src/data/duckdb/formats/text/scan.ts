/**
 * One look through all bytes of a text file: is it UTF-8, does it mix line ends, do its quotes close? Chunks without a quote are
 * searched by the runtime's native functions, so that a plain file costs a small part of what its parsing does.
 */
import { type TextSource, textBytes } from './bytes.ts';
import { utf8Check } from './utf8.ts';

export interface TextFacts {
  /** Lines end in more than one way. */
  mixedEnds: boolean;
  /** Text stands behind a closing quote, or a quote is never closed. */
  brokenQuotes: boolean;
  /** A quoted value goes on in another line. */
  longValues: boolean;
  /** A backslash stands before a quote. */
  backslashQuotes: boolean;
}

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;

/** Where in a value the look is. Spaces around a quoted value are allowed, as DuckDB has it. */
const START = 0;
const PLAIN = 1;
const QUOTED = 2;
const QUOTE_SEEN = 3;
const BEHIND = 4;

/**
 * @param delimiter undefined for text without values, such as JSON lines: only the encoding is looked at
 * @param most bytes after which to stop
 * @throws Failure `data` `not-utf8` with the line; Cancelled
 */
export async function scanText(
  source: TextSource,
  delimiter: string | undefined,
  most?: number,
): Promise<TextFacts> {
  const encoding = utf8Check(source);
  const values = valueScan(delimiter ?? ',');
  for await (const chunk of textBytes(source, most)) {
    await encoding.next(chunk);
    if (delimiter !== undefined) values.next(chunk);
  }
  // What was cut off in the middle is neither broken text nor an open quote.
  const cut = most !== undefined;
  if (!cut) await encoding.end();
  return values.end(cut);
}

function valueScan(delimiter: string): { next(chunk: Buffer): void; end(cut: boolean): TextFacts } {
  const last = delimiter.charCodeAt(delimiter.length - 1);
  const first = delimiter.charCodeAt(0);
  const single = delimiter.length === 1;
  const spaces = first === SPACE ? -1 : SPACE;
  const ends = { lf: false, crlf: false, cr: false };
  const facts = { brokenQuotes: false, longValues: false, backslashQuotes: false };
  const telling = new Uint8Array(256);
  for (const byte of [LF, CR, SPACE, QUOTE, first, last]) telling[byte] = 1;
  let at: number = START;
  let before = -1;

  /** Of text without quotes. */
  function lineEnds(chunk: Buffer): void {
    for (let i = chunk.indexOf(CR); i >= 0; i = chunk.indexOf(CR, i + 1)) {
      if (chunk[i + 1] === LF) ends.crlf = true;
      else if (i + 1 < chunk.length) ends.cr = true;
    }
    for (let i = chunk.indexOf(LF); i >= 0 && !ends.lf; i = chunk.indexOf(LF, i + 1)) {
      if ((i === 0 ? before : chunk[i - 1]) !== CR) ends.lf = true;
    }
  }

  function byBytes(chunk: Uint8Array): void {
    let now = at;
    let previous = before;
    const { length } = chunk;
    for (let i = 0; i < length; i++) {
      const byte = chunk[i] as number;
      if (telling[byte] === 0) {
        // Most bytes: they belong to the value that they stand in.
        if (now === START) now = PLAIN;
        else if (now > QUOTED) {
          facts.brokenQuotes = true;
          now = PLAIN;
        }
      } else if (now === QUOTED) {
        if (byte === QUOTE) {
          now = QUOTE_SEEN;
          if (previous === BACKSLASH) facts.backslashQuotes = true;
        } else if (byte === LF || byte === CR) facts.longValues = true;
      } else if (byte === LF) {
        if (previous === CR) ends.crlf = true;
        else ends.lf = true;
        now = START;
      } else if (byte === CR) {
        if (i + 1 < chunk.length && chunk[i + 1] !== LF) ends.cr = true;
        now = START;
      } else if (byte === QUOTE) {
        if (previous === BACKSLASH) facts.backslashQuotes = true;
        if (now === START || now === QUOTE_SEEN) now = QUOTED;
        else if (now === BEHIND) facts.brokenQuotes = true;
      } else if (now === QUOTE_SEEN || now === BEHIND) {
        if (byte === spaces) now = BEHIND;
        else if (byte === first) now = single ? START : PLAIN;
        else {
          facts.brokenQuotes = true;
          now = PLAIN;
        }
      } else if (byte === last && (single || previous === first)) now = START;
      else if (byte !== spaces) now = PLAIN;
      previous = byte;
    }
    at = now;
    before = previous;
  }

  return {
    next(chunk) {
      if (before === CR && at !== QUOTED) {
        if (chunk[0] === LF) ends.crlf = true;
        else ends.cr = true;
      }
      const inside = at === QUOTED || at === QUOTE_SEEN || at === BEHIND;
      const lines =
        inside || chunk.includes(QUOTE) ? 0 : 1 + Math.max(chunk.lastIndexOf(LF), chunk.lastIndexOf(CR));
      if (lines > 0) {
        lineEnds(chunk.subarray(0, lines + 1));
        before = chunk[lines - 1] as number;
        at = START;
      }
      byBytes(before === -1 && isMarked(chunk) ? chunk.subarray(3) : chunk.subarray(lines));
    },
    end(cut) {
      if (before === CR && at !== QUOTED) ends.cr = true;
      if (at === QUOTED && !cut) facts.brokenQuotes = true;
      const mixedEnds = Number(ends.lf) + Number(ends.crlf) + Number(ends.cr) > 1;
      return { mixedEnds, ...facts };
    },
  };
}

/** Whether the text begins with a byte order mark. */
function isMarked(chunk: Buffer): boolean {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
}
