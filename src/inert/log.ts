/** Text for a log: what follows the first line is indented, so that no text of a file looks like an entry of its own. */
import { visible } from './visible.ts';

export function forLog(text: string): string {
  return visible(text).replace(/\r?\n/g, '\n    ');
}
