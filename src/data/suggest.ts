/** The nearest right name for a wrong one. */
import { shorten } from '../common/format.ts';
import { nearest } from '../specfile/reading/wording.ts';

/** The header of a file without one holds values, which may be long. */
const NAME_WIDTH = 40;

/** ` did you mean …?` or a list of what there is: the end of a sentence about a wrong name. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const shown = candidates.slice(0, 12).map((candidate) => `\`${shorten(candidate, NAME_WIDTH)}\``);
  return `it has ${shown.join(', ')}${candidates.length > shown.length ? ' …' : ''}.`;
}
