/** Edits that repair a finding where its line alone says how: a shift the other way, a plain window, filling forwards, a split without shuffling. */
import type { RuleCode } from './rules/rule.ts';

export interface CodeFix {
  title: string;
  /** Offsets in the text. */
  edits: { from: number; to: number; text: string }[];
}

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
    pattern: /^merge_asof\([^()]*?direction\s*=\s*['"](forward|nearest)['"]/,
    text: 'backward',
    title: 'Match backwards',
  },
  {
    code: 'LIS003',
    pattern: /^train_test_split\([^()\n]*?shuffle\s*=\s*(True)/,
    text: 'False',
    title: 'Split in the order of the rows',
  },
];

/** The repair of a finding that starts at an offset, if one of the table fits. */
export function fixOf(code: RuleCode, text: string, from: number): CodeFix | undefined {
  const rest = text.slice(from, from + 300);
  for (const repair of REPAIRS) {
    const match = repair.code === code ? repair.pattern.exec(rest) : null;
    if (match === null) continue;
    const place = from + match[0].lastIndexOf(match[1]!);
    return { title: repair.title, edits: [{ from: place, to: place + match[1]!.length, text: repair.text }] };
  }
  return undefined;
}
