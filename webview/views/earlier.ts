/** Which run a source's or model's numbers are of, wherever that is not the run that the rest of the report is of. */
import { zonedTime } from '../../src/common/format.ts';
import { h, icon } from '../dom.ts';
import { t } from '../l10n.ts';
import type { ViewContext } from './view.ts';

export type Earlier = Pick<ViewContext, 'earlier'>;

/** Null for a part of the newest run, here and below. */
export function earlierNote(name: string, context: Earlier): HTMLElement | null {
  const text = earlierText(name, context);
  if (text === null) return null;
  const stale = context.earlier.some((run) => run.name === name && run.stale !== null);
  return h(
    'p',
    { class: `small earlier ${stale ? 'warning' : 'info'}` },
    icon(stale ? 'warning' : 'info'),
    h('span', {}, text),
  );
}

/** A name with the run that its numbers are of, for a table. */
export function partName(name: string, context: Earlier): HTMLElement {
  const text = earlierText(name, context);
  return h('span', {}, name, text !== null && h('span', { class: 'quiet under' }, text));
}

const MARKS = ['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** A short sign for each earlier run among the parts of a chart, where a label has no room for its time. */
export function runMarks(names: readonly string[], { earlier }: Earlier) {
  const runs = earlier.filter(({ name }) => names.includes(name)).map(({ created }) => created);
  const times = [...new Set(runs)].sort().reverse();
  const sign = (created: string): string => MARKS[times.indexOf(created)] ?? '*';
  return {
    /** ` ¹` of a part of an earlier run; else nothing. */
    of(name: string): string {
      const run = earlier.find((candidate) => candidate.name === name);
      return run === undefined ? '' : ` ${sign(run.created)}`;
    },
    /** `¹ run of 2026-10-30 08:15 UTC` */
    legend: times.map((created) => `${sign(created)} ${t('run of {0}', zonedTime(created))}`),
  };
}

export function earlierText(name: string, { earlier }: Earlier): string | null {
  const run = earlier.find((candidate) => candidate.name === name);
  if (run === undefined) return null;
  return [
    t('Run of {0}', zonedTime(run.created)),
    ...(run.stale === null ? [] : [t('stale: {0}', run.stale)]),
  ].join(' · ');
}
