/**
 * One look through all bytes of a text file: is it UTF-8, does it mix line ends, do its quotes close? Chunks without a quote are
 * searched by the runtime's native functions, so that a plain file costs a small part of what its parsing does.
 */
import { type TextSource, textBytes } from './text-bytes.ts';
import { utf8Check } from './text-utf8.ts';

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

const [LF, CR, SPACE, QUOTE, BACKSLASH] = [10, 13, 32, 34, 92];

/** Where in a value the look is. Spaces around a quoted value are allowed, as DuckDB has it. */
const AT = { start: 0, plain: 1, quoted: 2, quote: 3, behind: 4 } as const;

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
  let at: number = AT.start;
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

  function byBytes(chunk: Buffer): void {
    let now = at;
    let previous = before;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (now === AT.quoted) {
        if (byte === QUOTE) {
          now = AT.quote;
          if (previous === BACKSLASH) facts.backslashQuotes = true;
        } else if (byte === LF || byte === CR) facts.longValues = true;
      } else if (byte === LF) {
        if (previous === CR) ends.crlf = true;
        else ends.lf = true;
        now = AT.start;
      } else if (byte === CR) {
        if (i + 1 < chunk.length && chunk[i + 1] !== LF) ends.cr = true;
        now = AT.start;
      } else if (byte === QUOTE) {
        if (previous === BACKSLASH) facts.backslashQuotes = true;
        if (now === AT.start || now === AT.quote) now = AT.quoted;
        else if (now === AT.behind) facts.brokenQuotes = true;
      } else if (now === AT.quote || now === AT.behind) {
        if (byte === spaces) now = AT.behind;
        else if (byte === first) now = single ? AT.start : AT.plain;
        else {
          facts.brokenQuotes = true;
          now = AT.plain;
        }
      } else if (byte === last && (single || previous === first)) now = AT.start;
      else if (byte !== spaces) now = AT.plain;
      previous = byte;
    }
    at = now;
    before = previous;
  }

  return {
    next(chunk) {
      if (before === CR && at !== AT.quoted) {
        if (chunk[0] === LF) ends.crlf = true;
        else ends.cr = true;
      }
      const inside = at === AT.quoted || at === AT.quote || at === AT.behind;
      const lines =
        inside || chunk.includes(QUOTE) ? 0 : 1 + Math.max(chunk.lastIndexOf(LF), chunk.lastIndexOf(CR));
      if (lines > 0) {
        lineEnds(chunk.subarray(0, lines + 1));
        before = chunk[lines - 1] as number;
        at = AT.start;
      }
      byBytes(before === -1 && isMarked(chunk) ? chunk.subarray(3) : chunk.subarray(lines));
    },
    end(cut) {
      if (before === CR && at !== AT.quoted) ends.cr = true;
      if (at === AT.quoted && !cut) facts.brokenQuotes = true;
      const mixedEnds = Number(ends.lf) + Number(ends.crlf) + Number(ends.cr) > 1;
      return { mixedEnds, ...facts };
    },
  };
}

/** Whether the text begins with a byte order mark. */
function isMarked(chunk: Buffer): boolean {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
}
