/**
 * Splits an expression into tokens. It knows exactly the characters of the grammar; whatever else SQL would give a
 * meaning to (comments, statements, casts, parameters) is refused here by name.
 */
import { ExpressionError } from './error.ts';

export interface Token {
  kind: 'word' | 'quoted' | 'number' | 'string' | 'symbol' | 'end';
  /** The word, identifier, number or symbol itself; a string's value without quotes. */
  text: string;
  offset: number;
  length: number;
}

const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** A dot joins the name of a record to that of a column inside it. */
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*/uy;
const SPACE = /[ \t\r\n]+/y;
const SYMBOLS = ['<=', '>=', '==', '!=', '<>', '<', '>', '=', '+', '-', '*', '/', '%', '(', ')', ','];
const REFUSED: readonly [start: string, what: string][] = [
  ['--', 'cannot hold a comment (`--`)'],
  ['/*', 'cannot hold a comment (`/*`)'],
  ['#', 'cannot hold a comment (`#`)'],
  [';', 'cannot hold a statement (`;`)'],
  ['::', 'cannot hold a cast (`::`)'],
  ['||', 'cannot join texts (`||`)'],
  ['&&', 'cannot hold `&&`; write `and`'],
  ['|', 'cannot hold `|`; write `or` for a choice'],
  ['&', 'cannot hold `&`; write `and` for both'],
  ['!', 'cannot hold `!`; write `not`'],
  ['?', 'cannot hold a parameter (`?`)'],
  ['$', 'cannot hold a parameter (`$`)'],
  ['[', 'cannot hold a list (`[`); write `in (…)` to test for several values'],
  ['.', 'cannot hold a dot between other characters; write a column of such a name in quotes, "a.1"'],
];

/** @throws ExpressionError at the first character that has no place in the grammar */
export function tokenize(text: string, subject: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: Token['kind'], value: string, length: number): void => {
    tokens.push({ kind, text: value, offset: at, length });
    at += length;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const character = text[at]!;
    const space = match(SPACE);
    const number = match(NUMBER);
    const word = match(WORD);
    if (space !== undefined) {
      at += space.length;
    } else if (number !== undefined) {
      push('number', number, number.length);
      if (match(WORD) !== undefined) {
        throw new ExpressionError(
          `\`${number}${match(WORD)}\` is neither a number nor a column; write a column like that in quotes`,
          at - number.length,
          number.length + (match(WORD)?.length ?? 0),
        );
      }
    } else if (word !== undefined) {
      push('word', word, word.length);
    } else if (character === "'" || character === '"' || character === '`') {
      const [value, length] = quoted(text, at, character, subject);
      push(character === "'" ? 'string' : 'quoted', value, length);
    } else {
      const refused = REFUSED.find(([start]) => text.startsWith(start, at));
      const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, at));
      const comment = refused !== undefined && refused[0].length > (symbol?.length ?? 0);
      if (refused !== undefined && comment) {
        throw new ExpressionError(`${subject} ${refused[1]}`, at, refused[0].length);
      }
      if (symbol === undefined) {
        const odd = String.fromCodePoint(text.codePointAt(at)!);
        throw new ExpressionError(`${subject} cannot hold ${JSON.stringify(odd)}`, at, odd.length);
      }
      push('symbol', symbol, symbol.length);
    }
  }
  push('end', '', 0);
  return tokens;
}

/** A quoted run that starts at `at`; the quote itself is written twice inside. Returns its value and its length. */
function quoted(text: string, at: number, quote: string, subject: string): [value: string, length: number] {
  let value = '';
  for (let i = at + 1; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\0') throw new ExpressionError(`${subject} cannot hold a NUL character`, i, 1);
    if (character !== quote) {
      value += character;
    } else if (text[i + 1] === quote) {
      value += quote;
      i++;
    } else if (value === '' && quote !== "'") {
      throw new ExpressionError('a column name cannot be empty', at, i + 1 - at);
    } else {
      return [value, i + 1 - at];
    }
  }
  throw new ExpressionError(`the quote ${quote} is never closed`, at, text.length - at);
}
