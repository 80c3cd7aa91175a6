/** Repairs that a line alone says how to make: a shift the other way, a plain window, filling forwards, a split without shuffling. */
import type { RuleCode } from '../rules/rule.ts';
import type { Broken, CodeFix } from './broken.ts';

/** How a line looks from where its finding starts; the group is what gets another text. */
const REPAIRS: readonly { code: RuleCode; pattern: RegExp; text: string; title: string }[] = [
  {
    code: 'LIS005',
    pattern: /^shift\(\s*(?:periods\s*=\s*)?(-)\s*\d+/,
    text: '',
    title: 'Shift the other way',
  },
  { code: 'LIS005', pattern: /^(bfill|backfill)\(/, text: 'ffill', title: 'Fill forwards' },
  { code: 'LIS005', pattern: /^(backward_fill)\(/, text: 'forward_fill', title: 'Fill forwards' },
  {
    code: 'LIS005',
    pattern: /^fillna\(\s*method\s*=\s*['"](bfill|backfill)['"]/,
    text: 'ffill',
    title: 'Fill forwards',
  },
  {
    code: 'LIS005',
    pattern: /^fill_null\(\s*strategy\s*=\s*['"](backward)['"]/,
    text: 'forward',
    title: 'Fill forwards',
  },
  {
    code: 'LIS005',
    pattern: /^rolling\w*\([^()\n]*?center\s*=\s*(True)/,
    text: 'False',
    title: 'End the window at the row',
  },
  { code: 'LIS005', pattern: /^(lead)\(/, text: 'lag', title: 'Take the row before' },
  {
    code: 'LIS005',
    pattern: /^(?:merge|join)_asof\([^()]*?(?:direction|strategy)\s*=\s*['"](forward|nearest)['"]/,
    text: 'backward',
    title: 'Match backwards',
  },
  {
    code: 'LIS005',
    pattern: /^(?:diff|pct_change)\(\s*(?:periods\s*=\s*)?(-)\s*\d+/,
    text: '',
    title: 'Compare with a row before',
  },
  {
    code: 'LIS005',
    pattern: /^lag\([^()\n]*,\s*(-)\s*\d+\s*\)/,
    text: '',
    title: 'Take the row before',
  },
  {
    code: 'LIS003',
    pattern: /^train_test_split\([^()\n]*?shuffle\s*=\s*(True)/,
    text: 'False',
    title: 'Split in the order of the rows',
  },
];

/** The repair of a finding that starts at an offset, if one of the table fits. */
export function lineFix({ code, text, from, names, labels }: Broken): CodeFix | undefined {
  const rest = text.slice(from, from + 300);
  const before =
    code === 'LIS005' && /^(rolling|expanding)\(/.test(rest) ? endedBefore(text, from, rest) : undefined;
  const isOfLabel = names.some((name) => labels.has(name));
  for (const repair of REPAIRS) {
    const match = repair.code === code ? repair.pattern.exec(rest) : null;
    if (match === null) continue;
    const place = from + match[0].lastIndexOf(match[1]!);
    const edit = { from: place, to: place + match[1]!.length, text: repair.text };
    if (repair.text !== 'False' || code !== 'LIS005' || !isOfLabel)
      return { title: repair.title, edits: [edit] };
    return before && { ...before, edits: [...before.edits, edit] }; // a window of the label must not hold the row either
  }
  return before;
}

/** `df['x'].rolling(7)` and `lambda s: s.rolling(7)`, of a column and not of groups: the row itself is left out. */
function endedBefore(text: string, from: number, rest: string): CodeFix | undefined {
  const before = text.slice(Math.max(0, from - 120), from);
  const ofColumn = /(?<![\w.)\]])(\w+)\[(["'])[^"'\n]+\2\]\.$/.exec(before);
  const ofParameter = /lambda\s+(\w+)\s*:\s*\1\.$/.test(before);
  const isGrouped = ofColumn !== null && new RegExp(`\\b${ofColumn[1]}\\s*=[^\\n]*group_?by\\(`).test(text);
  if ((ofColumn === null && !ofParameter) || isGrouped || /^[^\n]*\.shift\(/.test(rest)) return undefined;
  return { title: 'End the window before the row', edits: [{ from, to: from, text: 'shift(1).' }] };
}
