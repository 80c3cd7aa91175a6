/** Tab Trend: how LIS, AIS and the base move over the log's last days, what the length and the age of the data do, and the kept runs. */
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import type { View } from '../view.ts';
import { runsPart } from './runs.ts';
import { slicesPart } from './slices.ts';
import { windowsPart } from './windows.ts';

export const trendView: View = (context) => {
  const { rolling } = context.report;
  return h(
    'div',
    {},
    ...(rolling === undefined ? howToAsk(context.specName) : windowsPart(rolling, context)),
    ...slicesPart(context),
    ...runsPart(context),
  );
};

const LINES = 'rolling:\n  every: 1d\n  windows: 7\n  lengths: [1, 3, 7]\n  lags: [1, 2, 4]';

function howToAsk(specName: string): HTMLElement[] {
  return [
    h('h2', { class: 'section' }, t('Over windows')),
    h(
      'section',
      { class: 'card said' },
      h(
        'p',
        {},
        t(
          'This report has no windows. To see how LIS, AIS and the base move over the last days of the log, and what the length and the age of the data do, add these lines to {0} and evaluate again:',
          specName,
        ),
      ),
      h('pre', {}, h('code', {}, LINES)),
    ),
  ];
}
