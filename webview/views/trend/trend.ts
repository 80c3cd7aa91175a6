/** Tab Trend: how LIS, AIS and the base move over the log's last days, what the length and the age of the data do, and the kept runs. */
import { rollingLines } from '../../../src/report/words/rolling/proposed.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import type { View, ViewContext } from '../view.ts';
import { runsPart } from './runs.ts';
import { slicesPart } from './slices.ts';
import { windowsPart } from './windows.ts';

export const trendView: View = (context) => {
  const { rolling } = context.report;
  return h(
    'div',
    {},
    ...(rolling === undefined ? howToAsk(context) : windowsPart(rolling, context)),
    ...slicesPart(context),
    ...runsPart(context),
  );
};

function howToAsk({ report, specName, acts, post }: ViewContext): HTMLElement[] {
  const lines = rollingLines(report);
  if (lines === undefined) return [];
  const offered = acts.find(({ id }) => id === 'rolling');
  return [
    h('h2', { class: 'section' }, t('Over windows')),
    h(
      'section',
      { class: 'card said' },
      h(
        'p',
        {},
        t(
          'This report has no windows. To see how LIS, AIS and the base move over the evaluated days, and what the length and the age of the data do, add these lines to {0} and evaluate again:',
          specName,
        ),
      ),
      h('pre', {}, h('code', {}, lines)),
      offered &&
        h(
          'div',
          { class: 'buttons' },
          h(
            'vscode-button',
            {
              appearance: 'secondary',
              'aria-label': t('{0}, shown before it is made', offered.title),
              'data-key': 'act:rolling',
              click: () => post('act', { id: offered.id }),
            },
            offered.title,
          ),
        ),
    ),
  ];
}
