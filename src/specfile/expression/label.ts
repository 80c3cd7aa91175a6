/** Labels that are well written and cannot be meant: without a column, or with a text in the place of one. */
import { children, type Expression } from './ast.ts';
import { ExpressionError } from './error.ts';
import { parseExpression } from './parser.ts';
import { columnsOf, doubleQuoted } from './render.ts';

type Text = Extract<Expression, { kind: 'string' }>;

/** @throws ExpressionError for what is no expression, or cannot be meant as a label */
export function parseLabel(label: string): Expression {
  const root = parseExpression(label);
  const parts = allOf(root);
  const without = columnsOf(root).length === 0;
  const text = parts.flatMap(besideNumbers)[0] ?? (without ? parts.find(isText) : undefined);
  if (text !== undefined) {
    const message = `\`'${text.value}'\` is a text; the name of a column goes in double quotes: ${doubleQuoted(text.value)}`;
    throw new ExpressionError(message, text.offset, text.length);
  }
  if (without) throw new ExpressionError('a label must name a column', root.offset, root.length);
  return root;
}

function isText(part: Expression): part is Text {
  return part.kind === 'string';
}

function allOf(root: Expression): Expression[] {
  const found: Expression[] = [];
  for (let level = [root]; level.length > 0; level = level.flatMap(children)) found.push(...level);
  return found;
}

/** Texts that stand where only a number can: `'star rating' >= 4`, `'star rating' * 2`. */
function besideNumbers(part: Expression): Text[] {
  const compares = part.kind === 'binary' || part.kind === 'between' || part.kind === 'in';
  const operands = compares ? children(part) : [];
  const columns = operands.some((operand) => columnsOf(operand).length > 0);
  if (columns || !operands.some(({ kind }) => kind === 'number')) return [];
  return operands.filter(isText).filter(({ value }) => !isNumber(value));
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
