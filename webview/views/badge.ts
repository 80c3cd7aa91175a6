/** A verdict's code with the sign of its severity; the colour only repeats what the sign says. */
import type { Verdict } from '../../src/report/schema.ts';
import { h, icon } from '../dom.ts';

export function verdictBadge({ code, severity }: Pick<Verdict, 'code' | 'severity'>): HTMLElement {
  return h('span', { class: `badge ${severity}` }, icon(severity), code);
}
