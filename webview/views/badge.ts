/** A verdict in words with the sign of its severity; the colour only repeats what the sign says. */
import type { Report, Verdict } from '../../src/report/schema.ts';
import { h, icon } from '../dom.ts';
import { verdictWords } from './verdict-words.ts';

export function verdictBadge(verdict: Verdict, { verdicts }: Pick<Report, 'verdicts'>): HTMLElement {
  const { severity } = verdict;
  return h('span', { class: `badge ${severity}` }, icon(severity), verdictWords(verdict, verdicts));
}
