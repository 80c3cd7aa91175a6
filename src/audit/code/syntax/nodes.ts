/** Python as the audit reads it: expressions and statements as plain objects, without punctuation and without what is broken. */

/** A statement at the top of a file. Places inside count from its start, so that it can be kept while lines above it change. */
export interface Unit {
  /** Where it starts in the text. */
  base: number;
}

export interface Place {
  unit: Unit;
  from: number;
  to: number;
}

export interface Argument {
  name?: string;
  /** 1 for `*args`, 2 for `**options`. */
  stars?: 1 | 2;
  value: Expression;
}

export interface Parameter {
  name: string;
  stars?: 1 | 2;
  default?: Expression;
}

/** `for target in over if …`. */
export interface Clause {
  target: Expression;
  over: Expression;
  conditions: Expression[];
}

export type ExpressionShape =
  | { kind: 'name'; id: string }
  /** `undefined`: a constant whose value does not matter. */
  | { kind: 'constant'; value: string | number | boolean | null | undefined }
  | { kind: 'attribute'; object: Expression; name: string; nameFrom: number }
  | { kind: 'subscript'; object: Expression; index: Expression[] }
  | { kind: 'slice'; low?: Expression; high?: Expression; step?: Expression }
  | { kind: 'call'; callee: Expression; args: Argument[] }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'compare'; operator: string; left: Expression; right: Expression }
  | { kind: 'logic'; operator: string; left: Expression; right: Expression }
  | { kind: 'unary'; operator: string; value: Expression }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'tuple'; items: Expression[] }
  | { kind: 'set'; items: Expression[] }
  | { kind: 'dictionary'; entries: { key?: Expression; value: Expression }[] }
  | { kind: 'lambda'; parameters: Parameter[]; body: Expression }
  | {
      kind: 'comprehension';
      shape: 'list' | 'set' | 'dictionary';
      element: Expression;
      value?: Expression;
      clauses: Clause[];
    }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'star'; value: Expression }
  | { kind: 'walrus'; target: Expression; value: Expression }
  | { kind: 'yield'; value?: Expression }
  /** An f-string, or anything that is only the sum of its parts. */
  | { kind: 'parts'; parts: Expression[] };

export type Expression = Place & ExpressionShape;
export type ExpressionOf<K extends ExpressionShape['kind']> = Extract<Expression, { kind: K }>;

export interface FunctionShape {
  kind: 'function';
  name: string;
  parameters: Parameter[];
  body: Statement[];
  decorators: Expression[];
}

export type StatementShape =
  | { kind: 'assign'; targets: Expression[]; value: Expression }
  | { kind: 'update'; target: Expression; operator: string; value: Expression }
  | { kind: 'expression'; value: Expression }
  | { kind: 'return'; value?: Expression }
  | { kind: 'if'; branches: { test: Expression; body: Statement[] }[]; otherwise: Statement[] }
  | { kind: 'for'; target: Expression; over: Expression; body: Statement[]; otherwise: Statement[] }
  | { kind: 'while'; test: Expression; body: Statement[]; otherwise: Statement[] }
  | { kind: 'try'; bodies: Statement[][] }
  | { kind: 'with'; items: { value: Expression; target?: Expression }[]; body: Statement[] }
  | { kind: 'class'; name: string; bases: Expression[]; body: Statement[] }
  | { kind: 'import'; names: { path: string; as: string }[] }
  | { kind: 'delete'; targets: Expression[] }
  | { kind: 'leave'; how: 'break' | 'continue' | 'raise' }
  | FunctionShape;

export type Statement = Place & StatementShape;
export type StatementOf<K extends StatementShape['kind']> = Extract<Statement, { kind: K }>;

/** Where a place starts in the text. */
export const startOf = ({ unit, from }: Place): number => unit.base + from;
export const endOf = ({ unit, to }: Place): number => unit.base + to;
