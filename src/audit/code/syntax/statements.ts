/** From the grammar's tree to statements. */
import { argumentsIn, expressionOf, listed, parametersIn, type Reader } from './expressions.ts';
import type { Expression, Statement, StatementShape } from './nodes.ts';
import { dividedBy, type Raw, withoutCommas } from './raw.ts';

export function statementsOf(parts: readonly Raw[], reader: Reader): Statement[] {
  return parts.flatMap((raw): Statement[] => {
    if (raw.name === 'StatementGroup') return statementsOf(raw.parts, reader);
    const shape = shapeOf(raw, reader);
    return shape === undefined ? [] : [{ unit: reader.unit, from: raw.from, to: raw.to, ...shape }];
  });
}

const bodyOf = (raw: Raw | undefined, reader: Reader): Statement[] =>
  raw === undefined ? [] : statementsOf(raw.parts, reader);

const isBody = ({ name }: Raw): boolean => name === 'Body';

function shapeOf(raw: Raw, reader: Reader): StatementShape | undefined {
  const { parts } = raw;
  const bodies = parts.filter(isBody);
  switch (raw.name) {
    case 'AssignStatement': {
      const sides = dividedBy(
        parts.filter(({ name }) => name !== 'TypeDef'),
        'AssignOp',
      );
      const value = sides.pop()!;
      if (sides.length === 0 || value.length === 0) return undefined;
      return {
        kind: 'assign',
        targets: sides.map((side) => listed(side, reader, raw)),
        value: listed(value, reader, raw),
      };
    }
    case 'UpdateStatement': {
      const at = parts.findIndex(({ name }) => name === 'UpdateOp');
      if (at < 1 || parts[at + 1] === undefined) return undefined;
      return {
        kind: 'update',
        target: expressionOf(parts[0]!, reader),
        operator: reader.words(parts[at]!).slice(0, -1),
        value: listed(parts.slice(at + 1), reader, raw),
      };
    }
    case 'ExpressionStatement':
      return { kind: 'expression', value: listed(parts, reader, raw) };
    case 'PrintStatement':
      return { kind: 'expression', value: listed(parts.slice(1), reader, raw) };
    case 'YieldStatement':
      return {
        kind: 'expression',
        value: {
          unit: reader.unit,
          from: raw.from,
          to: raw.to,
          kind: 'yield',
          value: listed(
            parts.filter(({ name }) => name !== 'yield' && name !== 'from'),
            reader,
            raw,
          ),
        },
      };
    case 'AssertStatement':
      return { kind: 'expression', value: listed(parts.slice(1, 2), reader, raw) };
    case 'ReturnStatement':
      return parts.length > 1
        ? { kind: 'return', value: listed(parts.slice(1), reader, raw) }
        : { kind: 'return' };
    case 'RaiseStatement':
      return { kind: 'leave', how: 'raise' };
    case 'BreakStatement':
      return { kind: 'leave', how: 'break' };
    case 'ContinueStatement':
      return { kind: 'leave', how: 'continue' };
    case 'DeleteStatement':
      return {
        kind: 'delete',
        targets: withoutCommas(parts.slice(1)).map((part) => expressionOf(part, reader)),
      };
    case 'IfStatement':
      return ifOf(raw, reader);
    case 'ForStatement': {
      const start = parts.findIndex(({ name }) => name === 'for');
      const at = parts.findIndex(({ name }) => name === 'in');
      const body = parts.findIndex(isBody);
      if (at < 0) return undefined;
      return {
        kind: 'for',
        target: listed(parts.slice(start + 1, at), reader, raw),
        over: listed(parts.slice(at + 1, body < 0 ? undefined : body), reader, raw),
        body: bodyOf(bodies[0], reader),
        otherwise: bodyOf(bodies[1], reader),
      };
    }
    case 'WhileStatement': {
      const test = parts[1];
      if (test === undefined || isBody(test)) return undefined;
      return {
        kind: 'while',
        test: expressionOf(test, reader),
        body: bodyOf(bodies[0], reader),
        otherwise: bodyOf(bodies[1], reader),
      };
    }
    case 'TryStatement':
      return { kind: 'try', bodies: bodies.map((body) => bodyOf(body, reader)) };
    case 'MatchStatement': {
      const clauses = parts.find(({ name }) => name === 'MatchBody')?.parts ?? [];
      return {
        kind: 'try',
        bodies: clauses.map(({ parts: inner }) => bodyOf(inner.find(isBody), reader)),
      };
    }
    case 'WithStatement':
      return withOf(raw, reader);
    case 'ClassDefinition': {
      const name = parts.find((part) => part.name === 'VariableName');
      if (name === undefined) return undefined;
      const list = argumentsIn(
        parts.find((part) => part.name === 'ArgList'),
        reader,
      );
      return {
        kind: 'class',
        name: reader.words(name),
        bases: list.filter((base) => base.name === undefined).map(({ value }) => value),
        body: bodyOf(bodies[0], reader),
      };
    }
    case 'FunctionDefinition':
      return functionOf(raw, reader, []);
    case 'DecoratedStatement': {
      const defined = parts.at(-1);
      if (defined?.name === 'FunctionDefinition') {
        return functionOf(
          defined,
          reader,
          parts.slice(0, -1).map((part) => decoratorOf(part, reader)),
        );
      }
      return defined === undefined || defined.name === 'Decorator' ? undefined : shapeOf(defined, reader);
    }
    case 'ImportStatement':
      return { kind: 'import', names: importsOf(raw, reader) };
    default:
      return undefined;
  }
}

/** The name behind `@`, with its dots. */
function decoratorOf(raw: Raw, reader: Reader): Expression {
  const id = reader.words(raw).replace(/^@/, '').replace(/\(.*/s, '').trim();
  return { unit: reader.unit, from: raw.from, to: raw.to, kind: 'name', id };
}

function functionOf(raw: Raw, reader: Reader, decorators: Expression[]): StatementShape | undefined {
  const name = raw.parts.find((part) => part.name === 'VariableName');
  if (name === undefined) return undefined;
  return {
    kind: 'function',
    name: reader.words(name),
    parameters: parametersIn(
      raw.parts.find((part) => part.name === 'ParamList'),
      reader,
    ),
    body: bodyOf(raw.parts.find(isBody), reader),
    decorators,
  };
}

function ifOf({ parts }: Raw, reader: Reader): StatementShape {
  const branches: { test: Expression; body: Statement[] }[] = [];
  let otherwise: Statement[] = [];
  for (const [i, part] of parts.entries()) {
    if (!isBody(part)) continue;
    const before = parts[i - 1]!;
    if (before.name === 'else') otherwise = bodyOf(part, reader);
    else branches.push({ test: expressionOf(before, reader), body: bodyOf(part, reader) });
  }
  return { kind: 'if', branches, otherwise };
}

function withOf(raw: Raw, reader: Reader): StatementShape {
  const at = raw.parts.findIndex(isBody);
  const start = raw.parts.findIndex(({ name }) => name === 'with') + 1;
  const items = dividedBy(raw.parts.slice(start, at < 0 ? undefined : at), ',').flatMap((group) => {
    const [value, , target] = group;
    if (value === undefined) return [];
    return [{ value: expressionOf(value, reader), ...(target && { target: expressionOf(target, reader) }) }];
  });
  return { kind: 'with', items, body: bodyOf(raw.parts[at], reader) };
}

/** `import a.b as c` gives `a.b` as `c`; `import a.b` gives `a` as `a`; `from a import b` gives `a.b` as `b`. */
function importsOf(raw: Raw, reader: Reader): { path: string; as: string }[] {
  const words = raw.parts
    .filter(({ name }) => name !== '(' && name !== ')')
    .map((part) => reader.words(part));
  const at = words[0] === 'from' ? words.indexOf('import') : 0;
  const prefix = at > 0 ? words.slice(1, at).join('') : '';
  const groups: string[][] = [[]];
  for (const word of words.slice(at + 1)) {
    if (word === ',') groups.push([]);
    else groups.at(-1)!.push(word);
  }
  return groups.flatMap((group) => {
    const alias = group.indexOf('as');
    const path = (alias < 0 ? group : group.slice(0, alias)).join('');
    if (path === '') return [];
    const whole = prefix === '' ? path : `${prefix}.${path}`;
    if (alias >= 0 && group[alias + 1] !== undefined) return [{ path: whole, as: group[alias + 1]! }];
    const head = path.split('.')[0]!;
    return prefix === '' ? [{ path: head, as: head }] : [{ path: whole, as: path }];
  });
}
