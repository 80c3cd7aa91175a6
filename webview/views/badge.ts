/** A verdict in words with the sign of its severity; the colour only repeats what the sign says. */
import type { Verdict } from '../../src/report/schema.ts';
import { h, icon } from '../dom.ts';
import { verdictWords } from './verdict-words.ts';

export function verdictBadge(verdict: Pick<Verdict, 'code' | 'severity'>): HTMLElement {
  const { severity } = verdict;
  return h('span', { class: `badge ${severity}` }, icon(severity), verdictWords(verdict));
}
