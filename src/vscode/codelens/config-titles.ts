/** What the hover over the CodeLens of a training config says. */
import type { Choice } from '../../specfile/configs/write.ts';
import type { Translate } from '../words/phrases.ts';

/** How the config was read, a line each. */
export function readingLines(
  framework: string,
  choices: readonly Choice[],
  notes: readonly { message: string }[],
  t: Translate,
): string {
  return [
    t('Read as a {0} config:', framework),
    ...choices.map(({ key, value, why }) => `${key}: ${value}${why === '' ? '' : ` (${why})`}`),
    ...notes.map(({ message }) => t('Note: {0}', message)),
  ].join('\n');
}
