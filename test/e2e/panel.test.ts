/** The panel LIS Report in a real editor: what it shows is the report, and what it can do works with mouse and keyboard. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../src/report/csv.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { type Estimate, type Report, ReportSchema, type SourceReport } from '../../src/report/schema.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { LONG_RUN, smallFiles, smallSpec } from '../support/small-workspace.ts';
import { type Theme, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { SideBar } from './harness/side.ts';

const RUN_MS = 90_000;
/** What follows at once on a quiet machine. */
const SOON = { timeout: 20_000 };
const TABS = ['Scores', 'Leaked features', 'Segments', 'Hints', 'Run'];
const THEMES: Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
const report = fullReport();
const settings = { ...themeSetting('dark'), 'files.simpleDialog.enable': true };
const runs = (name: string, time = '2026-11-01T10-00-00-000Z') => `.lis/runs/${time}-${name}.json`;

/** Digits, written down a second time: nothing here is the panel's own code. */
const number = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
const interval = ({ low, high }: Estimate) => `[${number(low)}, ${number(high)}]`;

/** Source, estimate, value and interval of every difference, in the report's order. */
function expectedScores({ sources }: Report): string[][] {
  const named: [string, (source: SourceReport) => Estimate | undefined][] = [
    ['LIS, transferable', (s) => s.lis.transferable],
    ['LIS, total', (s) => s.lis.total],
    ['honest gain', (s) => s.honestGain],
    ['placebo gain', (s) => s.placeboGain],
    ['net LIS', (s) => s.netLis],
    ['freshness', (s) => s.freshness],
    ['look-ahead', (s) => s.lookAhead],
    ['self-evidence', (s) => s.selfEvidence],
  ];
  const row = (source: string, name: string, estimate: Estimate | undefined): string[][] =>
    estimate === undefined ? [] : [[source, name, number(estimate.value), interval(estimate)]];
  return sources.flatMap((source) => [
    ...named.flatMap(([name, of]) => row(source.name, name, of(source))),
    ...row(source.name, `LIS over ${source.versus?.source}`, source.versus?.difference),
  ]);
}

/** The same four columns as the panel shows them; under an estimate's name stands which arms it is of. */
async function shownScores(panel: ReportPage): Promise<string[][]> {
  const { rows } = await panel.table('scores');
  return rows.map(([source, estimate, value, range]) => [
    source!,
    estimate!.replace(/ ?(leaked|honest|placebo|fresh)\S* − .*$/, ''),
    value!,
    range!,
  ]);
}

describe('the panel of a report', () => {
  const files = { ...smallFiles(), [runs('lis')]: JSON.stringify(report) };
  const editor = useEditor({ files, settings });
  const open = () => new ReportPage(editor().page);

  test('opens from the CodeLens and shows every number of the report, and that it is stale', async () => {
    const { workbench } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^Open report$/, 30_000);
    await workbench.clickCodeLens(/^Open report$/);
    const panel = open();
    await panel.ready();
    expect(await shownScores(panel)).toEqual(expectedScores(report));
    expect(await panel.locator('.tile').allInnerTexts()).toEqual([
      expect.stringMatching(/co-click[\s\S]*\+0\.0377[\s\S]*\[\+0\.0294, \+0\.0460\]/),
      expect.stringMatching(/recent[\s\S]*\+0\.0077/),
    ]);
    expect(await panel.locator('.notice').innerText()).toMatch(/Stale: the spec changed/);
    await workbench.screenshot('panel-beside');
  });

  test('shows features, segments, hints and provenance in tabs that the arrow keys move through', async () => {
    const { page } = editor();
    const panel = open();
    await panel.tab('Scores');
    for (const name of TABS.slice(1)) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => panel.activeTab(), SOON).toBe(name);
    }
    const arms = await panel.table('arms');
    expect(arms.rows[0]).toEqual([
      'base',
      '0.6003',
      '0.0011',
      '0.4100',
      '1.50',
      '0.6110',
      '0.6120',
      '0.6130',
      '0.5123',
    ]);
    expect((await panel.table('inputs')).rows[0]).toEqual(
      expect.arrayContaining(['data/clicks.csv', 'log', '3,000', 'changed', 'f00d'.repeat(16)]),
    );
    expect(await panel.locator('main').innerText()).toMatch(/Some rows share a time\. \(ties, 12\)/);

    await panel.tab('Leaked features');
    expect((await panel.table('features')).rows).toEqual([
      ['max', '0.5855', '+0.0026', '[+0.0002, +0.0050]', '2.7 %'],
      ['mean', '0.5979', '+0.0037', '[-0.0012, +0.0086]', '2.7 %'],
      ['cluster', '–', '–', '–', '50.0 %'],
    ]);
    await panel.tab('Segments');
    const segments = (await panel.table('segments')).rows;
    expect(segments[0]).toEqual([
      'item: cold',
      '+0.0342',
      '[+0.0282, +0.0402]',
      '1,200',
      '310',
      '21.0 %',
      '0.6042',
    ]);
    expect(segments[4]!.slice(0, 3)).toEqual(['activity: high', '–', 'fewer than 50 positives']);
    expect(segments[6]![0]).toBe('device: tablet & <phone>');

    await panel.tab('Hints');
    const cards = await panel.locator('article').allInnerTexts();
    expect(cards).toHaveLength(4);
    expect(cards[0]).toMatch(/Gate[\s\S]*transferable >= 0\.002; found \+0\.0377: met/);
    expect(cards[3]).toMatch(/recent[\s\S]*underpowered[\s\S]*<b>anything<\/b>[\s\S]*Evaluate on more users/);
  });

  test('sorts its tables and says so', async () => {
    const panel = open();
    await panel.tab('Scores');
    await panel.sortBy('scores', 'value');
    const values = async () => (await panel.table('scores')).rows.map((row) => Number(row[2]));
    const descending = (await values()).toSorted((a, b) => b - a);
    expect(await values()).toEqual(descending);
    const sorted = panel.locator('table[data-table="scores"] th[aria-sort="descending"]');
    expect(await sorted.innerText()).toMatch(/^value/);
    await panel.sortBy('scores', 'value');
    expect(await values()).toEqual(descending.toReversed());
    await panel.sortBy('scores', 'value');
    expect(await shownScores(panel)).toEqual(expectedScores(report));
  });

  test('leads from a hint to the line of its source', async () => {
    const { workbench } = editor();
    const panel = open();
    await panel.tab('Hints');
    await panel.press('Go to recent in lis.yaml');
    const line =
      smallSpec()
        .split('\n')
        .findIndex((text) => text.includes('name: recent')) + 1;
    await expect
      .poll(() => workbench.statusBar(), SOON)
      .toContainEqual(expect.stringContaining(`Ln ${line}, Col`));
  });

  test('chooses the source whose features and segments it shows', async () => {
    const panel = open();
    await panel.tab('Segments');
    const picker = panel.locator('vscode-dropdown');
    await picker.click();
    await panel.locator('vscode-option', 'recent').click();
    await panel.locator('.empty', 'lists no segments of recent').waitFor();
    await picker.click();
    await panel.locator('vscode-option', 'co-click').click();
    expect((await panel.table('segments')).rows).toHaveLength(7);
  });

  test('restores itself after a reload: tab, order and place', async () => {
    const { workbench, page } = editor();
    const panel = open();
    await panel.sortBy('segments', 'LIS');
    const before = (await panel.table('segments')).rows;
    await page.setViewportSize({ width: 1440, height: 560 });
    await (await panel.inner()).evaluate('window.scrollTo(0, 120)');
    await expect.poll(() => panel.scrollTop(), SOON).toBe(120);
    await workbench.runCommand('Developer: Reload Window');
    await workbench.ready();
    const again = open();
    await again.ready(RUN_MS);
    expect(await again.activeTab()).toBe('Segments');
    expect((await again.table('segments')).rows).toEqual(before);
    await expect.poll(() => again.scrollTop(), SOON).toBe(120);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('follows another theme at once, charts too', async () => {
    const { workbench } = editor();
    const panel = open();
    await panel.tab('Scores');
    const pictures = new Set<string>();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await expect.poll(async () => pictures.has(await panel.chartPicture()), SOON).toBe(false);
      pictures.add(await panel.chartPicture());
    }
    expect(pictures.size).toBe(THEMES.length);
  });

  test.each(THEMES)('is accessible in the %s theme', async (theme) => {
    const { workbench } = editor();
    await workbench.setTheme(theme);
    const panel = open();
    for (const name of TABS) {
      await panel.tab(name);
      expect(await panel.violations(), `${theme}, ${name}`).toEqual([]);
      await workbench.screenshot(`panel-${theme}-${name}`);
    }
  });

  test('fits into 400 pixels', async () => {
    const { workbench, page } = editor();
    await workbench.runCommand('View: Close Primary Side Bar');
    await open().locator('h1').waitFor();
    await open().tab('Scores');
    await workbench.runCommand('View: Maximize Editor Group');
    await page.setViewportSize({ width: 458, height: 900 });
    const panel = open();
    for (const name of TABS) {
      await panel.tab(name);
      const { width, overflow } = await panel.overflow();
      expect(width).toBeLessThanOrEqual(410);
      expect(overflow, name).toBeLessThanOrEqual(0);
      await workbench.screenshot(`panel-narrow-${name}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test.each([
    ['PNG', 'out.png'],
    ['SVG', 'out.svg'],
    ['CSV', 'out.csv'],
    ['JSON', 'out.json'],
    ['Markdown', 'out.md'],
  ])('exports %s', async (format, name) => {
    const { workbench, workspace, page } = editor();
    const panel = open();
    await panel.tab('Scores');
    await panel.press('Export…');
    await workbench.answer(format);
    const target = join(workspace, name);
    // The dialog fills in its own proposal first.
    const proposed = page.locator('.quick-input-widget input.input');
    await expect.poll(() => proposed.inputValue(), SOON).toMatch(new RegExp(`lis-report\\${name.slice(3)}$`));
    await workbench.answer(target);
    await workbench.waitForNotification(new RegExp(`Exported ${name.replace('.', '\\.')}`), 30_000);
    expect(existsSync(target)).toBe(true);
    const contents = readFileSync(target);
    mkdirSync('test-results/exports', { recursive: true }); // to look at
    writeFileSync(join('test-results/exports', name), contents);
    checkExport[format]!(contents);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

const checkExport: Record<string, (contents: Buffer) => void> = {
  PNG: (png) => {
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(width).toBe(1920);
    expect(height).toBeGreaterThan(900);
    expect(png.length).toBeGreaterThan(20_000);
  },
  SVG: (contents) => {
    const svg = contents.toString('utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).not.toMatch(/<script|NaN|undefined/);
    for (const text of ['LIS, transferable', '+0.0377', '+0.2675', 'co-click', 'recent', 'self-evidence']) {
      expect(svg).toContain(`>${text}</text>`);
    }
    // Every bar is a filled shape: eight estimates of two sources.
    const filled = [...svg.matchAll(/<path[^>]*fill="(#[\da-f]{6,8}|rgba?\([^"]*\))"[^>]*>/gi)];
    expect(filled.length).toBeGreaterThanOrEqual(16);
  },
  CSV: (contents) => expect(contents.toString('utf8')).toBe(renderCsv(report)),
  JSON: (contents) => expect(ReportSchema.parse(JSON.parse(contents.toString('utf8')))).toEqual(report),
  Markdown: (contents) => expect(contents.toString('utf8')).toBe(renderMarkdown(report)),
};

describe('a run seen from the panel', () => {
  const files = {
    ...smallFiles(),
    'long.lis.yaml': smallSpec(LONG_RUN),
    [runs('lis')]: JSON.stringify(report),
    [runs('long')]: JSON.stringify(report),
  };
  const editor = useEditor({ files, settings: { ...settings, ...themeSetting('light') } });

  test('shows its progress, then the new numbers, in the tab and order that were there', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.ready();
    await panel.sortBy('scores', 'source');
    const before = await shownScores(panel);
    await panel.press('Evaluate');
    await expect.poll(() => shownScores(panel), { timeout: RUN_MS }).not.toEqual(before);
    const path = readdirSync(join(workspace, '.lis', 'runs'))
      .filter((name) => name.endsWith('Z-lis.json'))
      .toSorted()
      .at(-1);
    const fresh = ReportSchema.parse(
      JSON.parse(readFileSync(join(workspace, '.lis', 'runs', path!), 'utf8')),
    );
    expect(await shownScores(panel)).toEqual(expectedScores(fresh));
    expect(await panel.locator('.notice').count()).toBe(0);
    expect(await panel.locator('th[aria-sort="ascending"]').innerText()).toMatch(/^source/);
    await workbench.screenshot('panel-evaluated');
  });

  test('cancels a run that goes on', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('long.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'long.lis.yaml').waitFor();
    await panel.press('Evaluate');
    await panel.locator('.progress .message', /training/).waitFor({ timeout: RUN_MS });
    expect(await panel.locator('.progress progress').getAttribute('value')).toMatch(/^[01]/);
    await workbench.screenshot('panel-running');
    await panel.press('Cancel');
    await panel.locator('div.progress').waitFor({ state: 'hidden' });
    expect(await shownScores(panel)).toEqual(expectedScores(report));
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('one run of the history', () => {
  const older = fullReport({ created: '2026-10-01T10:00:00.000Z' });
  older.sources[0]!.lis.total.value = 0.1111;
  const files = {
    ...smallFiles(),
    [runs('lis')]: JSON.stringify(report),
    [runs('lis', '2026-10-01T10-00-00-000Z')]: JSON.stringify(older),
  };
  const editor = useEditor({ files, settings });

  test('opens from its file in the Explorer, and cannot be evaluated again', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^Open report$/, 30_000);
    const row = (name: string) =>
      page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    await row('.lis').click(); // with `runs`, its only folder, in one row
    await new SideBar(workbench).choose(row('2026-10-01'), 'Open Report');
    const panel = new ReportPage(page);
    await panel.ready();
    expect(await shownScores(panel)).toEqual(expectedScores(older));
    expect(await panel.locator('.notice').allInnerTexts()).toContain(
      'One run of the history, of 2026-10-01 10:00 UTC.',
    );
    expect(await panel.locator('[data-key="evaluate"]').count()).toBe(0);
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('reports that cannot be shown', () => {
  const newer = runs('lis', '2026-11-02T10-00-00-000Z');
  const files = {
    ...smallFiles(),
    'damaged.lis.yaml': smallSpec(),
    [runs('lis')]: JSON.stringify(report),
    [newer]: '{"version": 1, "tool": ',
    [runs('damaged')]: '{"version": 1}',
    'never.lis.yaml': smallSpec(),
  };
  const editor = useEditor({ files, settings: { ...settings, ...themeSetting('light') } });

  test('a damaged file is named, and the run before it is shown', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.ready();
    expect(await shownScores(panel)).toEqual(expectedScores(report));
    expect(await panel.locator('.notice').allInnerTexts()).toContainEqual(
      expect.stringMatching(/Cannot read the report .*2026-11-02.*This is the run before it\./),
    );
  });

  test('without any other, one sentence says why', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('damaged.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'damaged.lis.yaml').waitFor();
    expect(await panel.locator('.nothing').innerText()).toMatch(/damaged\.json is not a valid report: tool/);
    expect(await panel.violations()).toEqual([]);
    await workbench.screenshot('panel-damaged');
  });

  test('a spec without a run offers to evaluate it', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('never.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'never.lis.yaml').waitFor();
    expect(await panel.locator('.nothing').innerText()).toBe('never.lis.yaml has not been evaluated yet.');
    await panel.press('Evaluate');
    await panel.locator('.tile').first().waitFor({ timeout: RUN_MS });
    expect((await shownScores(panel)).map(([source]) => source)).toContain('recent');
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
