// @vitest-environment jsdom
/** The panel in Chinese: no tab has a word of English but for names, and terms explain themselves in Chinese. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import strings from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };
import { TABS } from '../../src/protocol/panel.ts';
import type { Report } from '../../src/report/schema.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { withLeak } from '../fixtures/leaks.ts';
import { sevenWindows } from '../fixtures/rolling-report.ts';
import { stagedReport } from '../fixtures/staged-report.ts';
import { englishIn, SAID } from './english.ts';
import { payload, settled, startPage, type TestPage } from './page.ts';

let page: TestPage;
beforeAll(() => {
  page = startPage();
  page.send('strings', strings);
});
afterAll(() => page.send('strings', {}));

/** A report whose own sentences are told from the panel's. */
function silent(report: Report): Report {
  const quiet = (key: string, value: unknown): unknown => {
    if (/^(message|action|reason|skipped|untrained)$/.test(key)) return value === undefined ? value : SAID;
    if (key === 'notCaptured')
      return Object.fromEntries(Object.keys(value as object).map((name) => [name, SAID]));
    return value;
  };
  return JSON.parse(JSON.stringify(report, quiet));
}

const rolling = sevenWindows({}, { falling: 'co-click', steady: 'recent' });
const reports: [string, Report][] = [
  ['sources and windows', fullReport({ rolling })],
  ['models and a tuned base', stagedReport()],
  ['a leak', withLeak(fullReport(), 'co-click')],
  ['the base alone', fullReport({ sources: [], models: [], verdicts: [] })],
];

test.each(reports)('has no word of English in a report of %s', async (_, report) => {
  page.send('report', payload({ report: silent(report), stale: '规格已更改' }));
  const found: Record<string, string[]> = {};
  for (const tab of TABS) {
    page.send('select', { tab });
    await settled();
    for (const fold of page.root.querySelectorAll<HTMLElement>('[data-key^="answer:"]')) fold.click();
    await settled();
    found[tab] = englishIn(page.root);
  }
  expect(found).toEqual(Object.fromEntries(TABS.map((tab) => [tab, []])));
});

test('explains terms in Chinese', async () => {
  page.send('report', payload());
  page.send('select', { tab: 'scores' });
  await settled();
  const term = [...page.root.querySelectorAll<HTMLElement>('.term')].find(
    ({ textContent }) => textContent === '基准',
  );
  const meaning = document.getElementById(term!.getAttribute('aria-describedby')!);
  expect(meaning!.textContent).toMatch(/^基准：不含任何偏好数据的排序模型/);
});
