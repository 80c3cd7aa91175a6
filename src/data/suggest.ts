/** The nearest right name for a wrong one. */
import { closest, distance } from 'fastest-levenshtein';
import { shorten } from '../report/format.ts';

/** The header of a file without one holds values, which may be long. */
const NAME_WIDTH = 40;

/** @returns the candidate that `name` most likely means, or undefined when none is close. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const folded = name.toLowerCase();
  const sameLetters = candidates.find((candidate) => candidate.toLowerCase() === folded);
  if (sameLetters !== undefined || candidates.length === 0) return sameLetters;
  const best = closest(name, candidates);
  return distance(name, best) <= Math.ceil(name.length * 0.4) ? best : undefined;
}

/** ` did you mean …?` or a list of what there is: the end of a sentence about a wrong name. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const shown = candidates.slice(0, 12).map((candidate) => `\`${shorten(candidate, NAME_WIDTH)}\``);
  return `it has ${shown.join(', ')}${candidates.length > shown.length ? ' …' : ''}.`;
}
