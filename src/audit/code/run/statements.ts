/** Statements, in order. */
import { columnNames, constant } from '../flow/machine.ts';
import { roleIn } from '../flow/names.ts';
import { NONE, union } from '../flow/taints.ts';
import { type ClassValue, type Data, like, makeData, Scope, type Value } from '../flow/values.ts';
import { chooses } from '../library/builtins.ts';
import { setColumns } from '../library/columns.ts';
import { combined } from '../library/combined.ts';
import { callRows } from '../library/splits.ts';
import { noteTime, sliced } from '../library/subsets.ts';
import type { Expression, FunctionShape, Statement, StatementOf } from '../syntax/nodes.ts';
import { put } from './calls.ts';
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

/** Whether a test of a parameter holds, where what was given for it is known: `if fit:`, `if scaler is None:`. */
function truth(r: Run, test: Expression): boolean | undefined {
  if (test.kind === 'unary' && test.operator === 'not') {
    const inner = truth(r, test.value);
    return inner === undefined ? undefined : !inner;
  }
  const name = test.kind === 'compare' ? test.left : test;
  if (name.kind !== 'name' || !r.scope.parameters.has(name.id)) return undefined;
  const value = r.scope.variables.get(name.id);
  if (value?.kind !== 'constant') {
    if (test.kind !== 'compare' || !isNone(test.right) || value === undefined)
      return test.kind === 'name' && value?.kind === 'estimator' ? true : undefined;
    return test.operator === 'is not' || test.operator === '!=';
  }
  if (value.value === undefined) return undefined;
  if (test.kind !== 'compare') return Boolean(value.value);
  if (test.right.kind !== 'constant' || test.right.value === undefined) return undefined;
  if (/^(is|==)$/.test(test.operator)) return value.value === test.right.value;
  return /^(is not|!=)$/.test(test.operator) ? value.value !== test.right.value : undefined;
}

const isNone = (node: Expression): boolean => node.kind === 'constant' && node.value === null;

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

export function assignTo(r: Run, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'name':
      r.scope.variables.set(target.id, called(r, target.id, value));
      return;
    case 'tuple':
    case 'list':
      unpack(r, target.items, value);
      return;
    case 'star':
      r.assign(target.value, value);
      return;
    case 'attribute': {
      const object = r.evaluate(target.object);
      if (object.kind === 'object') object.attributes.set(target.name, called(r, target.name, value));
      else if (object.kind === 'data' && object.rows !== undefined) {
        if (target.name !== 'columns' && target.name !== 'index') setColumns(r, object, [target.name], value);
      } else if (object.kind === 'estimator') object.options.set(target.name, value);
      return;
    }
    case 'subscript': {
      const object = r.evaluate(target.object);
      const values = target.index.map((part) =>
        part.kind === 'slice' ? constant(undefined) : r.evaluate(part),
      );
      assignItem(r, object, target.index, values, value);
      return;
    }
  }
}

/** What the name says of the value. */
function called(r: Run, name: string, value: Value): Value {
  if (value.kind === 'sequence' && value.items.length === 0) {
    const rows = r.asData(value)?.rows;
    const role = roleIn(name);
    if (rows !== undefined && role !== undefined) callRows(rows, role);
  }
  if (value.kind === 'data' && value.rows !== undefined && !value.isSummary && value.mask === undefined) {
    const role = roleIn(name);
    if (role !== undefined) callRows(value.rows, role);
    if (
      /^(time_?stamps?|dates?|datetimes?|times|ts)$/i.test(name) &&
      !value.isExpression &&
      value.predictions.length === 0
    )
      noteTime(r, value, [name]);
  }
  if (
    value.kind === 'data' &&
    value.name !== undefined &&
    !value.isSummary &&
    /^y(_|$)|^(labels?|targets?)$/i.test(name)
  )
    r.facts.labels.add(value.name);
  if (value.kind === 'data' && value.scores.length > 0) {
    const role = roleIn(name);
    if (role !== undefined)
      for (const { place } of value.scores) r.facts.claims.set(place.unit.base + place.from, role);
  }
  return value;
}

function unpack(r: Run, targets: readonly Expression[], value: Value): void {
  if (value.kind === 'sequence' && value.rest === undefined && value.items.length > 0) {
    const star = targets.findIndex(({ kind }) => kind === 'star');
    for (const [i, target] of targets.entries()) {
      const at = star >= 0 && i > star ? i - targets.length + value.items.length : i;
      r.assign(target, value.items[at] ?? constant(undefined));
    }
    return;
  }
  const data = value.kind === 'data' ? value : undefined;
  const isFresh =
    data?.rows !== undefined &&
    data.rows.bases.length === 0 &&
    data.rows.parts.length === 0 &&
    data.columns === undefined &&
    data.predictions.length === 0 &&
    r.loops === 0;
  for (const target of targets) {
    const role = isFresh && target.kind === 'name' ? roleIn(target.id) : undefined;
    if (role !== undefined) r.assign(target, makeData({ rows: r.root(data!.rows!.place ?? target, role) }));
    else if (data !== undefined) r.assign(target, like(data, { name: undefined }));
    else {
      const elements = r.elements(value);
      r.assign(target, elements.length === 0 ? constant(undefined) : elements.reduce((a, b) => r.join(a, b)));
    }
  }
}

function assignItem(
  r: Run,
  object: Value,
  index: readonly Expression[],
  values: readonly Value[],
  value: Value,
): void {
  const [first] = values;
  if (object.kind === 'dictionary') {
    const key = first?.kind === 'constant' ? first.value : undefined;
    if (key === undefined) object.rest = r.join(object.rest, value);
    else object.entries.set(String(key), value);
  } else if (object.kind === 'sequence') put(r, object, value);
  else if (object.kind === 'data') {
    const owner = object.accessor?.owner ?? object;
    const isLocated = object.accessor !== undefined || index.length > 1;
    const key = isLocated ? values[1] : first;
    const names = columnNames(key);
    if (isLocated || first?.kind === 'data') {
      const data = r.asData(value);
      filled(owner, values);
      const part =
        isLocated && first?.kind === 'data' && first.mask === undefined && first.rows !== undefined
          ? first.rows
          : owner.rows;
      weaken(owner, names, data);
      if (data !== undefined && data.predictions.length > 0) {
        owner.predictions = [...new Set([...owner.predictions, ...data.predictions])];
        owner.rows ??= data.rows;
      }
      if (data !== undefined && part !== undefined) r.facts.join(data, part);
      if (index[0]?.kind === 'slice') sliced(r, owner, index[0]);
    } else setColumns(r, owner, first?.kind === 'columns' ? undefined : names, value);
  }
}

/** `matrix[users, items] = 1`: an empty matrix gets the rows that it is filled from. */
function filled(owner: Data, values: readonly Value[]): void {
  if (owner.rows !== undefined || owner.columns !== undefined) return;
  const key = values.find((value) => value.kind === 'data' && value.rows !== undefined && !value.isIndex);
  if (key?.kind !== 'data') return;
  owner.rows = key.rows;
  owner.isMatrix = true;
}

/** Some cells get other values; the rest keep their marks. */
function weaken(owner: Data, names: readonly string[] | undefined, data: Data | undefined): void {
  const taints = data?.taints ?? NONE;
  if (taints.length === 0) return;
  if (names === undefined) owner.taints = union(owner.taints, taints);
  for (const name of names ?? []) {
    owner.columns ??= new Map();
    owner.columns.set(name, union(owner.columns.get(name) ?? owner.taints, taints));
  }
}
