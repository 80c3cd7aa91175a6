/** In the place of a report that does not exist or cannot be read: one sentence, and what to do. */
import { h, icon } from '../dom.ts';

export function nothingView(sentence: string): HTMLElement {
  return h('main', { class: 'nothing' }, icon('info'), h('p', {}, sentence));
}
