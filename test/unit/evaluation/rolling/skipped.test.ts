import { expect, it } from 'vitest';
import { windowWarnings } from '../../../../src/evaluation/rolling/describe.ts';
import { sevenWindows } from '../../../fixtures/rolling-report.ts';

it('the warning names three windows of each reason, and counts the rest', () => {
  const rolling = sevenWindows();
  const windows = rolling.windows.map((window, i) => ({
    ...window,
    skipped: i === 0 ? 'no positives' : i < 6 ? 'too few users' : undefined,
  }));
  expect(windowWarnings({ ...rolling, windows })).toEqual([
    {
      code: 'window-skipped',
      count: 6,
      message:
        '6 of the 7 windows could not be measured: 2026-10-25 00:00 (no positives), 2026-10-26 00:00, 2026-10-27 00:00, 2026-10-28 00:00 and 2 more (too few users).',
    },
  ]);
  expect(windowWarnings({ ...rolling, windows: rolling.windows.slice(0, 2) })).toEqual([]);
});
