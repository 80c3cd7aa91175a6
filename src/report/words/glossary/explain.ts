/** Finds what a word or a code means: terms of the reference, verdicts of reports, findings of audits. */
import { closest, distance } from 'fastest-levenshtein';
import type { Verdict } from '../../schema.ts';
import { verdictInWords } from '../verdict-words.ts';
import { AUDIT_MEANINGS } from './audit.ts';
import { TERMS } from './terms.ts';
import { VERDICT_MEANINGS } from './verdicts.ts';

export interface Explanation {
  /** As it is written in reports. */
  name: string;
  /** `a word`, `a verdict`, `a finding of an audit`. */
  kind: string;
  means: string;
}

const entries = (meanings: Readonly<Record<string, string>>, kind: string): Explanation[] =>
  Object.entries(meanings).map(([name, means]) => ({ name, kind, means }));

/** Every word and code, in the order of the reference. */
export const EXPLAINED: readonly Explanation[] = [
  ...TERMS.map(({ word, means }) => ({ name: word, kind: 'a word', means })),
  ...entries(VERDICT_MEANINGS, 'a verdict'),
  ...inWords(),
  ...entries(AUDIT_MEANINGS, 'a finding of an audit'),
];

/** Screens and lists say verdicts in words: `undecided` is `underpowered`. */
function inWords(): Explanation[] {
  return Object.entries(VERDICT_MEANINGS).map(([code, means]) => ({
    name: verdictInWords({ code: code as Verdict['code'], severity: 'positive', target: '' }),
    kind: `a verdict, ${code}`,
    means,
  }));
}

const plain = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

/** All that goes by a name; upper and lower case, hyphens and spaces are the same. */
export function explained(word: string, among: readonly Explanation[] = EXPLAINED): Explanation[] {
  const asked = plain(word);
  const exact = among.filter(({ name }) => plain(name) === asked);
  return exact.length > 0 ? exact : among.filter(({ name }) => plain(name).split(' ').includes(asked));
}

/** The nearest name to one that is not there; undefined where none is near. */
export function nearestName(word: string, among: readonly Explanation[] = EXPLAINED): string | undefined {
  const asked = plain(word);
  const nearest = closest(
    asked,
    among.map(({ name }) => plain(name)),
  );
  if (distance(asked, nearest) > Math.max(2, asked.length / 3)) return undefined;
  return among.find(({ name }) => plain(name) === nearest)?.name;
}
