// @vitest-environment jsdom
/** The edits that verdicts ask for, as buttons. */
import { expect, test } from 'vitest';
import { fullReport } from '../fixtures/full-report.ts';
import { payload, settled, startPage } from './page.ts';

test('the edits that a verdict asks for are buttons of its card, and the host is told which one was pressed', async () => {
  const page = startPage({ specPath: '/work/lis.yaml', tab: 'hints' });
  page.send('report', payload());
  const [verdict] = fullReport().verdicts;
  const act = { id: 'more-seeds', code: verdict!.code, target: verdict!.target, title: 'Train 8 seeds' };
  page.send('acts', [act, { ...act, id: 'gone', target: 'gone' }]);
  await settled();
  const cards = [...page.root.querySelectorAll('.hint')];
  const [card] = cards.filter((found) => found.querySelector('h3')?.textContent === verdict!.target);
  const buttons = [...page.root.querySelectorAll<HTMLElement>('[data-key^="act:"]')];
  expect(buttons.map(({ textContent }) => textContent)).toEqual(['Train 8 seeds']);
  expect(card!.contains(buttons[0]!)).toBe(true);
  expect(buttons[0]!.getAttribute('aria-label')).toBe(
    `Train 8 seeds: ${verdict!.target}, shown before it is made`,
  );
  buttons[0]!.click();
  expect(page.posted.at(-1)).toEqual({ type: 'act', payload: { id: 'more-seeds' } });
  // The spec was edited: nothing is left to do.
  page.send('acts', []);
  await settled();
  expect(page.root.querySelectorAll('[data-key^="act:"]')).toHaveLength(0);
});

test('on the first screen they stand under the answer, and under the source or model that they are about', async () => {
  const page = startPage();
  page.send('report', payload());
  const act = { code: 'headroom', target: 'co-click', title: 'Train 8 seeds', id: 'more-seeds' };
  page.send('acts', [act, { ...act, code: 'underpowered', target: 'recent', id: 'recent-seeds' }]);
  await settled();
  const keys = (selector: string) =>
    [...page.root.querySelectorAll<HTMLElement>(`${selector} vscode-button`)].flatMap(({ dataset }) =>
      dataset['key']?.includes('act:') ? [dataset['key']] : [],
    );
  expect(keys('.answer-first')).toEqual(['head-act:more-seeds']);
  expect(keys('.answer')).toEqual(['answer-act:more-seeds', 'answer-act:recent-seeds']);
  page.root.querySelector<HTMLElement>('[data-key="answer-act:recent-seeds"]')!.click();
  expect(page.posted.at(-1)).toEqual({ type: 'act', payload: { id: 'recent-seeds' } });
});
