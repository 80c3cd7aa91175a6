/**
 * Reads a label expression: columns, literals, arithmetic, comparisons, `and`/`or`/`not`, `between`, `in`, `is null`,
 * `like` and a few pure functions. Recursive descent over a grammar that has no place for a subquery, a statement or a
 * function that could read a file; the refusals only give such attempts a better sentence.
 */
import { FUNCTIONS, KEYWORDS, QUERIES, STATEMENTS, whyNotCalled } from './allowed.ts';
import { type BinaryOperator, children, type Expression } from './ast.ts';
import { Cursor } from './cursor.ts';
import { ExpressionError } from './error.ts';
import { type Token, tokenize } from './lexer.ts';

const MAX_LENGTH = 10_000;
/** DuckDB refuses expressions deeper than 1,000 (`max_expression_depth`). */
const MAX_DEPTH = 500;
const COMPARISONS: ReadonlyMap<string | undefined, BinaryOperator> = new Map([
  ['=', '='],
  ['==', '='],
  ['!=', '<>'],
  ['<>', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

/**
 * @param subject names the expression at the head of refusals
 * @throws ExpressionError with the offending place
 */
export function parseExpression(text: string, subject = 'a label expression'): Expression {
  if (text.length > MAX_LENGTH) {
    throw new ExpressionError(`${subject} cannot be longer than ${MAX_LENGTH} characters`, MAX_LENGTH, 1);
  }
  const cursor = new Cursor(tokenize(text, subject), subject);
  const only = cursor.peek();
  if (only.kind === 'word' && cursor.peek(1).kind === 'end' && !isLiteral(only.text.toLowerCase())) {
    // A word alone is a column, even one called `like` or `select`.
    return { kind: 'column', name: only.text, offset: only.offset, length: only.length };
  }
  const expression = new Parser(cursor).whole();
  if (depthOf(expression) > MAX_DEPTH) {
    throw new ExpressionError(
      `${subject} cannot chain more than ${MAX_DEPTH} operators; use \`in (…)\``,
      0,
      text.length,
    );
  }
  return expression;
}

function depthOf(root: Expression): number {
  let depth = 0;
  for (let level = [root]; level.length > 0; level = level.flatMap(children)) depth++;
  return depth;
}

class Parser {
  private readonly cursor: Cursor;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  whole(): Expression {
    const { cursor } = this;
    if (cursor.peek().kind === 'end') cursor.refuse('cannot be empty');
    this.refuseStatement();
    const expression = this.disjunction();
    if (cursor.peek().kind !== 'end') cursor.unexpected();
    return expression;
  }

  private disjunction(): Expression {
    return this.chain(['or'], () => this.chain(['and'], () => this.negation()));
  }

  private negation(): Expression {
    const start = this.cursor.peek();
    if (!this.cursor.takeWord('not')) return this.comparison();
    const operand = this.cursor.nested(() => this.negation());
    return this.cursor.placed({ kind: 'unary', operator: 'not', operand }, start);
  }

  private comparison(): Expression {
    const { cursor } = this;
    const start = cursor.peek();
    const value = this.sum();
    const operator = COMPARISONS.get(cursor.symbol());
    if (operator !== undefined) {
      cursor.advance();
      const right = this.sum();
      if (COMPARISONS.has(cursor.symbol())) {
        cursor.refuse('cannot chain comparisons; join two of them with `and`');
      }
      return cursor.placed({ kind: 'binary', operator, left: value, right }, start);
    }
    if (cursor.takeWord('is')) {
      const negated = cursor.takeWord('not');
      if (!cursor.takeWord('null')) cursor.unexpected('`null`');
      return this.negate(negated, cursor.placed({ kind: 'is-null', value }, start));
    }
    const negated = cursor.takeWord('not');
    if (cursor.takeWord('between')) {
      const low = this.sum();
      if (!cursor.takeWord('and')) cursor.unexpected('`and`');
      const high = this.sum();
      return this.negate(negated, cursor.placed({ kind: 'between', value, low, high }, start));
    }
    if (cursor.takeWord('like')) {
      const right = this.sum();
      return this.negate(
        negated,
        cursor.placed({ kind: 'binary', operator: 'like', left: value, right }, start),
      );
    }
    if (cursor.takeWord('in')) {
      if (cursor.symbol() !== '(') cursor.unexpected('a list in parentheses');
      const options = this.list();
      return this.negate(negated, cursor.placed({ kind: 'in', value, options }, start));
    }
    if (negated) cursor.unexpected('`between`, `in` or `like`');
    return value;
  }

  private sum(): Expression {
    return this.chain(['+', '-'], () => this.chain(['*', '/', '%'], () => this.signed()));
  }

  private signed(): Expression {
    const { cursor } = this;
    const start = cursor.peek();
    const operator = (['-', '+'] as const).find((sign) => cursor.takeSymbol(sign));
    if (operator === undefined) return this.primary();
    const operand = cursor.nested(() => this.signed());
    return cursor.placed({ kind: 'unary', operator, operand }, start);
  }

  private primary(): Expression {
    const { cursor } = this;
    const token = cursor.peek();
    const word = cursor.word();
    if (cursor.symbol() === '(') {
      this.refuseQuery();
      cursor.advance();
      const inner = cursor.nested(() => this.disjunction());
      if (!cursor.takeSymbol(')')) cursor.unexpected('`)`');
      return inner;
    }
    const keyword = word !== undefined && KEYWORDS.has(word);
    if (word !== undefined && !keyword && cursor.symbol(1) === '(') return this.call(token, word);
    if (token.kind === 'symbol' || token.kind === 'end' || (keyword && !isLiteral(word))) {
      return cursor.unexpected('a column, a number or a text');
    }
    if (word === 'case' && cursor.word(1) !== undefined && !KEYWORDS.has(cursor.word(1) ?? '')) {
      cursor.refuse('cannot hold `case`');
    }
    cursor.advance();
    if (token.kind === 'number') return cursor.placed({ kind: 'number', text: token.text }, token);
    if (token.kind === 'string') return cursor.placed({ kind: 'string', value: token.text }, token);
    if (word === 'null') return cursor.placed({ kind: 'null' }, token);
    if (isLiteral(word)) return cursor.placed({ kind: 'boolean', value: word === 'true' }, token);
    return cursor.placed({ kind: 'column', name: token.text }, token);
  }

  private call(token: Token, name: string): Expression {
    const { cursor } = this;
    this.refuseQuery(1);
    const arity = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (arity === undefined) return cursor.refuse(whyNotCalled(name));
    cursor.advance();
    const values = this.list();
    const [least, most] = arity;
    if (values.length > most) {
      throw new ExpressionError(
        `\`${name}\` takes ${least === most ? most : `${least} to ${most}`} value${most === 1 ? '' : 's'}, found ${values.length}`,
        token.offset,
        cursor.end() - token.offset,
      );
    }
    return cursor.placed({ kind: 'call', name, arguments: values }, token);
  }

  /** `( a, b, … )`, at least one entry. */
  private list(): Expression[] {
    this.refuseQuery();
    this.cursor.advance();
    return this.cursor.nested(() => {
      const values = [this.disjunction()];
      while (this.cursor.takeSymbol(',')) values.push(this.disjunction());
      if (!this.cursor.takeSymbol(')')) this.cursor.unexpected('`,` or `)`');
      return values;
    });
  }

  /** Left-associative operators of one precedence. */
  private chain(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    const { cursor } = this;
    const start = cursor.peek();
    let left = operand();
    for (;;) {
      const operator = operators.find((op) => cursor.takeWord(op) || cursor.takeSymbol(op));
      if (operator === undefined) return left;
      const right = operand();
      left = cursor.placed({ kind: 'binary', operator, left, right }, start);
    }
  }

  private negate(negated: boolean, operand: Expression): Expression {
    if (!negated) return operand;
    return { kind: 'unary', operator: 'not', operand, offset: operand.offset, length: operand.length };
  }

  /** At (or `ahead` of) an opening parenthesis: a query behind it is a subquery. */
  private refuseQuery(ahead = 0): void {
    const word = this.cursor.word(ahead + 1);
    if (word !== undefined && QUERIES.has(word) && this.opensQuery(word, ahead + 2)) {
      this.cursor.refuse('cannot hold a subquery', ahead + 1);
    }
  }

  private refuseStatement(): void {
    const word = this.cursor.word();
    if (word !== undefined && STATEMENTS.has(word) && this.opensQuery(word, 1)) {
      this.cursor.refuse(`cannot hold a statement (\`${word}\`)`);
    }
  }

  /** What follows `word` tells the start of a query from a column of that name: `select a`, not `select > 3`. */
  private opensQuery(word: string, ahead: number): boolean {
    const symbol = this.cursor.symbol(ahead);
    if (symbol !== undefined) return symbol === '(' || (symbol === '*' && word === 'select');
    return this.cursor.peek(ahead).kind !== 'end' && !KEYWORDS.has(this.cursor.word(ahead) ?? '');
  }
}

function isLiteral(word: string | undefined): boolean {
  return word === 'true' || word === 'false' || word === 'null';
}
