import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { children, type Expression } from '../../../src/specfile/expression/ast.ts';
import {
  columnsOf,
  ExpressionError,
  FUNCTIONS,
  parseExpression,
  toSql,
} from '../../../src/specfile/expression.ts';

const RUNS = { numRuns: 2000, seed: 20251123 };

const WORDS = [
  ...[
    'rating',
    'click',
    '"a b"',
    '`c`',
    '"d""e"',
    '1',
    '2.5',
    '.5',
    '1e3',
    "'x'",
    "'it''s'",
    "'--;'",
    'null',
    'true',
  ],
  ...[
    '+',
    '-',
    '*',
    '/',
    '%',
    '=',
    '==',
    '!=',
    '<>',
    '<',
    '<=',
    '>',
    '>=',
    '(',
    ')',
    '(',
    ')',
    ',',
    'and',
    'or',
  ],
  ...[
    'not',
    'between',
    'in',
    'is',
    'like',
    'abs',
    'coalesce',
    'round',
    'least',
    'select',
    'from',
    'values',
    'with',
  ],
  ...[
    ';',
    '--',
    '/*',
    '*/',
    '::',
    '||',
    'read_csv',
    "read_text('/etc/passwd')",
    'cast',
    'as',
    'int',
    '$1',
    '?',
    '#',
    '\0',
  ],
  ...['"', "'", '`', '\\', '.', '[', ']', '{', '}', 'exists', 'case', 'when', '\n', '😀', '\u2028'],
];
const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' '));
const glued = fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join(''));

/** The written grammar of `toSql`, read by a second, separate recogniser: one token at a time, nothing else allowed. */
const OUTPUT =
  /^(?:"(?:[^"\0]|"")+"|'(?:[^'\0]|'')*'|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[(),]|<=|>=|<>|[-+*/%=<>]|[a-z]+| )/;
const ALLOWED = new Set(
  'true false null not and or between in is like'.split(' ').concat(Object.keys(FUNCTIONS)),
);

function outsideTheGrammar(sql: string): string | undefined {
  let previous = '';
  for (let rest = sql; rest !== ''; ) {
    const token = OUTPUT.exec(rest)?.[0];
    if (token === undefined) return rest;
    if (/^[a-z]/.test(token) && !ALLOWED.has(token)) return token;
    if ((previous + token).match(/^(--|\/\*|\*\/)$/)) return previous + token;
    previous = token;
    rest = rest.slice(token.length);
  }
  return undefined;
}

function bare(expression: Expression): unknown {
  return JSON.parse(
    JSON.stringify(expression, (key, value) => (key === 'offset' || key === 'length' ? undefined : value)),
  );
}

function check(text: string): void {
  let expression: Expression;
  try {
    expression = parseExpression(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionError);
    const { offset, length } = error as ExpressionError;
    if (length === 0) expect(offset).toBe(text.length);
    expect(text.slice(offset, offset + length)).toHaveLength(length);
    const cut = [...text.slice(0, offset), ...text.slice(offset)];
    expect(cut, 'no character is cut, and none is missing').toEqual([...text]);
    return;
  }
  const sql = toSql(expression);
  expect(outsideTheGrammar(sql)).toBeUndefined();
  expect(bare(parseExpression(sql))).toEqual(bare(expression));
  expect(toSql(parseExpression(sql))).toBe(sql);
}

const name = fc
  .string({ minLength: 1, maxLength: 6, unit: 'grapheme' })
  .filter((text) => !text.includes('\0'));
const expressions = fc.letrec<{ any: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    name.map((text) => `"${text.replaceAll('"', '""')}"`),
    name.map((text) => `'${text.replaceAll("'", "''")}'`),
    fc.nat().map(String),
    fc.constantFrom('true', 'false', 'null', 'plain', '3.25e-2'),
  ),
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(
        tie('any'),
        fc.constantFrom('+', '-', '*', '/', '%', '<', '>=', '<>', 'and', 'or', 'like'),
        tie('any'),
      )
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('any').map((a) => `(not ${a})`),
    tie('any').map((a) => `(- ${a})`),
    fc.tuple(tie('any'), fc.constantFrom('', 'not ')).map(([a, not]) => `(${a} is ${not}null)`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} between ${b} and ${c})`),
    fc
      .tuple(tie('any'), fc.array(tie('any'), { minLength: 1, maxLength: 3 }))
      .map(([a, list]) => `(${a} in (${list.join(', ')}))`),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((list) => `coalesce(${list.join(', ')})`),
  ),
}));

describe('label expressions', () => {
  it('random tokens either fail at a place, or give SQL of the grammar that reads back the same', () => {
    fc.assert(fc.property(soup, check), RUNS);
    fc.assert(fc.property(glued, check), RUNS);
  });

  it('random text never does more', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), check), RUNS);
  });

  it('every expression of the grammar is read, and reads back the same', () => {
    let accepted = 0;
    fc.assert(
      fc.property(expressions.any, (text) => {
        check(text);
        parseExpression(text);
        accepted++;
      }),
      { ...RUNS, numRuns: 500 },
    );
    expect(accepted).toBe(500);
  });

  it('names every column node, and no other', () => {
    fc.assert(
      fc.property(expressions.any, (text) => {
        const expression = parseExpression(text);
        const names: string[] = [];
        for (let level = [expression]; level.length > 0; level = level.flatMap(children)) {
          for (const node of level) if (node.kind === 'column') names.push(node.name);
        }
        expect(new Set(columnsOf(expression))).toEqual(new Set(names));
        expect(columnsOf(expression)).toHaveLength(new Set(names).size);
      }),
      { ...RUNS, numRuns: 300 },
    );
  });
});
