/** Buttons that do what a verdict advises: each an edit of the spec, which the editor shows before it is made. */
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import type { ViewContext } from './view.ts';

/** @param place where they stand, so that each has a key of its own: a verdict is spoken of in several */
export function actButtons(
  target: string,
  code: string,
  { acts, post }: Pick<ViewContext, 'acts' | 'post'>,
  place = '',
): HTMLElement[] {
  return acts
    .filter((act) => act.code === code && act.target === target)
    .map(({ id, title }) =>
      h(
        'vscode-button',
        {
          ...(place === 'answer-' && { appearance: 'secondary' }), // the head has the first of them
          'aria-label': t('{0}: {1}, shown before it is made', title, target),
          'data-key': `${place}act:${id}`,
          click: () => post('act', { id }),
        },
        title,
      ),
    );
}
