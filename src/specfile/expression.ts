/**
 * The safe expression language of the spec: `rating >= 4`, `click = 1 and dwell_ms > 3000`. Text becomes a tree, and
 * only the tree becomes SQL, so that a spec can never run a statement, read a file or call what it should not.
 */

export { FUNCTIONS } from './expression/allowed.ts';
export type { BinaryOperator, Expression } from './expression/ast.ts';
export { ExpressionError } from './expression/error.ts';
export { parseLabel } from './expression/label.ts';
export { parseExpression } from './expression/parser.ts';
export { columnsOf, doubleQuoted, toSql } from './expression/render.ts';
