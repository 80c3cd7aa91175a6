/** The spec: what to evaluate, as users write it and as the core reads it. */
export { isSpecFile, looksLikeSpec, type SpecReference, specReference } from './detect.ts';
export {
  columnsOf,
  doubleQuoted,
  type Expression,
  ExpressionError,
  FUNCTIONS,
  parseExpression,
  toSql,
} from './expression.ts';
export { specHash } from './hash.ts';
export { momentMicroseconds } from './moments.ts';
export { type ParsedSpec, parseSpec } from './reading/parse.ts';
export type { SourcePosition, SourceRange } from './reading/positions.ts';
export type { SpecPath, SpecProblem, Suggestion } from './reading/problem.ts';
export * from './schema.ts';
