/** Which run a source's or model's numbers are of, wherever that is not the run that the rest of the report is of. */
import { minute } from '../../src/report/format.ts';
import { h, icon } from '../dom.ts';
import { t } from '../l10n.ts';
import type { ViewContext } from './view.ts';

type Earlier = Pick<ViewContext, 'earlier'>;

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

export function earlierText(name: string, { earlier }: Earlier): string | null {
  const run = earlier.find((one) => one.name === name);
  if (run === undefined) return null;
  return [
    t('Run of {0} UTC', minute(run.created)),
    ...(run.stale === null ? [] : [t('stale: {0}', run.stale)]),
  ].join(' · ');
}
