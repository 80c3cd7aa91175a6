/** Which source or model a tab shows. With one there is nothing to choose. */
import { provenance } from '../../src/report/estimates.ts';
import type { ModelReport, SourceReport } from '../../src/report/schema.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { earlierNote } from './earlier.ts';
import { isModel, type ViewContext } from './view.ts';

type Part = SourceReport | ModelReport;

/** @param choices the parts that the tab can show */
export function partHeading(part: Part, choices: readonly Part[], context: ViewContext): HTMLElement {
  const about = h('p', { class: 'quiet' }, isModel(part) ? modelKind(part) : provenance(part, t));
  const earlier = earlierNote(part.name, context);
  if (choices.length === 1) return h('header', { class: 'source' }, h('h2', {}, part.name), about, earlier);
  const choose = (event: Event): void => {
    const { value } = event.target as HTMLElement & { value: string };
    if (value !== part.name) context.change({ part: value });
  };
  const label = choices.some(isModel) ? t('Source or model') : t('Source');
  return h(
    'header',
    { class: 'source' },
    h('h2', { class: 'label', id: 'source-label' }, label),
    h(
      'vscode-dropdown',
      // Above it the list would lie behind the tabs, where the toolkit puts it as soon as there is more room.
      { 'aria-label': label, 'data-key': 'part', position: 'below', change: choose },
      ...choices.map(({ name }) => h('vscode-option', { value: name, selected: name === part.name }, name)),
    ),
    about,
    earlier,
  );
}

const MODELS: Readonly<Record<ModelReport['kind'], () => string>> = {
  embeddings: () => t('model, by its item vectors'),
  predictions: () => t('model, by scores with and without it'),
};

/** What was given of a model. */
export const modelKind = ({ kind }: ModelReport): string => MODELS[kind]();

/** Where a tab has nothing to show of a report or a part of it. */
export function emptyNote(text: string): HTMLElement {
  return h('p', { class: 'empty' }, text);
}
