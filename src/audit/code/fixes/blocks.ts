/** Where a statement stands: the block around it, and its lines. */
import {
  type Expression,
  type ExpressionOf,
  endOf,
  type Statement,
  type StatementOf,
  startOf,
} from '../syntax/nodes.ts';

/** A statement within the statements beside it. */
export interface Standing {
  readonly block: readonly Statement[];
  readonly at: number;
}

/** The innermost statement over an offset, unless a loop runs it again and again. */
export function standingAt(block: readonly Statement[], offset: number): Standing | undefined {
  const at = block.findIndex((each) => startOf(each) <= offset && offset < endOf(each));
  const statement = block[at];
  if (statement === undefined) return undefined;
  for (const body of bodiesOf(statement)) {
    const inside = standingAt(body, offset);
    if (inside !== undefined) return inside;
  }
  return isPlain(statement) ? { block, at } : undefined;
}

const isPlain = ({ kind }: Statement): boolean => kind === 'assign' || kind === 'expression';

function bodiesOf(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case 'function':
    case 'with':
      return [statement.body];
    case 'if':
      return [...statement.branches.map(({ body }) => body), statement.otherwise];
    default:
      return [];
  }
}

/** `x = f(…)` of one name. */
export function callTo(statement: Statement): { name: string; call: ExpressionOf<'call'> } | undefined {
  if (statement.kind !== 'assign' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  return target?.kind === 'name' && statement.value.kind === 'call'
    ? { name: target.id, call: statement.value }
    : undefined;
}

/** `a, b, c, d = train_test_split(x, y)`: its parts by what is split. Undefined for anything else. */
export interface Division {
  readonly statement: StatementOf<'assign'>;
  readonly call: ExpressionOf<'call'>;
  /** What is split, each with the names of its two parts. */
  readonly parts: readonly { whole: Expression; train: string; test: string }[];
}

export function divisionOf(statement: Statement | undefined): Division | undefined {
  if (statement?.kind !== 'assign' || statement.targets.length !== 1 || statement.value.kind !== 'call')
    return undefined;
  const [target] = statement.targets;
  const { callee, args } = statement.value;
  const called = callee.kind === 'name' ? callee.id : callee.kind === 'attribute' ? callee.name : '';
  if (called !== 'train_test_split' || (target?.kind !== 'tuple' && target?.kind !== 'list'))
    return undefined;
  const names = target.items.map((item) => (item.kind === 'name' ? item.id : undefined));
  const given = args.filter(({ name, stars }) => name === undefined && stars === undefined);
  const isWhole =
    names.length === 2 * given.length && new Set(names).size === names.length && !names.includes(undefined);
  if (!isWhole || args.some(({ stars }) => stars !== undefined)) return undefined;
  return {
    statement,
    call: statement.value,
    parts: given.map(({ value }, i) => ({ whole: value, train: names[2 * i]!, test: names[2 * i + 1]! })),
  };
}

export const mentions = (words: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(words);

export const wordsOf = (text: string, place: Parameters<typeof startOf>[0]): string =>
  text.slice(startOf(place), endOf(place));

/** The lines of a statement that stands alone on them: their bounds, and how far they are indented. */
export function linesOf(
  text: string,
  place: Parameters<typeof startOf>[0],
): { from: number; to: number; indent: string } | undefined {
  const from = text.lastIndexOf('\n', startOf(place) - 1) + 1;
  const end = text.indexOf('\n', endOf(place));
  const to = end < 0 ? text.length : end + 1;
  const indent = text.slice(from, startOf(place));
  const isAlone = /^[ \t]*$/.test(indent) && /^[ \t]*\r?\n?$/.test(text.slice(endOf(place), to));
  return isAlone ? { from, to, indent } : undefined;
}
