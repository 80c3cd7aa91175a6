/** Statements, in order. */
import { constant } from '../flow/machine.ts';
import { type ClassValue, Scope, type Value } from '../flow/values.ts';
import { combined } from '../library/combined.ts';
import type { Expression, FunctionShape, Statement, StatementOf } from '../syntax/nodes.ts';
import { choose, loop, repeat } from './branches.ts';
import { put } from './containers.ts';
import { counted } from './growing.ts';
import type { Run } from './run.ts';

export function executeAll(r: Run, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (r.isLeft) return;
    if (!r.step()) return;
    execute(r, statement);
  }
}

function execute(r: Run, node: Statement): void {
  switch (node.kind) {
    case 'assign': {
      r.purpose = purposeOf(node.targets[0]);
      const value = r.evaluate(node.value);
      r.purpose = '';
      for (const target of node.targets) r.assign(target, value);
      return;
    }
    case 'update':
      update(r, node);
      return;
    case 'expression':
      if (node.value.kind === 'call' && node.value.callee.kind === 'name' && node.value.callee.id === 'print')
        r.purpose = quoted(r.words(node.value));
      r.evaluate(node.value);
      r.purpose = '';
      return;
    case 'return':
      r.returned = r.join(r.returned, node.value === undefined ? constant(null) : r.evaluate(node.value));
      r.isLeft = true;
      return;
    case 'if':
      choose(r, node);
      return;
    case 'for':
      loop(r, node);
      return;
    case 'while':
      repeat(r, node);
      return;
    case 'try':
      for (const body of node.bodies) {
        r.execute(body);
        if (body !== node.bodies[0]) r.isLeft = false;
      }
      return;
    case 'with':
      inside(r, node);
      return;
    case 'import':
      for (const { path, as } of node.names)
        r.scope.variables.set(as, {
          kind: 'library',
          path: path.replace(/^cudf|^modin\.pandas|^dask\.dataframe/, 'pandas'),
        });
      return;
    case 'function':
      r.scope.variables.set(node.name, functionOf(r, node));
      return;
    case 'class':
      define(r, node);
      return;
    case 'leave':
      if (node.how === 'raise') r.isLeft = true;
      return;
    case 'delete':
      return;
  }
}

/** What is printed as it is. */
const quoted = (words: string): string =>
  (words.match(/(["'])(?:(?!\1).)*\1/g) ?? []).join(' ').replace(/\{[^}]*\}/g, ' ');

const purposeOf = (target: Expression | undefined): string =>
  target?.kind === 'name'
    ? target.id
    : target?.kind === 'attribute'
      ? target.name
      : target?.kind === 'tuple'
        ? purposeOf(target.items[0])
        : '';

function functionOf(r: Run, { name, parameters, body, decorators }: FunctionShape): Value {
  return {
    kind: 'function',
    name,
    parameters,
    body,
    scope: r.scope,
    decorators: decorators.map((decorator) => (decorator.kind === 'name' ? decorator.id : '')),
  };
}

function define(r: Run, node: StatementOf<'class'>): void {
  const outer = r.scope;
  const scope = new Scope(outer);
  const bases = node.bases.map((base) => r.evaluate(base));
  r.scope = scope;
  r.execute(node.body);
  r.scope = outer;
  const type: ClassValue = {
    kind: 'class',
    name: node.name,
    bases: node.bases.map((base) => r.words(base)),
    parents: bases.filter((base) => base.kind === 'class'),
    members: scope.variables,
  };
  for (const value of scope.variables.values()) if (value.kind === 'function') value.scope = outer;
  outer.variables.set(node.name, type);
}

function update(r: Run, node: StatementOf<'update'>): void {
  const [before, value] = [r.evaluate(node.target), r.evaluate(node.value)];
  if (node.target.kind === 'subscript' && counted(r, node.target, value, node)) return;
  if (before.kind === 'sequence') {
    for (const element of r.elements(value)) put(r, before, element);
    return;
  }
  const all = [r.asData(before), r.asData(value)].filter((data) => data !== undefined);
  if (all.length === 0) return;
  const isSet = before.kind === 'data' && before.isSummary && all.length > 1;
  r.assign(node.target, isSet ? combined(r, [all[0]!, all[1]!]) : combined(r, all));
}

function inside(r: Run, node: StatementOf<'with'>): void {
  const wasFrozen = r.isFrozen;
  for (const { value, target } of node.items) {
    if (/no_grad|inference_mode/.test(r.words(value))) r.isFrozen = true;
    const result = r.evaluate(value);
    if (target !== undefined) r.assign(target, result);
  }
  r.execute(node.body);
  r.isFrozen = wasFrozen;
}
