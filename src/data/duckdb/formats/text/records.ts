/**
 * The records of a delimited text, one by one, with the lines they begin in. Slower than DuckDB: for what its messages leave
 * open, such as the line of a fault, and for headers.
 */

/** How quotes are read: doubled inside a quoted value (RFC 4180), escaped by a backslash, or as any other character. */
export type Quotes = 'doubled' | 'backslash' | 'none';

export interface RecordStyle {
  delimiter: string;
  quotes: Quotes;
}

export interface TextRecord {
  values: string[];
  /** Line in which it begins, from 1. */
  line: number;
  /** `behind`: text stands behind a closing quote. `open`: a quote is never closed. Nothing is read after a fault. */
  fault?: 'behind' | 'open';
}

/**
 * @param chunks of the text, without a byte order mark
 * @param take one record; returns true to stop. Empty lines are no records where a record has several values.
 */
export async function eachRecord(
  chunks: AsyncIterable<string> | Iterable<string>,
  style: RecordStyle,
  take: (record: TextRecord) => boolean,
): Promise<void> {
  const reader = recordReader(style, take);
  for await (const chunk of chunks) if (reader.next(chunk)) return;
  reader.end();
}

/** The records of a text that is held in memory. */
export function recordsOf(text: string, style: RecordStyle): TextRecord[] {
  const records: TextRecord[] = [];
  const reader = recordReader(style, (record) => {
    records.push(record);
    return false;
  });
  reader.next(text);
  reader.end();
  return records;
}

function recordReader(
  { delimiter, quotes }: RecordStyle,
  take: (record: TextRecord) => boolean,
): { next(text: string): boolean; end(): void } {
  let values: string[] = [];
  let value = '';
  let state: 'start' | 'plain' | 'quoted' | 'escaped' | 'quote' | 'behind' = 'start';
  let line = 1;
  let from = 1;
  let last = '';
  /** The end of a chunk that may be the beginning of a delimiter. */
  let rest = '';
  let done = false;
  /** Characters that mean nothing but themselves, inside quotes and outside. */
  const run = new RegExp(`[^"\\r\\n\\\\ \\u{${(delimiter.codePointAt(0) as number).toString(16)}}]+`, 'uy');

  const endValue = () => {
    values.push(value);
    value = '';
    state = 'start';
  };
  const endRecord = (fault?: TextRecord['fault']) => {
    endValue();
    done = take({ values, line: from, ...(fault && { fault }) }) || fault !== undefined;
    values = [];
  };
  const endLine = () => {
    if (values.length > 0 || value !== '' || state !== 'start') endRecord();
    from = line;
  };

  function character(c: string): void {
    if (state === 'escaped') {
      // What no quote and no backslash follows is a backslash like any other.
      value += c === '"' || c === '\\' ? c : `\\${c}`;
      state = 'quoted';
    } else if (state === 'quoted') {
      if (c === '"') state = 'quote';
      else if (c === '\\' && quotes === 'backslash') state = 'escaped';
      else value += c;
    } else if (state === 'quote' && c === '"' && quotes === 'doubled') {
      value += c;
      state = 'quoted';
    } else if (state === 'quote' || state === 'behind') {
      if (c === ' ') state = 'behind';
      else endRecord('behind');
    } else if (c === '"' && quotes !== 'none' && state === 'start') {
      value = '';
      state = 'quoted';
    } else {
      value += c;
      if (c !== ' ') state = 'plain';
    }
  }

  return {
    next(chunk) {
      const text = rest + chunk;
      rest = '';
      for (let i = 0; i < text.length && !done; i++) {
        run.lastIndex = i;
        const [plain] = state === 'plain' || state === 'quoted' ? (run.exec(text) ?? []) : [];
        if (plain !== undefined) {
          value += plain;
          last = '';
          i += plain.length - 1;
          continue;
        }
        const c = text[i] as string;
        const newLine = c === '\r' || (c === '\n' && last !== '\r');
        if (newLine) line++;
        const inside = state === 'quoted' || state === 'escaped';
        if (!inside && (c === '\n' || c === '\r')) {
          if (newLine) endLine();
          else from = line;
        } else if (!inside && text.startsWith(delimiter, i)) {
          endValue();
          i += delimiter.length - 1;
        } else if (!inside && i + delimiter.length > text.length && delimiter.startsWith(text.slice(i))) {
          rest = text.slice(i);
          return done;
        } else character(c);
        last = c;
      }
      return done;
    },
    end() {
      if (done) return;
      for (const c of rest) character(c);
      if (state === 'quoted' || state === 'escaped') endRecord('open');
      else endLine();
    },
  };
}
