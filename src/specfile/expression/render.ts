/**
 * Writes an expression as SQL. Every operator is put in parentheses, every identifier goes through the caller's
 * quoting, every text is escaped: nothing of the user's text reaches the engine unread.
 */
import { children, type Expression } from './ast.ts';

/** Standard SQL: double quotes, doubled inside. */
export const doubleQuoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** @param quoteIdentifier returns a column name ready for the engine, quotes included */
export function toSql(
  expression: Expression,
  quoteIdentifier: (name: string) => string = doubleQuoted,
): string {
  const sql = (part: Expression): string => toSql(part, quoteIdentifier);
  switch (expression.kind) {
    case 'column':
      return quoteIdentifier(expression.name);
    case 'number':
      return expression.text;
    case 'string':
      return `'${expression.value.replaceAll("'", "''")}'`;
    case 'boolean':
      return expression.value ? 'true' : 'false';
    case 'null':
      return 'null';
    case 'unary':
      return `(${expression.operator} ${sql(expression.operand)})`;
    case 'binary':
      return `(${sql(expression.left)} ${expression.operator} ${sql(expression.right)})`;
    case 'between':
      return `(${sql(expression.value)} between ${sql(expression.low)} and ${sql(expression.high)})`;
    case 'in':
      return `(${sql(expression.value)} in (${expression.options.map(sql).join(', ')}))`;
    case 'is-null':
      return `(${sql(expression.value)} is null)`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(sql).join(', ')})`;
  }
}

/** Columns the expression reads, in order of appearance, each once. */
export function columnsOf(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'column') names.add(part.name);
    children(part).forEach(visit);
  };
  visit(expression);
  return [...names];
}
