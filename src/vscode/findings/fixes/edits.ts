/** Edits of texts that quick fixes make, on text alone, so that they are tested without an editor. Offsets count UTF-16 units. */

/** Characters of a list before an element: no list of names that people write is longer. */
const LONGEST_LIST = 20_000;

export interface TextEdit {
  from: number;
  to: number;
  text: string;
}

/**
 * The range to delete so that an element leaves its list: the element with its comma, and its line where nothing else is on
 * it. Undefined where it is not an element of a list of names, or its last.
 * @param from of the literal
 */
export function withoutElement(text: string, from: number, to: number): TextEdit | undefined {
  if (!isInList(text, from)) return undefined;
  const after = /^\s*(?:#[^\n]*\n\s*)*/.exec(text.slice(to))![0].length + to;
  if (text[after] === ',') {
    const lineStart = text.lastIndexOf('\n', from - 1) + 1;
    const rest = /^,[ \t]*(?:#[^\r\n]*)?(?:\r?\n)?/.exec(text.slice(after))![0];
    const alone = text.slice(lineStart, from).trim() === '' && rest.endsWith('\n');
    return alone
      ? { from: lineStart, to: after + rest.length, text: '' }
      : { from, to: after + 1 + /^[ \t]*/.exec(text.slice(after + 1))![0].length, text: '' };
  }
  const before = text.slice(0, from).trimEnd();
  // Alone, an empty list would be another program; so would what an operator goes on with.
  if (!before.endsWith(',') || text[after] !== ']') return undefined;
  return { from: before.length - 1, to, text: '' };
}

/** Whether what stands before is a list of literals and names, and not an index, a call, or a dictionary. */
function isInList(text: string, from: number): boolean {
  const head = text.slice(Math.max(0, from - LONGEST_LIST), from);
  const before = /([\w)\]"']?)[ \t]*\[((?:\s|,|[\w.]|"[^"\n]*"|'[^'\n]*'|#[^\n]*\n)*)$/.exec(head);
  if (before === null) return false;
  const [, owner = ''] = before;
  const word = /(\w+)[ \t]*$/.exec(head.slice(0, before.index + owner.length))?.[1];
  return owner === '' || (word !== undefined && /^(in|return|else|and|or|not|yield|lambda)$/.test(word));
}

/** The entry of a list in YAML, in either style. Undefined where it is the last one. @param from of the entry's value */
export function withoutEntry(text: string, from: number, to: number): TextEdit | undefined {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const dash = /^([ \t]*)-[ \t]+$/.exec(text.slice(lineStart, from));
  if (dash === null) return withoutFlowEntry(text, from, to);
  const [, indent = ''] = dash;
  const end = text.indexOf('\n', to);
  const next = end < 0 ? text.length : end + 1;
  const sibling = new RegExp(`^${indent}-[ \\t]`, 'm');
  const told = (line: string): boolean => line.trim() !== '' && !line.trim().startsWith('#');
  const below = text.slice(next).split('\n').find(told) ?? '';
  const above = text.slice(0, lineStart).split('\n').findLast(told) ?? '';
  return sibling.test(below) || isEntry(above, indent) ? { from: lineStart, to: next, text: '' } : undefined;
}

const isEntry = (line: string, indent: string): boolean =>
  new RegExp(`^${indent}(-[ \\t]|[ \\t]+)`).test(line);

function withoutFlowEntry(text: string, from: number, to: number): TextEdit | undefined {
  if (openBracket(text, from) !== '[') return undefined; // a key or a value of a mapping
  const after = /^\s*/.exec(text.slice(to))![0].length + to;
  if (text[after] === ',')
    return { from, to: after + 1 + /^\s*/.exec(text.slice(after + 1))![0].length, text: '' };
  const before = text.slice(0, from).trimEnd();
  return before.endsWith(',') ? { from: before.length - 1, to, text: '' } : undefined;
}

/** The nearest bracket before a place that is not closed before it. Brackets in texts count too: then no edit is offered. */
function openBracket(text: string, from: number): string | undefined {
  let closed = 0;
  for (let i = from - 1; i >= 0; i--) {
    const sign = text[i]!;
    if (sign === ']' || sign === '}') closed++;
    else if ((sign === '[' || sign === '{') && closed-- === 0) return sign;
  }
  return undefined;
}

/** Where a comment goes that ignores a finding of a line. `before` and `after` are what stands around the reason. */
export interface IgnorePlace {
  at: number;
  before: string;
  after: string;
}

/**
 * At the line's end; alone on the line above where the line goes on below, or a text in it does, or it has such a comment already.
 * @param line from 1
 */
export function ignorePlace(text: string, line: number, code: string): IgnorePlace {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const content = (lines[line - 1] ?? '').replace(/\r$/, '');
  const comment = `# lis: ignore[${code}] `;
  const opensText = ['"""', "'''"].some((quotes) => content.split(quotes).length % 2 === 0);
  const taken = /#\s*lis:\s*ignore\b/i.test(content);
  const goesOn = taken || /\\\s*$/.test(content) || opensText || /[|>][+-]?\d*\s*$/.test(content);
  if (!goesOn) return { at: start + content.trimEnd().length, before: `  ${comment}`, after: '' };
  return { at: start, before: `${/^\s*/.exec(content)![0]}${comment}`, after: '\n' };
}

/** A RecBole config that tests by one moment for all. Undefined where how it is written does not allow it. */
export function recboleByTime(text: string): TextEdit[] | undefined {
  const block = /^eval_args:[ \t]*(.*)$/m.exec(text);
  if (block === null) {
    const start = text === '' || text.endsWith('\n') ? '' : '\n';
    const written = `${start}eval_args: {split: {RS: [0.8, 0.1, 0.1]}, order: TO, group_by: none}\n`;
    return [{ from: text.length, to: text.length, text: written }];
  }
  const from = block.index + 'eval_args:'.length;
  const flow = (block[1] ?? '').trim().startsWith('{');
  const end = flow
    ? text.indexOf('\n', from)
    : from + (/^[^\n]*\n((?:[ \t]+[^\n]*\n?|[ \t]*\n)*)/.exec(text.slice(from))?.[0].length ?? 0);
  const body = text.slice(from, end < 0 ? text.length : end);
  const leavesOut = /\bLS['"]?\s*:/.test(body);
  if (leavesOut && setting(body, 'split', '') === undefined) return undefined; // written over several lines
  const edits = [
    setting(body, 'order', 'TO'),
    setting(body, 'group_by', 'none'),
    ...(leavesOut ? [setting(body, 'split', '{RS: [0.8, 0.1, 0.1]}')] : []),
  ];
  const missing = ['order: TO', 'group_by: none'].filter((_, i) => edits[i] === undefined);
  if (missing.length > 0 && flow) return undefined;
  const indent = /\n([ \t]+)\S/.exec(body)?.[1] ?? '  ';
  const inserted = missing.map((line) => `\n${indent}${line}`).join('');
  const at = from + body.replace(/\n[\s\S]*$/, '').length;
  return [
    ...edits.flatMap((edit) =>
      edit === undefined ? [] : [{ ...edit, from: edit.from + from, to: edit.to + from }],
    ),
    ...(inserted === '' ? [] : [{ from: at, to: at, text: inserted }]),
  ];
}

/** Gives a key of a mapping another value, a scalar or a flow mapping. */
function setting(body: string, key: string, value: string): TextEdit | undefined {
  const found = new RegExp(`(['"]?\\b${key}\\b['"]?[ \\t]*:[ \\t]*)(\\{[^{}\\n]*\\}|['"]?[\\w]+['"]?)`).exec(
    body,
  );
  if (found === null) return undefined;
  const from = found.index + found[1]!.length;
  return { from, to: from + found[2]!.length, text: value };
}
