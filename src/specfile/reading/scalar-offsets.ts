/**
 * Where each character of a YAML scalar's value stands in the source. Quotes, escapes, folded lines and block
 * indentation lie between the two; an error inside a label expression must still point at the right characters.
 */

/** How a scalar is written, in the YAML library's words. */
export type ScalarStyle = 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED';

interface Piece {
  text: string;
  /** Offset and length in the source. */
  at: number;
  length: number;
}

/**
 * @param source the scalar as written, quotes or block header included
 * @param value what it means
 * @returns for each UTF-16 unit of `value`, and for its end, the offset in `source`; undefined when the two cannot be
 *   matched with certainty
 */
export function scalarOffsets(source: string, style: ScalarStyle, value: string): number[] | undefined {
  const pieces = style.startsWith('BLOCK') ? blockPieces(source) : flowPieces(source, style);
  const offsets: number[] = [];
  let read = 0;
  let end = 0;
  for (const { text, at, length } of pieces) {
    for (let i = 0; i < text.length && read < value.length; i++) {
      const same =
        text[i] === value[read] || (style === 'BLOCK_FOLDED' && text[i] === '\n' && value[read] === ' ');
      if (!same) return undefined;
      offsets.push(at);
      read++;
      end = at + length;
    }
  }
  if (read < value.length) return undefined;
  return [...offsets, end];
}

/** The lines under a block header without their indentation. */
function* blockPieces(source: string): Generator<Piece> {
  const header = source.indexOf('\n') + 1;
  const indent = /^(?:[ \t]*\r?\n)*( *)/.exec(source.slice(header))?.[1]?.length ?? 0;
  for (let at = header; header > 0 && at < source.length; ) {
    const newline = source.indexOf('\n', at);
    const next = newline < 0 ? source.length : newline + 1;
    let start = at;
    while (start < at + indent && source[start] === ' ') start++;
    for (let i = start; i < next; i++) {
      if (source[i] !== '\r') yield { text: source[i]!, at: i, length: 1 };
    }
    at = next;
  }
}

const FOLD = /[ \t]*\r?\n[ \t\r\n]*/y;
const ESCAPE = /\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[\s\S])/y;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

function* flowPieces(source: string, style: ScalarStyle): Generator<Piece> {
  const quoted = style !== 'PLAIN';
  const end = quoted ? source.length - 1 : source.length;
  for (let at = quoted ? 1 : 0; at < end; ) {
    FOLD.lastIndex = at;
    ESCAPE.lastIndex = at;
    const fold = FOLD.exec(source)?.[0];
    const escaped = style === 'QUOTE_DOUBLE' ? ESCAPE.exec(source)?.[0] : undefined;
    if (fold !== undefined) {
      const newlines = fold.split('\n').length - 1;
      yield { text: newlines === 1 ? ' ' : '\n'.repeat(newlines - 1), at, length: fold.length };
      at += fold.length;
    } else if (escaped !== undefined) {
      yield { text: meaning(escaped), at, length: escaped.length };
      at += escaped.length;
    } else {
      const length = style === 'QUOTE_SINGLE' && source.startsWith("''", at) ? 2 : 1;
      yield { text: source[at]!, at, length };
      at += length;
    }
  }
}

/** What a backslash and the characters behind it stand for. */
function meaning(escaped: string): string {
  const letter = escaped[1]!;
  if (escaped.length > 2) return String.fromCodePoint(Number.parseInt(escaped.slice(2), 16));
  return SIMPLE_ESCAPES[letter] ?? letter;
}
