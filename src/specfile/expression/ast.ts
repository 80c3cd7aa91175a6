/** The tree of an expression. `offset` and `length` are the place in the expression's text. */

interface Place {
  offset: number;
  length: number;
}

export type BinaryOperator =
  | 'or'
  | 'and'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | 'like';

export type Expression =
  | (Place & { kind: 'column'; name: string })
  /** `text` is the number as written: digits, point, exponent. */
  | (Place & { kind: 'number'; text: string })
  | (Place & { kind: 'string'; value: string })
  | (Place & { kind: 'boolean'; value: boolean })
  | (Place & { kind: 'null' })
  | (Place & { kind: 'unary'; operator: '-' | '+' | 'not'; operand: Expression })
  | (Place & { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression })
  | (Place & { kind: 'between'; value: Expression; low: Expression; high: Expression })
  | (Place & { kind: 'in'; value: Expression; options: Expression[] })
  | (Place & { kind: 'is-null'; value: Expression })
  | (Place & { kind: 'call'; name: string; arguments: Expression[] });

/** The operands of a node, in the order they are written. */
export function children(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'in':
      return [expression.value, ...expression.options];
    case 'is-null':
      return [expression.value];
    case 'call':
      return expression.arguments;
    default:
      return [];
  }
}
