/** What is known of a test before anything runs: of parameters, and what was given for them. */
import type { Expression } from '../syntax/nodes.ts';
import type { Run } from './run.ts';

/** Whether a test of a parameter holds, where what was given for it is known: `if fit:`, `if scaler is None:`. */
export function truth(r: Run, test: Expression): boolean | undefined {
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
