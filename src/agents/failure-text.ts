/** A failure as an agent reads it: its place, one sentence, its stable code. */
import { Cancelled, Failure } from '../common/failure.ts';
import type { Roots } from './root.ts';

export function failureText(error: unknown, roots: Roots): string {
  if (error instanceof Cancelled) return 'The call was cancelled; nothing was written.';
  if (!(error instanceof Failure)) {
    const reason = error instanceof Error ? error.message : String(error);
    return `an internal error: ${reason}; this is a defect, please report it (internal)`;
  }
  const { file, line, column } = error.where;
  const shown = file === undefined ? '' : roots.shown(file);
  // A message that names the file already needs no place in front.
  const named = file === undefined || error.message.includes(shown) || error.message.includes(file);
  const place = named ? '' : `${[shown, line, column].filter((part) => part !== undefined).join(':')}: `;
  return `${place}${error.message} (${error.code})`;
}
