/** The panel's page in a real browser: what a screen reader is told, what fits, what moves, and pictures of its charts. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureChromium } from '../../../scripts/lib/system.mjs';
import { TABS } from '../../../src/protocol/panel.ts';
import type { Report } from '../../../src/report/schema.ts';
import { fullReport } from '../../fixtures/full-report.ts';
import { withLeak } from '../../fixtures/leaks.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { sevenWindows } from '../../fixtures/rolling-report.ts';
import { stagedReport } from '../../fixtures/staged-report.ts';
import { launch, open, PAGE_THEMES, type Shown } from './chromium.ts';

const found = await ensureChromium();
const missing = 'reason' in found ? found.reason : undefined;
if (missing !== undefined && process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(missing);

const payload = (report: Report) => ({
  ...{ specPath: '/work/lis.yaml', specName: 'lis.yaml', canEvaluate: true, report },
  ...{ stale: null, staleInputs: [], earlier: [], note: null },
});

describe.skipIf(missing !== undefined)('the page of the panel', () => {
  let browser: Browser;
  let shown: Shown | undefined;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  const show = async (
    ...[report, ...rest]: [
      Report,
      ...(Parameters<typeof open> extends [unknown, unknown, ...infer Rest] ? Rest : never),
    ]
  ) => {
    await shown?.close();
    shown = await open(browser, payload(report), ...rest);
    return shown;
  };

  test('tells a screen reader the answer, what to do, each source and model, and what its charts are', async () => {
    const { page, complaints } = await show(withLeak(modelsReport(), 'content'));
    await expect.poll(() => page.locator('canvas').count()).toBe(2);
    const tree = await page.locator('#root').ariaSnapshot();
    for (const part of [
      'heading "lis.yaml" [level=1]',
      'text: "co-click is worth aligning on: it could raise this ranker ("',
      'button "AUC"',
      'strong: "Next:"',
      'tab "Scores" [selected]',
      'img "Chart: What each could add to the ranking. The same numbers stand beside it as text."',
      'img "Chart: Label leaks: no gain of the data. The same numbers stand beside it as text."',
      'button "co-click LIS +0.038 ± 0.008"',
      'button "notellm AIS +0.031 ± 0.007"',
      'text: alignment is the bottleneck',
      'button "content no gain of the data"',
      'table "Models against sources"',
      'row "notellm content +0.0441 +0.0309 +0.0749 41.2 % [33.1 %, 49.3 %]"',
    ])
      expect(tree).toContain(part);
    // In the order in which they matter.
    const order = [
      'Next:',
      'tab "Scores"',
      'What each could add',
      'Label leaks',
      'button "co-click',
      'button "content',
    ];
    const places = order.map((part) => tree.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(complaints).toEqual([]);
  });

  test('unfolds an answer, and explains a term, by keyboard alone', async () => {
    const { page } = await show(modelsReport());
    await page.locator('[data-key="answer:notellm"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^notellm/, expanded: true }).waitFor();
    await page.locator('table[data-table="estimates:notellm"]').waitFor();
    await page.keyboard.press('Tab'); // to the first term inside
    const term = page.locator('.details .term:focus');
    await term.waitFor();
    const id = await term.getAttribute('aria-describedby');
    await page.locator(`#${id}:visible`).waitFor();
    await page.keyboard.press('Escape');
    await page.locator(`#${id}`).waitFor({ state: 'hidden' });
    expect(await page.locator('.meaning:visible').count()).toBe(0);
  });

  test('unfolds the answer of the row of the chart that is pressed', async () => {
    const { page } = await show(modelsReport());
    const box = (await page.locator('.chart').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + 48 * 1.5); // the second row
    await page.locator('table[data-table="estimates:notellm"]').waitFor();
    expect(await page.locator('.details:visible').count()).toBe(1);
  });

  test('opens the list of sources under its box, where the tabs do not hide it', async () => {
    const panel = await show(modelsReport(), 'dark', { viewport: { width: 520, height: 700 } });
    await panel.send('select', { tab: 'segments', part: 'prod-v2' });
    const box = panel.page.locator('vscode-dropdown');
    expect((await box.boundingBox())!.y).toBeGreaterThan(350); // more room above than below
    await box.click();
    await panel.page.locator('vscode-option', { hasText: 'notellm' }).click();
    await panel.page.locator('vscode-dropdown[current-value="notellm"]').waitFor();
  });

  test.each(PAGE_THEMES)(
    'has no barrier that axe-core knows of with everything unfolded, in the %s theme',
    async (theme) => {
      const panel = await show(stagedReport(), theme);
      for (const button of await panel.page.locator('.fold-out').all()) await button.click();
      await panel.page.locator('.opening .term').first().focus();
      expect(await panel.violations()).toEqual([]);
      expect(panel.complaints).toEqual([]);
    },
  );

  test.each([
    ['light', modelsReport()],
    ['dark', fullReport({ rolling: sevenWindows({}, { falling: 'co-click', steady: 'recent' }) })],
    ['high-contrast', stagedReport()],
  ] as const)('has none on any tab, in the %s theme', async (theme, report) => {
    const panel = await show(report, theme);
    for (const tab of TABS) {
      await panel.send('select', { tab });
      await panel.page.locator(`#view-${tab}:visible > :not(slot)`).waitFor();
      expect(await panel.violations(), tab).toEqual([]);
    }
    expect(panel.complaints).toEqual([]);
  });

  test.each([
    ['models', modelsReport()],
    ['a trend', fullReport({ rolling: sevenWindows({}, { falling: 'co-click', steady: 'recent' }) })],
  ] as const)('fits into 400 pixels with %s', async (_, report) => {
    const panel = await show(report, 'light', { viewport: { width: 400, height: 800 } });
    for (const tab of TABS) {
      await panel.send('select', { tab });
      await panel.page.locator(`#view-${tab}:visible > :not(slot)`).waitFor();
      expect(await panel.overflow(), tab).toBeLessThanOrEqual(0);
    }
  });

  test.each([
    ['at 200 % zoom', { viewport: { width: 500, height: 400 }, deviceScaleFactor: 2 }],
    ['in 320 pixels', { viewport: { width: 320, height: 700 } }],
  ])('fits %s: what is wider scrolls in a box of its own, with a shade at its edge', async (_, options) => {
    const panel = await show(stagedReport(), 'light', options);
    for (const button of await panel.page.locator('.fold-out').all()) await button.click();
    for (const tab of TABS) {
      await panel.send('select', { tab });
      await panel.page.locator(`#view-${tab}:visible > :not(slot)`).waitFor();
      expect(await panel.overflow(), tab).toBeLessThanOrEqual(0);
    }
    const wide = panel.page.locator('.edges.more-after', { has: panel.page.locator('[data-table="arms"]') });
    await wide.waitFor();
    const first = panel.page.locator('[data-table="arms"] tbody th').first();
    const before = (await first.boundingBox())!.x;
    await panel.page.evaluate(
      `document.querySelector('[data-table="arms"]').closest('.scroll').scrollTo(9999, 0)`,
    );
    await panel.page.locator('.edges.more-before:not(.more-after) [data-table="arms"]').waitFor();
    expect((await first.boundingBox())!.x).toBeCloseTo(before, 0);
  });

  test('shows every estimate with its p and that of Holm in half of a laptop’s editor', async () => {
    const tested = (_: string, value: unknown) =>
      typeof value === 'object' && value !== null && 'p' in value && 'se' in value
        ? { ...value, p: 1e-5, pHolm: 2e-5 }
        : value;
    const report = JSON.parse(JSON.stringify(stagedReport(), tested)) as Report;
    const { page } = await show(report, 'light', { viewport: { width: 545, height: 900 } });
    await page.locator('[data-key="answer:co-click"]').click();
    const table = page.locator('table[data-table="estimates:co-click"]');
    await table.waitFor();
    const box = page.locator('.scroll', { has: table });
    const hidden = await box.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(hidden).toBeLessThanOrEqual(0);
    expect(await table.locator('tbody tr').first().locator('td:visible').allInnerTexts()).toEqual([
      ...['+0.0377', '[+0.0294, +0.0460]', '<0.0001', '<0.0001'],
    ]);
    // A row under the pointer is one, its first cell included.
    await table.locator('tbody tr').first().hover();
    const tint = (cell: string) =>
      table
        .locator(cell)
        .first()
        .evaluate((element) => {
          const { backgroundColor, backgroundImage } = getComputedStyle(element);
          return /rgb[^)]*\)/.exec(backgroundImage)?.[0] ?? backgroundColor;
        });
    expect(await tint('tbody tr:hover > th')).toBe(await tint('tbody tr:hover > td'));
  });

  test('moves nothing where the system asks for less motion, and follows forced colours', async () => {
    const { page } = await show(modelsReport(), 'dark', { reducedMotion: 'reduce', forcedColors: 'active' });
    const moving = `[...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, animationName, transitionProperty } = getComputedStyle(element);
      return animationName !== 'none' || (transitionProperty !== 'none' && parseFloat(transitionDuration) > 0);
    }).map(({ outerHTML }) => outerHTML.slice(0, 80))`;
    expect(await page.evaluate(moving)).toEqual([]);
    const colours = `(() => {
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) found.add(data.slice(i, i + 3).join());
      const probe = Object.assign(document.createElement('span'), { style: 'color: CanvasText' });
      document.body.append(probe);
      const text = getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).join();
      return found.has(text);
    })()`;
    expect(await page.evaluate(colours)).toBe(true);
  });

  test('gives its charts as pictures, in the colours shown or in light ones', async () => {
    const panel = await show(withLeak(modelsReport(), 'content'), 'dark');
    await expect.poll(() => panel.page.locator('canvas').count()).toBe(2);
    const draw = async (id: number, format: 'svg' | 'png', theme?: 'light'): Promise<string> => {
      await panel.send('draw', { id, format, ...(theme && { theme }) });
      const answer = async () => (await panel.posted()).find(({ payload: told }) => told['id'] === id);
      await expect.poll(answer).toMatchObject({ type: 'drawn' });
      return String((await answer())!.payload['content']);
    };
    const svg = await draw(1, 'svg');
    expect(svg).not.toMatch(/<script|NaN|undefined|style=/);
    for (const text of [
      ...['co-click', 'worth aligning on', '+0.038 ± 0.008', 'holds the label'],
      ...['notellm', '+0.031 ± 0.007', 'adds to the ranking'],
    ])
      expect(svg).toContain(`>${text}</text>`);
    // Without the panel around it, it still says what it answers and of which log.
    expect(svg).toContain('co-click is worth aligning on: it could raise this ranker (AUC 0.600)');
    expect(svg).toMatch(
      />20 rows of 5 users evaluated · .* · 2026-11-01 10:00 UTC · co-click: coverage 86\.3 %/,
    );
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    // Every mark is a filled shape.
    expect(
      svg.match(/<path[^>]*fill="(#[\da-f]{6,8}|rgba?\([^"]*\))"[^>]*>/gi)?.length ?? 0,
    ).toBeGreaterThanOrEqual(2);
    expect(svg).toContain('fill="#1f1f1f"');
    const light = await draw(2, 'svg', 'light');
    expect(light).toContain('fill="#ffffff"');
    expect(light).not.toContain('#1f1f1f');
    expect(
      Buffer.from(await draw(3, 'png', 'light'), 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
});
