/** What is wrong with an expression, and where in its text. */
export class ExpressionError extends Error {
  /** First offending character, 0-based, in UTF-16 units of the expression. */
  readonly offset: number;
  /** Offending characters; 0 at the end of the text. */
  readonly length: number;

  constructor(message: string, offset: number, length: number) {
    super(message);
    this.name = 'ExpressionError';
    this.offset = offset;
    this.length = length;
  }
}
