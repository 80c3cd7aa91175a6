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
import { payload, settled, startPage, type TestPage } from './page.ts';

/** Verdicts, warnings and reasons are the report's, in English in every language. */
const SAID = 'SAID';
/** Names, codes, arms, files, columns and units; and what people in China say in English. */
const STAYS = [
  /headroom|underpowered|self-evidence|label-leak|alignment-bottleneck/g,
  /AUC|GAUC|LogLoss|LIS|AIS|NDCG|IPW|RelaImpr|SHA-256|DeepFM|FM|CPU|CSV|JSON|Markdown|Holm|ID|UTC|\bSE\b/g,
  /lis(\.yaml|-lens)?|node|duckdb|data\/[\w.-]+|\b[\da-f]{40,}\b|learningRate|\d+ (MB|kB|min|s)\b|nat\b/g,
  /(leaked-total|honest|fresh|leaked|placebo|model|baseline|probe|base)(:[\w-]+)*/g,
  /co-click|recent|content|notellm|off-the-shelf|prod-v2|swing|embeddings|predictions|dwell_ms|device|tablet & <phone>/g,
  /\b(fm|lr|deepfm|mean|max|cluster|factors|label|epochs|day|log|abc|ties|transferable)\b|recall@\d+/g,
];

let page: TestPage;
beforeAll(() => {
  page = startPage();
  page.send('strings', strings);
});
afterAll(() => page.send('strings', {}));

/** Nothing of what is hidden from a screen reader and is no text. */
function heard(element: Element | null, text: string | null): string {
  return element?.closest('[aria-hidden="true"], pre') ? '' : (text ?? '');
}

/** Every text that a person sees or hears. */
function texts(): string[] {
  const { root } = page;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  while (walker.nextNode())
    found.push(heard(walker.currentNode.parentElement, walker.currentNode.textContent));
  for (const element of root.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder'])
      found.push(heard(element, element.getAttribute(name)));
  return found.map((text) => text.trim()).filter((text) => text !== '');
}

function english(): string[] {
  return texts().filter((text) => {
    const rest = STAYS.reduce((left, names) => left.replace(names, ''), text.replaceAll(SAID, ''));
    return /[A-Za-z]{2,}/.test(rest);
  });
}

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
    found[tab] = english();
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
