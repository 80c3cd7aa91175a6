import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  ExpressionError,
  parseExpression,
  parseLabel,
  toSql,
} from '../../../src/specfile/expression.ts';

const sql = (text: string): string => toSql(parseExpression(text));

function failure(text: string): ExpressionError {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('expressions as SQL', () => {
  it.each([
    ['click', '"click"'],
    ['like', '"like"'],
    ['select', '"select"'],
    ['true', 'true'],
    ['"a ""b"" c"', '"a ""b"" c"'],
    ['`a ``b`` "c"`', '"a `b` ""c"""'],
    ['größe > 1', '("größe" > 1)'],
    ['rating >= 4', '("rating" >= 4)'],
    ['a == 1 AND b != 2 Or c <> 3', '((("a" = 1) and ("b" <> 2)) or ("c" <> 3))'],
    ['a or b and not c = d', '("a" or ("b" and (not ("c" = "d"))))'],
    ['not not a', '(not (not "a"))'],
    ['1 + 2 * 3 - 4 / 5 % 6', '((1 + (2 * 3)) - ((4 / 5) % 6))'],
    ['(1 + 2) * 3', '((1 + 2) * 3)'],
    ['- - 1 < +a', '((- (- 1)) < (+ "a"))'],
    ['.5 + 1. + 2e3 + 1.5E-3', '(((.5 + 1.) + 2e3) + 1.5E-3)'],
    ["a = 'it''s'", `("a" = 'it''s')`],
    ["a = 'x\\'", `("a" = 'x\\')`],
    ["a = '-- no comment; drop'", `("a" = '-- no comment; drop')`],
    ['a between 1 and 2 and b', '(("a" between 1 and 2) and "b")'],
    ['a not between 1 and 2', '(not ("a" between 1 and 2))'],
    ["a in (1, -2, 'x')", `("a" in (1, (- 2), 'x'))`],
    ['a not in (null)', '(not ("a" in (null)))'],
    ['a is null or b is not null', '(("a" is null) or (not ("b" is null)))'],
    ["title like 'a%'", `("title" like 'a%')`],
    ["title not like 'a%'", `(not ("title" like 'a%'))`],
    ['ABS(a - b) < 2', '(abs(("a" - "b")) < 2)'],
    ['coalesce(a, b, 0) = 1', '(coalesce("a", "b", 0) = 1)'],
    ['round(a, 1) = least(1, 2)', '(round("a", 1) = least(1, 2))'],
    ['select > 3', '("select" > 3)'],
    ['(from + 1) > 3', '(("from" + 1) > 3)'],
    ['abs + 1', '("abs" + 1)'],
    ['a\n\t>\r\n1', '("a" > 1)'],
  ])('%s', (text, expected) => {
    expect(sql(text)).toBe(expected);
  });

  it('quotes with the engine’s own quotes', () => {
    expect(toSql(parseExpression('a + "b c"'), (name) => `[${name}]`)).toBe('([a] + [b c])');
  });

  it('names its columns in order, once', () => {
    expect(
      columnsOf(parseExpression('b > 1 and a in (b, c) or abs(d) between e and -f or g is null')),
    ).toEqual(['b', 'a', 'c', 'd', 'e', 'f', 'g']);
    expect(columnsOf(parseExpression('1 = 1'))).toEqual([]);
  });

  it('knows the place of each part', () => {
    expect(parseExpression(' a >= 10')).toEqual({
      kind: 'binary',
      operator: '>=',
      left: { kind: 'column', name: 'a', offset: 1, length: 1 },
      right: { kind: 'number', text: '10', offset: 6, length: 2 },
      offset: 1,
      length: 7,
    });
  });
});

describe('refusals', () => {
  it.each([
    ['(select 1)', 'a label expression cannot hold a subquery', 'select'],
    ['a in (SELECT x from t)', 'a label expression cannot hold a subquery', 'SELECT'],
    ['exists (select 1)', 'a label expression cannot hold a subquery', 'select'],
    ['(select * from t)', 'a label expression cannot hold a subquery', 'select'],
    ['(with x as (select 1) select 1)', 'a label expression cannot hold a subquery', 'with'],
    ["(from 'secret.csv')", 'a label expression cannot hold a subquery', 'from'],
    ['(values (1))', 'a label expression cannot hold a subquery', 'values'],
    ['select a from t', 'a label expression cannot hold a statement (`select`)', 'select'],
    ['select * from t', 'a label expression cannot hold a statement (`select`)', 'select'],
    ["copy t to 'x'", 'a label expression cannot hold a statement (`copy`)', 'copy'],
    ['a; b', 'a label expression cannot hold a statement (`;`)', ';'],
    ['a -- b', 'a label expression cannot hold a comment (`--`)', '--'],
    ['a /* b */', 'a label expression cannot hold a comment (`/*`)', '/*'],
    ['a # b', 'a label expression cannot hold a comment (`#`)', '#'],
    [
      "read_text('/etc/passwd')",
      'a label expression cannot read files: the function `read_text` is not allowed',
      'read_text',
    ],
    [
      "parquet_scan('x') > 1",
      'a label expression cannot read files: the function `parquet_scan` is not allowed',
      'parquet_scan',
    ],
    [
      "getenv('HOME') = 1",
      'a label expression cannot read files: the function `getenv` is not allowed',
      'getenv',
    ],
    ['cast(a as int)', 'a label expression cannot hold a cast (`cast`)', 'cast'],
    ['a::int', 'a label expression cannot hold a cast (`::`)', '::'],
    [
      'absolute(a)',
      'a label expression cannot call `absolute`; allowed are abs, ceil, coalesce, floor, greatest, least, length, lower, round, upper',
      'absolute',
    ],
    ['avg(a)', /^a label expression cannot call `avg`; allowed are /, 'avg'],
    ['lenght(a)', 'a label expression cannot call `lenght`; did you mean `length`?', 'lenght'],
    ['constructor(a)', /^a label expression cannot call `constructor`/, 'constructor'],
    ['abs(a, b)', '`abs` takes 1 value, found 2', 'abs(a, b)'],
    ['round(a, 1, 2)', '`round` takes 1 to 2 values, found 3', 'round(a, 1, 2)'],
    ['abs()', 'unexpected `)`; expected a column, a number or a text', ')'],
    ['case when a then 1 end', 'a label expression cannot hold `case`', 'case'],
    ['a || b', 'a label expression cannot join texts (`||`)', '||'],
    ['a && b', 'a label expression cannot hold `&&`; write `and`', '&&'],
    ['!a', 'a label expression cannot hold `!`; write `not`', '!'],
    [
      'a.b.?c > 1',
      'a label expression cannot hold a dot between other characters; write a column of such a name in quotes, "a.1"',
      '.',
    ],
    ['a[1]', /cannot hold a list/, '['],
    ['a = ?', /cannot hold a parameter/, '?'],
    ['a = $1', /cannot hold a parameter/, '$'],
    ['a @ b', 'a label expression cannot hold "@"', '@'],
    ['a = 😀', 'a label expression cannot hold "😀"', '😀'],
    ['a < b < c', 'a label expression cannot chain comparisons; join two of them with `and`', '<'],
    ['a = ', 'the expression ends too early; expected a column, a number or a text', ''],
    ['', 'a label expression cannot be empty', ''],
    ['  ', 'a label expression cannot be empty', ''],
    ['a b', 'unexpected `b`; write a column whose name has spaces in quotes, "a b"', 'b'],
    ['a 3', 'unexpected `3`', '3'],
    ['(a', 'the expression ends too early; expected `)`', ''],
    ['a)', 'unexpected `)`', ')'],
    ['a is 3', 'unexpected `3`; expected `null`', '3'],
    ['a between 1 or 2', 'unexpected `or`; expected `and`; a column called that needs quotes, "or"', 'or'],
    ['a in 3', 'unexpected `3`; expected a list in parentheses', '3'],
    ['a in (1', 'the expression ends too early; expected `,` or `)`', ''],
    ['a not 3', 'unexpected `3`; expected `between`, `in` or `like`', '3'],
    [
      'like = 1',
      'unexpected `like`; expected a column, a number or a text; a column called that needs quotes, "like"',
      'like',
    ],
    ["'open", "the quote ' is never closed", "'open"],
    ['"" = 1', 'a column name cannot be empty', '""'],
    ['"a\0" = 1', 'a label expression cannot hold a NUL character', '\0'],
    ['4x = 1', '`4x` is neither a number nor a column; write a column like that in quotes', '4x'],
  ])('%s', (text, message, mark) => {
    const error = failure(text);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(text.slice(error.offset, error.offset + error.length)).toBe(mark);
  });

  it('names the expression as the caller calls it', () => {
    expect(() => parseExpression('a; b', 'a weight')).toThrow('a weight cannot hold a statement (`;`)');
  });

  it('bounds length, nesting and chains', () => {
    expect(failure('a'.repeat(10_001)).message).toContain('longer than 10000 characters');
    expect(failure(`${'('.repeat(5000)}a${')'.repeat(4000)}`).message).toContain('nested more than 100 deep');
    expect(failure(`${'not '.repeat(2000)}a`).message).toContain('nested more than 100 deep');
    expect(failure(`a${' + 1'.repeat(600)}`).message).toContain('cannot chain more than 500 operators');
    expect(sql(`a in (${Array(2000).fill('1').join(',')})`)).toHaveLength(
      '("a" in ())'.length - 1 + 2000 * 3 - 1,
    );
  });
});

describe('parseLabel', () => {
  it.each([
    [
      `'star rating' >= 4`,
      `\`'star rating'\` is a text; the name of a column goes in double quotes: "star rating"`,
    ],
    [
      `4 <= 'star rating' and click = 1`,
      `\`'star rating'\` is a text; the name of a column goes in double quotes: "star rating"`,
    ],
    [`'a' between 1 and 5`, `\`'a'\` is a text; the name of a column goes in double quotes: "a"`],
    [`'click'`, `\`'click'\` is a text; the name of a column goes in double quotes: "click"`],
    ['1 = 1', 'a label must name a column'],
    ['true', 'a label must name a column'],
  ])('refuses %s', (text, message) => {
    expect(() => parseLabel(text)).toThrow(message);
  });

  it.each([
    `"star rating" >= 4`,
    `event = 'purchase'`,
    `event in ('buy', 'cart') and n > 3`,
    `rating >= '4'`,
    'like',
  ])('reads %s', (text) => {
    expect(parseLabel(text)).toMatchObject({ offset: 0 });
  });
});
