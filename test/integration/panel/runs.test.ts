/** The page LIS Runs in a real browser: what keys do, what fits, and what a screen reader is told. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureChromium } from '../../../scripts/lib/system.mjs';
import { ComparisonSchema, type RunRow } from '../../../src/protocol/runs.ts';
import { compareReports } from '../../../src/report/compare.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate } from '../../fixtures/report.ts';
import { launch, openRuns, PAGE_THEMES } from './chromium.ts';

const found = await ensureChromium();
const missing = 'reason' in found ? found.reason : undefined;
if (missing !== undefined && process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(missing);

const runs = [31, 29, 27].map(
  (minute): RunRow => ({
    path: `/w/.lis/runs/${minute}.json`,
    ...{ specPath: '/w/lis.yaml', specName: 'lis.yaml', name: `lis.yaml · 10:${minute} · +0.038` },
    time: `2026-11-30T10:${minute}:00.000Z`,
    ...{ pinned: minute === 31, tags: minute === 29 ? ['weekly'] : [], note: '' },
    found: {
      verdict: { code: 'headroom', severity: 'positive', target: 'co-click' },
      ...{ artefact: false, metric: 'AUC', ranker: 'fm', seeds: 3, seconds: 12.3, rows: 3000 },
      source: { name: 'co-click', total: false, estimate: estimate(0.0377, 0.008) },
      model: { name: 'notellm', estimate: estimate(0.0309, 0.007) },
      ...{ baseAuc: 0.6003, origin: 'command line' },
    },
  }),
);
const comparison = ComparisonSchema.parse(
  JSON.parse(
    JSON.stringify(compareReports(runs.slice(0, 2).map(({ name }) => ({ name, report: modelsReport() })))),
  ),
);

describe.skipIf(missing !== undefined)('the page LIS Runs', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test('takes a tag by the keyboard alone, and leaves its box', async () => {
    const { page, posted, complaints, close } = await openRuns(browser, { runs, trusted: true });
    const tags = page.getByRole('button', { name: /Tags of lis\.yaml · 10:31/ });
    await tags.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('wide, b');
    await page.keyboard.press('Enter');
    expect((await posted()).at(-1)).toEqual({
      type: 'annotate',
      payload: { path: runs[0]!.path, tags: ['wide', ' b'] },
    });
    expect(await page.locator('tbody input[type="text"]').count()).toBe(0);
    expect(await tags.evaluate((button) => button === document.activeElement)).toBe(true);
    const first = page.getByRole('checkbox').first();
    await first.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab'); // the pin
    await page.keyboard.press('Enter');
    expect((await posted()).at(-1)).toMatchObject({ type: 'pin', payload: { pinned: false } });
    expect(complaints).toEqual([]);
    await close();
  });

  test('tells a screen reader the verdict of each run first', async () => {
    const { page, close } = await openRuns(browser, { runs, trusted: true });
    const tree = await page.locator('#root').ariaSnapshot();
    for (const part of [
      'heading "Runs" [level=1]',
      'combobox "Runs of which spec"',
      'searchbox "Filter the runs"',
      'status: 3 of 3 runs',
      'checkbox "Select lis.yaml · 10:31 · +0.038"',
      'button "Pin lis.yaml · 10:31 · +0.038" [pressed]',
      'button "Tags of lis.yaml · 10:29 · +0.038, with commas: weekly"',
    ])
      expect(tree).toContain(part);
    expect(tree.indexOf('worth aligning on')).toBeLessThan(tree.indexOf('+0.038 ±'));
    await close();
  });

  test.each(PAGE_THEMES)('fits, and has no barrier, in the theme %s', async (theme) => {
    const options = { viewport: { width: 520, height: 800 } };
    const { violations, overflow, send, page, complaints, close } = await openRuns(
      browser,
      { runs, trusted: true },
      theme,
      options,
    );
    expect(await violations()).toEqual([]);
    expect(await overflow()).toBeLessThanOrEqual(0);
    const paths = runs.slice(0, 2).map(({ path }) => path);
    await send({ type: 'comparison', payload: { paths, comparison } });
    await page.locator('canvas').first().waitFor();
    expect(await violations()).toEqual([]);
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await close();
  });
});
