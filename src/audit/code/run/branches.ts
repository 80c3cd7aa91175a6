/** Branches and loops: both ways are gone, and turns are few. */
import { constant } from '../flow/machine.ts';
import type { Value } from '../flow/values.ts';
import { chooses } from '../library/builtins.ts';
import type { Statement, StatementOf } from '../syntax/nodes.ts';
import type { Run } from './run.ts';
import { truth } from './truth.ts';

/** Both ways are gone; what they leave is joined. */
export function choose(r: Run, node: StatementOf<'if'>): void {
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

export function loop(r: Run, node: StatementOf<'for'>): void {
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

export function repeat(r: Run, node: StatementOf<'while'>): void {
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
