/**
 * Phrases that the surfaces of the editor have in common. Pure, so that the words are tested without an editor.
 */
import type { Translate } from '../../report/words/translate.ts';

export type { Translate };

/** `just now`, `5 min ago`, `2 h ago`, `3 days ago`; a report from the future counts as just now. */
export function age(milliseconds: number, t: Translate): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('{0} h ago', hours);
  return t('{0} days ago', Math.floor(hours / 24));
}
