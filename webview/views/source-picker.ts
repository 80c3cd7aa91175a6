/** Which source a tab shows. With one source there is nothing to choose. */
import { provenance } from '../../src/report/estimates.ts';
import type { SourceReport } from '../../src/report/schema.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import type { ViewContext } from './view.ts';

export function sourceHeading(source: SourceReport, context: ViewContext): HTMLElement {
  const { sources } = context.report;
  const about = h('p', { class: 'quiet' }, provenance(source));
  if (sources.length === 1) return h('header', { class: 'source' }, h('h2', {}, source.name), about);
  const choose = (event: Event): void => {
    const { value } = event.target as HTMLElement & { value: string };
    if (value !== source.name) context.change({ source: value });
  };
  return h(
    'header',
    { class: 'source' },
    h('h2', { class: 'label', id: 'source-label' }, t('Source')),
    h(
      'vscode-dropdown',
      { 'aria-label': t('Source'), 'data-key': 'source', change: choose },
      ...sources.map(({ name }) => h('vscode-option', { value: name, selected: name === source.name }, name)),
    ),
    about,
  );
}

/** Where a tab has nothing to show of a report or a source. */
export function emptyNote(text: string): HTMLElement {
  return h('p', { class: 'empty' }, text);
}
