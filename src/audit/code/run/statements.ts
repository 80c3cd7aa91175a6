/** Statements, in order. */
import { constant } from '../flow/machine.ts';
import { type ClassValue, Scope, type Value } from '../flow/values.ts';
import { chooses } from '../library/builtins.ts';
import { combined } from '../library/combined.ts';
import type { Expression, FunctionShape, Statement, StatementOf } from '../syntax/nodes.ts';
import { put } from './calls.ts';
import { counted } from './growing.ts';
import type { Run } from './run.ts';
import { truth } from './truth.ts';

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

/** Both ways are gone; what they leave is joined. */
function choose(r: Run, node: StatementOf<'if'>): void {
  const { scope } = r;
  const before = scope.variables;
  const after: Map<string, Value>[] = [];
  let isOpen = node.otherwise.length === 0;
  for (const body of [...node.branches.map(({ body }) => body), ...(isOpen ? [] : [node.otherwise])]) {
    const branch = node.branches.find((each) => each.body === body);
    scope.variables = new Map(before);
    const known = branch === undefined ? undefined : truth(r, branch.test);
    if (known === false) continue;
    if (branch !== undefined) {
      const test = r.evaluate(branch.test);
      if (test.kind === 'data' && r.loops > 0 && keepsSomething(body))
        chooses(r, test.scores, 'the best one is kept');
    }
    r.execute(body);
    if (!r.isLeft) after.push(scope.variables);
    r.isLeft = false;
    if (known) {
      isOpen = false;
      break;
    }
  }
  if (node.branches.length === 1 && /__name__/.test(r.words(node.branches[0]!.test))) isOpen = false;
  if (isOpen) after.unshift(before);
  if (after.length === 0) {
    scope.variables = before;
    r.isLeft = true;
    return;
  }
  scope.variables = after.reduce((a, b) => joined(r, a, b));
}

function joined(r: Run, a: Map<string, Value>, b: Map<string, Value>): Map<string, Value> {
  for (const [name, value] of b) {
    const other = a.get(name);
    if (other !== value) a.set(name, r.join(other, value));
  }
  return a;
}

/** Whether a branch assigns, saves or leaves the loop. */
function keepsSomething(body: readonly Statement[]): boolean {
  return body.some(
    (statement) =>
      statement.kind === 'assign' ||
      (statement.kind === 'leave' && statement.how === 'break') ||
      (statement.kind === 'expression' &&
        statement.value.kind === 'call' &&
        statement.value.callee.kind === 'attribute' &&
        /save|append|dump|copy/.test(statement.value.callee.name)),
  );
}

/** Loops at the top are gone through twice, so that what the first turn leaves meets the next. */
function turns(r: Run, elements: readonly Value[]): readonly Value[] {
  return elements.length === 1 && r.loops === 1 ? [elements[0]!, elements[0]!] : elements;
}

function loop(r: Run, node: StatementOf<'for'>): void {
  const over = r.evaluate(node.over);
  r.loops++;
  const elements = r.elements(over);
  for (const element of turns(r, elements.length === 0 ? [constant(undefined)] : elements)) {
    r.assign(node.target, element);
    r.execute(node.body);
    r.isLeft = false;
  }
  r.loops--;
  r.execute(node.otherwise);
}

function repeat(r: Run, node: StatementOf<'while'>): void {
  r.loops++;
  for (let turn = 0; turn < 2; turn++) {
    const test = r.evaluate(node.test);
    if (test.kind === 'data') chooses(r, test.scores, 'the loop goes on by it');
    const before = new Map(r.scope.variables);
    r.execute(node.body);
    r.isLeft = false;
    r.scope.variables = joined(r, before, r.scope.variables); // the body may not be run at all
  }
  r.evaluate(node.test);
  r.loops--;
  r.execute(node.otherwise);
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
