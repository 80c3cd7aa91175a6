/** What expressions, statements and calls of the interpreter share. */
import type { Machine } from '../flow/machine.ts';
import type { FunctionValue, Scope, Value } from '../flow/values.ts';
import type { Expression, Place, Statement } from '../syntax/nodes.ts';

export interface Run extends Machine {
  scope: Scope;
  loops: number;
  isFrozen: boolean;
  purpose: string;
  /** What functions that are open return, join by join. */
  returned: Value | undefined;
  /** Whether the statements that follow are not reached. */
  isLeft: boolean;
  /** Function bodies that are open, and how often each was run. */
  readonly open: Set<unknown>;
  readonly runs: Map<unknown, number>;
  callers: readonly Place[];
  /** False once the work for a program has used up its steps. */
  step(): boolean;
  execute(statements: readonly Statement[]): void;
  assign(target: Expression, value: Value): void;
  run(callee: FunctionValue, given: import('../flow/machine.ts').Given, place: Place): Value;
}
