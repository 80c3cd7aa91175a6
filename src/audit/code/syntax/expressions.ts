/** From the grammar's tree to expressions. What is missing or broken becomes the sum of what is left. */
import type { Argument, Clause, Expression, ExpressionShape, Parameter, Unit } from './nodes.ts';
import { dividedBy, type Raw } from './raw.ts';

export interface Reader {
  unit: Unit;
  /** The words of a part. */
  words: (raw: Raw) => string;
}

const WORDS_OF_OPERATORS = new Set([
  'in',
  'not',
  'is',
  'and',
  'or',
  'ArithOp',
  'BitOp',
  'CompareOp',
  'LogicOp',
]);
const PUNCTUATION = new Set(['(', ')', '[', ']', '{', '}', ',', ':', ';', '*', '**', 'async', '.']);

const inner = (raw: Raw): Raw[] => raw.parts.filter(({ name }) => !PUNCTUATION.has(name));

export function expressionOf(raw: Raw, reader: Reader): Expression {
  return place(raw, reader, shapeOf(raw, reader));
}

const place = (raw: Raw, { unit }: Reader, shape: ExpressionShape): Expression => ({
  unit,
  from: raw.from,
  to: raw.to,
  ...shape,
});

/** What stands between commas: the thing itself, or a tuple of several. */
export function listed(parts: readonly Raw[], reader: Reader, around: Raw): Expression {
  const items = starred(parts, reader);
  const commas = parts.some(({ name }) => name === ',');
  if (items.length === 1 && !commas) return items[0]!;
  const [first, last] = [items[0], items.at(-1)];
  return {
    ...place(around, reader, { kind: 'tuple', items }),
    ...(first && last && { from: first.from, to: last.to }),
  };
}

/** Items between commas, `*rest` among them. */
function starred(parts: readonly Raw[], reader: Reader): Expression[] {
  return dividedBy(parts, ',').flatMap((group) => {
    const value = group.find(({ name }) => !PUNCTUATION.has(name));
    if (value === undefined) return [];
    const item = expressionOf(value, reader);
    return group[0]!.name === '*' ? place(value, reader, { kind: 'star', value: item }) : item;
  });
}

function shapeOf(raw: Raw, reader: Reader): ExpressionShape {
  const read = (part: Raw | undefined): Expression =>
    part === undefined
      ? place(raw, reader, { kind: 'constant', value: undefined })
      : expressionOf(part, reader);
  const { parts } = raw;
  switch (raw.name) {
    case 'VariableName':
      return { kind: 'name', id: reader.words(raw) };
    case 'Number':
      return { kind: 'constant', value: Number(reader.words(raw).replaceAll('_', '')) };
    case 'String':
      return { kind: 'constant', value: textOf(reader.words(raw)) };
    case 'Boolean':
      return { kind: 'constant', value: reader.words(raw) === 'True' };
    case 'None':
      return { kind: 'constant', value: null };
    case 'MemberExpression':
      return memberOf(raw, reader);
    case 'CallExpression':
      return { kind: 'call', callee: read(parts[0]), args: argumentsIn(parts.find(isArguments), reader) };
    case 'ParenthesizedExpression':
      return read(inner(raw)[0]);
    case 'TupleExpression':
      return { kind: 'tuple', items: starred(parts.filter(isNotBracket), reader) };
    case 'ArrayExpression':
      return { kind: 'list', items: starred(parts.filter(isNotBracket), reader) };
    case 'SetExpression':
      return { kind: 'set', items: starred(parts.filter(isNotBracket), reader) };
    case 'DictionaryExpression':
      return { kind: 'dictionary', entries: entriesIn(parts, reader) };
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
      return comprehensionOf(parts.filter(isNotBracket), reader, 'list');
    case 'SetComprehensionExpression':
      return comprehensionOf(parts.filter(isNotBracket), reader, 'set');
    case 'DictionaryComprehensionExpression':
      return comprehensionOf(parts.filter(isNotBracket), reader, 'dictionary');
    case 'BinaryExpression':
      return binaryOf(raw, reader);
    case 'UnaryExpression': {
      const operator = parts[0] === undefined ? '' : reader.words(parts[0]);
      const value = read(parts[1]);
      if (operator === '-' && value.kind === 'constant' && typeof value.value === 'number') {
        return { kind: 'constant', value: -value.value };
      }
      return { kind: 'unary', operator, value };
    }
    case 'ConditionalExpression': {
      const [yes, test, no] = parts.filter(({ name }) => name !== 'if' && name !== 'else');
      return { kind: 'choice', yes: read(yes), test: read(test), no: read(no) };
    }
    case 'LambdaExpression':
      return {
        kind: 'lambda',
        parameters: parametersIn(
          parts.find(({ name }) => name === 'ParamList'),
          reader,
        ),
        body: read(parts.at(-1)),
      };
    case 'NamedExpression':
      return { kind: 'walrus', target: read(parts[0]), value: read(parts.at(-1)) };
    case 'AwaitExpression':
      return shapeOf(parts.at(-1) ?? raw, reader);
    case 'YieldExpression': {
      const rest = parts.filter(({ name }) => name !== 'yield' && name !== 'from');
      return rest.length > 0 ? { kind: 'yield', value: listed(rest, reader, raw) } : { kind: 'yield' };
    }
    default:
      return { kind: 'parts', parts: partsOf(raw, reader) };
  }
}

/** Expressions anywhere below: those of an f-string's braces, and what is left of broken code. */
function partsOf(raw: Raw, reader: Reader): Expression[] {
  return inner(raw).flatMap((part) => {
    if (/^(VariableName|Number|String|Boolean)$|Expression$/.test(part.name))
      return expressionOf(part, reader);
    return part.parts.length > 0 ? partsOf(part, reader) : [];
  });
}

const isArguments = ({ name }: Raw): boolean => name === 'ArgList';
const isNotBracket = ({ name }: Raw): boolean => !/^[()[\]{}]$/.test(name);

const PLAIN_STRING = /^[rRuUbB]{0,2}("""|'''|"|')([\s\S]*?)(?:\1)?$/;
const textOf = (words: string): string => PLAIN_STRING.exec(words)?.[2] ?? words;

function memberOf(raw: Raw, reader: Reader): ExpressionShape {
  const [first, mark, ...rest] = raw.parts;
  const object = first && expressionOf(first, reader);
  if (object === undefined || mark === undefined) return { kind: 'parts', parts: object ? [object] : [] };
  if (mark.name === '.') {
    const [name] = rest;
    if (name === undefined) return { kind: 'parts', parts: [object] };
    return { kind: 'attribute', object, name: reader.words(name), nameFrom: name.from };
  }
  const index = dividedBy(rest.filter(isNotBracket), ',')
    .filter((group) => group.length > 0)
    .map((group) => indexOf(group, reader));
  return { kind: 'subscript', object, index };
}

function indexOf(group: Raw[], reader: Reader): Expression {
  const whole = { ...group[0]!, to: group.at(-1)!.to };
  if (!group.some(({ name }) => name === ':')) return expressionOf(group.at(-1)!, reader);
  const [low, high, step] = dividedBy(group, ':').map(([part]) => part && expressionOf(part, reader));
  return place(whole, reader, {
    kind: 'slice',
    ...(low && { low }),
    ...(high && { high }),
    ...(step && { step }),
  });
}

export function argumentsIn(list: Raw | undefined, reader: Reader): Argument[] {
  if (list === undefined) return [];
  const parts = list.parts.filter(isNotBracket);
  if (parts.some(({ name }) => name === 'for')) {
    return [{ value: place(list, reader, comprehensionOf(parts, reader, 'list')) }];
  }
  return dividedBy(parts, ',').flatMap((group): Argument[] => {
    const last = group.at(-1);
    if (last === undefined || PUNCTUATION.has(last.name) || last.name === 'AssignOp') return [];
    const value = expressionOf(last, reader);
    if (group[0]!.name === '*') return [{ stars: 1, value }];
    if (group[0]!.name === '**') return [{ stars: 2, value }];
    const isNamed = group[1]?.name === 'AssignOp' && group[0]!.name === 'VariableName';
    return [isNamed ? { name: reader.words(group[0]!), value } : { value }];
  });
}

export function parametersIn(list: Raw | undefined, reader: Reader): Parameter[] {
  return dividedBy(list?.parts.filter(isNotBracket) ?? [], ',').flatMap((group): Parameter[] => {
    const name = group.find((part) => part.name === 'VariableName');
    if (name === undefined) return [];
    const assign = group.findIndex((part) => part.name === 'AssignOp');
    const given = assign < 0 ? undefined : group[assign + 1];
    const stars = group[0]!.name === '*' ? 1 : group[0]!.name === '**' ? 2 : undefined;
    return [
      {
        name: reader.words(name),
        ...(stars && { stars }),
        ...(given && { default: expressionOf(given, reader) }),
      },
    ];
  });
}

function entriesIn(parts: readonly Raw[], reader: Reader): { key?: Expression; value: Expression }[] {
  return dividedBy(parts.filter(isNotBracket), ',').flatMap((group) => {
    const last = group.at(-1);
    if (last === undefined || PUNCTUATION.has(last.name)) return [];
    const value = expressionOf(last, reader);
    return group[1]?.name === ':' ? [{ key: expressionOf(group[0]!, reader), value }] : [{ value }];
  });
}

/** `element for x in over if condition …`; of a dictionary two elements. */
function comprehensionOf(
  parts: readonly Raw[],
  reader: Reader,
  shape: 'list' | 'set' | 'dictionary',
): ExpressionShape {
  const start = parts.findIndex(({ name }) => name === 'for');
  const head = parts.slice(0, start < 0 ? parts.length : start).filter(({ name }) => !PUNCTUATION.has(name));
  if (head[0] === undefined) return { kind: 'parts', parts: [] };
  const [element, value] = head.map((part) => expressionOf(part, reader));
  const clauses = dividedBy(parts.slice(start), 'for').flatMap((group): Clause[] => {
    const at = group.findIndex(({ name }) => name === 'in');
    const [over, ...conditions] = group.slice(at + 1).filter(({ name }) => name !== 'if' && name !== ',');
    if (at <= 0 || over === undefined) return [];
    return [
      {
        target: listed(group.slice(0, at), reader, group[0]!),
        over: expressionOf(over, reader),
        conditions: conditions.map((part) => expressionOf(part, reader)),
      },
    ];
  });
  return { kind: 'comprehension', shape, element: element!, ...(value && { value }), clauses };
}

function binaryOf(raw: Raw, reader: Reader): ExpressionShape {
  const operators = raw.parts.filter(({ name }) => WORDS_OF_OPERATORS.has(name));
  const sides = raw.parts
    .filter((part) => !operators.includes(part))
    .map((part) => expressionOf(part, reader));
  const [left, right] = sides;
  if (left === undefined || right === undefined || operators[0] === undefined)
    return { kind: 'parts', parts: sides };
  const operator = operators.map((part) => reader.words(part)).join(' ');
  const { name } = operators[0];
  const kind =
    name === 'and' || name === 'or' ? 'logic' : name === 'ArithOp' || name === 'BitOp' ? 'binary' : 'compare';
  return { kind, operator, left, right };
}
