/** Moves a fit after the split: `X = scaler.fit_transform(X)` before `a, b, c, d = train_test_split(X, y)`. */
import { type Expression, type ExpressionOf, endOf, type Statement, startOf } from '../syntax/nodes.ts';
import { callTo, type Division, divisionOf, linesOf, mentions, standingAt, wordsOf } from './blocks.ts';
import type { Broken, CodeFix } from './broken.ts';

export function fitFix({ text, from, statements }: Broken): CodeFix | undefined {
  if (!text.startsWith('fit_transform', from)) return undefined;
  const standing = standingAt(statements, from);
  if (standing === undefined) return undefined;
  const { block, at } = standing;
  const fit = callTo(block[at]!);
  const next = block.findIndex((statement, i) => i > at && divisionOf(statement) !== undefined);
  const division = divisionOf(block[next]);
  if (fit === undefined || division === undefined) return undefined;
  const { name: made, call } = fit;
  const { callee, args } = call;
  if (
    callee.kind !== 'attribute' ||
    callee.name !== 'fit_transform' ||
    startOf(callee) + callee.nameFrom - callee.from !== from
  )
    return undefined;
  const [given, label] = args.map(({ value }) => value);
  const isPlain =
    args.length <= 2 && args.every(({ name, stars }) => name === undefined && stars === undefined);
  if (!isPlain || given === undefined) return undefined;
  const part = partOf(division, made);
  const labels =
    label === undefined ? undefined : label.kind === 'name' ? partOf(division, label.id) : undefined;
  if (part === undefined || (label !== undefined && labels === undefined)) return undefined;
  const source = wordsOf(text, given);
  const step = stepOf(text, callee.object);
  const [lines, places] = [linesOf(text, block[at]!), linesOf(text, division.statement)];
  if (step === undefined || lines === undefined || places === undefined || source.includes('\n'))
    return undefined;
  if (isReadElsewhere(text, made, source, block[at]!, division)) return undefined;
  const between = text.slice(lines.to, places.from);
  if (step.made === undefined && mentions(between, step.name)) return undefined;
  if (mayChange(text, block.slice(at + 1, next), namesIn(source))) return undefined;
  const { indent } = places;
  const more = labels === undefined ? '' : `, ${labels.train}`;
  const feed = text.includes('\r\n') ? '\r\n' : '\n';
  const end = endOf(division.statement);
  const added = [
    ...(step.made === undefined ? [] : [`${step.name} = ${step.made}`]),
    `${part.train} = ${step.name}.fit_transform(${part.train}${more})`,
    `${part.test} = ${step.name}.transform(${part.test})`,
  ];
  return {
    title: 'Move the fit after the split',
    edits: [
      { from: lines.from, to: lines.to, text: '' },
      ...(made === source ? [] : [{ from: startOf(part.whole), to: endOf(part.whole), text: source }]),
      { from: end, to: end, text: added.map((line) => `${feed}${indent}${line}`).join('') },
    ],
  };
}

const namesIn = (source: string): string[] => source.match(/[A-Za-z_]\w*/g) ?? [];

/** Whether statements may give one of the names another value. */
function mayChange(text: string, statements: readonly Statement[], names: readonly string[]): boolean {
  return statements.some((statement) => {
    if (statement.kind !== 'assign' && statement.kind !== 'import' && statement.kind !== 'expression')
      return true;
    if (/\binplace\b|\.(pop|insert|update|append|sort|fill_?|shuffle)\(/.test(wordsOf(text, statement)))
      return true;
    const targets = statement.kind === 'assign' ? statement.targets : [];
    return targets.some((target) => namesIn(wordsOf(text, target)).some((name) => names.includes(name)));
  });
}

const partOf = (division: Division, name: string): Division['parts'][number] | undefined =>
  division.parts.find(({ whole }) => whole.kind === 'name' && whole.id === name);

/** Whether another line needs what is transformed. */
function isReadElsewhere(
  text: string,
  made: string,
  source: string,
  fit: Statement,
  { statement, call, parts }: Division,
): boolean {
  const after = text.slice(endOf(statement));
  const between = text.slice(endOf(fit), startOf(statement));
  const options = call.args.filter(({ name }) => name !== undefined).map(({ value }) => wordsOf(text, value));
  const times = parts.filter(({ whole }) => mentions(wordsOf(text, whole), made)).length;
  const isUsed = [between, after, ...options].some((words) => mentions(words, made));
  const isNewPart = parts.some(({ train, test }) =>
    [train, test].some((name) => [made, ...namesIn(source)].includes(name)),
  );
  const isKnownBefore = !namesIn(source).includes(made) && mentions(text.slice(0, startOf(fit)), made);
  return isUsed || isNewPart || isKnownBefore || times !== 1;
}

/** What is fitted: a name, or an object that is made on the spot and gets one. */
function stepOf(text: string, object: Expression): { name: string; made?: string } | undefined {
  if (object.kind === 'name') return { name: object.id };
  if (object.kind !== 'call') return undefined;
  const type = typeOf(object);
  const words = type?.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]+/g);
  if (words === null || words === undefined) return undefined;
  const base = words.at(-1)!.toLowerCase();
  const name = [base, `fitted_${base}`].find((each) => !mentions(text, each));
  return name === undefined ? undefined : { name, made: wordsOf(text, object) };
}

const typeOf = ({ callee }: ExpressionOf<'call'>): string | undefined =>
  callee.kind === 'name' ? callee.id : callee.kind === 'attribute' ? callee.name : undefined;
