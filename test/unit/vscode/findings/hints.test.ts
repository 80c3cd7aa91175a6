import { expect, it } from 'vitest';
import type { Change } from '../../../../src/specfile/hints/hint.ts';
import { hintTitle } from '../../../../src/vscode/findings/hints/titles.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

it.each<[Change, string]>([
  [{ kind: 'exclude-column', column: 'dwell_ms' }, 'Exclude the column dwell_ms'],
  [{ kind: 'exclude-source', source: 'recent' }, 'Take out the source recent'],
  [{ kind: 'add-swing' }, 'Add Swing beside co-click'],
  [{ kind: 'widen-window', from: '3', to: '6' }, 'Widen the window from 3 to 6 slices'],
  [{ kind: 'longer-history', from: 50, to: 100 }, 'Read 100 items of history instead of 50'],
  [{ kind: 'more-seeds', from: 3, to: 8 }, 'Train 8 seeds instead of 3'],
  [{ kind: 'longer-evaluation', from: '20%', to: '40%' }, 'Evaluate the last 40% of the log instead of 20%'],
  [{ kind: 'fewer-features' }, 'Use the strongest pair alone'],
  [{ kind: 'logged-score', column: 'pctr' }, 'Use the logged score pctr as the base'],
  [{ kind: 'search-base' }, 'Search the options of the base'],
  [{ kind: 'count-in-base' }, 'Count users and items in the base'],
  [{ kind: 'measure-lags' }, 'Measure the gain by the age of the data'],
  [{ kind: 'probe', source: 'co-click' }, 'Probe the model on co-click'],
])('%o is called "%s"', (change, title) => {
  expect(hintTitle(change, t)).toBe(title);
});
