/** A place in a list of tokens: looking ahead, taking, and refusing with the exact place. */
import { KEYWORDS } from './allowed.ts';
import { ExpressionError } from './error.ts';
import type { Token } from './lexer.ts';

/** Nesting of parentheses, signs and `not`: far above any label, far below the stack. */
const MAX_NESTING = 100;

export class Cursor {
  /** How refusals begin, e.g. "a label expression". */
  readonly subject: string;
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  /** @param tokens end with a token of kind `end` */
  constructor(tokens: readonly Token[], subject: string) {
    this.tokens = tokens;
    this.subject = subject;
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]!;
  }

  /** The word `ahead` in lower case; undefined where no bare word stands. */
  word(ahead = 0): string | undefined {
    const token = this.peek(ahead);
    return token.kind === 'word' ? token.text.toLowerCase() : undefined;
  }

  symbol(ahead = 0): string | undefined {
    const token = this.peek(ahead);
    return token.kind === 'symbol' ? token.text : undefined;
  }

  advance(): void {
    this.at++;
  }

  takeSymbol(symbol: string): boolean {
    if (this.symbol() !== symbol) return false;
    this.at++;
    return true;
  }

  takeWord(word: string): boolean {
    if (this.word() !== word) return false;
    this.at++;
    return true;
  }

  /** Gives a node its place: from `start` to the last token read. */
  placed<T extends object>(node: T, start: Token): T & { offset: number; length: number } {
    return { ...node, offset: start.offset, length: this.end() - start.offset };
  }

  /** End of the last token read. */
  end(): number {
    const last = this.tokens[this.at - 1];
    return last === undefined ? 0 : last.offset + last.length;
  }

  /** Reads one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.depth > MAX_NESTING) this.refuse(`cannot be nested more than ${MAX_NESTING} deep`);
    const value = read();
    this.depth--;
    return value;
  }

  refuse(what: string, ahead = 0): never {
    const token = this.peek(ahead);
    throw new ExpressionError(`${this.subject} ${what}`, token.offset, token.length);
  }

  unexpected(expected?: string): never {
    const token = this.peek();
    const before = this.tokens[this.at - 1];
    const word = this.word();
    let hint = expected === undefined ? '' : `; expected ${expected}`;
    if (word !== undefined && KEYWORDS.has(word)) {
      hint += `; a column called that needs quotes, "${token.text}"`;
    } else if (expected === undefined && before?.kind === 'word' && word !== undefined) {
      hint = `; write a column whose name has spaces in quotes, "${before.text} ${token.text}"`;
    }
    const found = token.kind === 'end' ? 'the expression ends too early' : `unexpected \`${token.text}\``;
    throw new ExpressionError(found + hint, token.offset, token.length);
  }
}
