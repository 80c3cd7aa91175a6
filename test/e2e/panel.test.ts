/** The panel LIS Report in a real editor: what it shows is the report, and what it can do works with mouse and keyboard. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { zonedTime } from '../../src/common/format.ts';
import { renderMarkdown } from '../../src/report/exports/markdown.ts';
import type { Estimate, Report, SourceReport } from '../../src/report/schema.ts';
import { fullReport } from '../fixtures/full-report.ts';
import { sevenWindows } from '../fixtures/rolling-report.ts';
import { LONG_RUN, smallFiles, smallSpec } from '../support/small-workspace.ts';
import { RUN, RUN_MS, SOON, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';
import { SideBar } from './harness/side.ts';

const TABS = ['Scores', 'Leaked features', 'Segments', 'Trend', 'Hints', 'Base', 'Run'];
const rolling = sevenWindows({}, { falling: 'co-click', steady: 'recent' });
const report = fullReport({ rolling });
const settings = { ...themeSetting('dark'), 'files.simpleDialog.enable': true };
const runs = (name: string, time = '2026-11-01T10-00-00-000Z') => `.lis/runs/${time}-${name}.json`;

/** Digits, written down a second time: nothing here is the panel's own code. */
const number = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
const interval = ({ low, high }: Estimate) => `[${number(low)}, ${number(high)}]`;

/** Estimate, value and interval of every difference of a source, in the report's order. */
function expectedEstimates(source: SourceReport): string[][] {
  const named: [string, Estimate | undefined][] = [
    ['transferable LIS', source.lis.transferable],
    ['total LIS', source.lis.total],
    ['honest gain', source.honestGain],
    ['placebo gain', source.placeboGain],
    ['net LIS', source.netLis],
    ['freshness', source.freshness],
    ['look-ahead', source.lookAhead],
    ['self-evidence', source.selfEvidence],
    [`LIS over ${source.versus?.source}`, source.versus?.difference],
  ];
  return named.flatMap(([name, estimate]) =>
    estimate === undefined ? [] : [[name, number(estimate.value), interval(estimate)]],
  );
}

/** The same three columns as the panel shows them; under an estimate's name stands which arms it is of. */
async function shownEstimates(panel: ReportPage, source: string): Promise<string[][]> {
  await panel.unfold(source);
  const rows = await panel.rows(`estimates:${source}`);
  return rows.map(([estimate, value, range]) => [
    estimate!.replace(/(, at \d.*? %)? ?(leaked|honest|placebo|fresh)\S* − .*$/, ''),
    value!,
    range!,
  ]);
}

/** All estimates of all sources of a report, and as the panel shows them. */
const expectedScores = ({ sources }: Report) => sources.map(expectedEstimates);
const shownScores = async (panel: ReportPage, { sources }: Report = report) => {
  const shown: string[][][] = [];
  for (const { name } of sources) shown.push(await shownEstimates(panel, name));
  return shown;
};

const older = fullReport({ created: '2026-10-02T10:00:00.000Z' });
older.sources[0]!.lis.total.value = 0.1111;
const before = fullReport({ created: '2026-10-01T10:00:00.000Z' });

/** One editor for all: each spec has runs of its own. `lis.yaml` is opened first, while its name alone finds it. */
const editor = useEditor({
  settings,
  files: {
    ...smallFiles(),
    [runs('lis')]: JSON.stringify(report),
    [runs('lis', '2026-10-01T10-00-00-000Z')]: JSON.stringify(before),
    'fresh.lis.yaml': smallSpec(),
    [runs('fresh')]: JSON.stringify(report),
    'long.lis.yaml': smallSpec(LONG_RUN),
    [runs('long')]: JSON.stringify(report),
    'history.lis.yaml': smallSpec(),
    [runs('history')]: JSON.stringify(report),
    [runs('history', '2026-10-02T10-00-00-000Z')]: JSON.stringify(older),
    'cut.lis.yaml': smallSpec(),
    [runs('cut')]: JSON.stringify(report),
    [runs('cut', '2026-11-02T10-00-00-000Z')]: '{"version": 1, "tool": ',
    'damaged.lis.yaml': smallSpec(),
    [runs('damaged')]: '{"version": 1}',
    'never.lis.yaml': smallSpec(),
  },
});

describe('the panel of a report', () => {
  const open = () => new ReportPage(editor().page);

  test('opens from the CodeLens and shows every number of the report, and that it is stale', async () => {
    const { workbench } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^Open report$/);
    await workbench.clickCodeLens(/^Open report$/);
    const panel = open();
    await panel.ready();
    await expect.poll(() => shownScores(panel), SOON).toEqual(expectedScores(report));
    await expect
      .poll(() => panel.texts('.answer header'), SOON)
      .toEqual(['co-click LIS +0.038 ± 0.008 worth aligning on', 'recent LIS +0.0077 ± 0.0083 undecided']);
    await expect
      .poll(() => panel.texts('.opening strong'), SOON)
      .toEqual([
        'co-click is worth aligning on: it could raise this ranker (AUC 0.600) by up to 0.038 ± 0.008 AUC.',
      ]);
    await expect
      .poll(() => panel.texts('.notice'), SOON)
      .toEqual([expect.stringMatching(/Stale: the spec changed/)]);
    await workbench.screenshot('panel-beside');
  });

  test('shows features, segments, hints and provenance in tabs that the arrow keys move through', async () => {
    const { page } = editor();
    const panel = open();
    await panel.tab('Scores'); // and has the keys
    for (const name of TABS.slice(1)) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => panel.activeTab(), SOON).toBe(name);
    }
    const base = ['base', '0.6003', '0.0011', '0.4100', '1.50', '0.6110', '0.6120', '0.6130', '0.5123'];
    await expect.poll(async () => (await panel.rows('arms'))[0], SOON).toEqual(base);
    await expect
      .poll(async () => (await panel.rows('inputs'))[0], SOON)
      .toEqual(expect.arrayContaining(['data/clicks.csv', 'log', '3,000', 'changed', 'f00d'.repeat(16)]));
    await expect
      .poll(() => panel.texts('main'), SOON)
      .toEqual([expect.stringMatching(/Some rows share a time\. \(ties, 12\)/)]);

    await panel.tab('Leaked features');
    await expect
      .poll(() => panel.rows('features'), SOON)
      .toEqual([
        ['mean', '0.5979', '+0.0037', '[-0.0012, +0.0086]', '2.7 %'],
        ['max', '0.5855', '+0.0026', '[+0.0002, +0.0050]', '2.7 %'],
        ['cluster', '–', '–', '–', '50.0 %'],
      ]);
    await panel.tab('Segments');
    const cold = ['item: cold', '+0.0342', '[+0.0282, +0.0402]', '1,200', '310', '21.0 %', '0.6042'];
    await expect.poll(async () => (await panel.rows('segments'))[0], SOON).toEqual(cold);
    const segments = await panel.rows('segments');
    expect(segments[4]!.slice(0, 3)).toEqual(['activity: high', '–', 'fewer than 50 positives']);
    expect(segments[6]![0]).toBe('device: tablet & <phone>');

    await panel.tab('Trend');
    const left = ['2026-10-28', '4,103', '0', 'left out: no positives', '–', '–', '–'];
    await expect.poll(async () => (await panel.rows('windows'))[3], SOON).toEqual(left);
    const run = (time: string) => ['worth aligning on', time, '100', '0.6003', '+0.0377 [+0.0294, +0.0460]'];
    await expect
      .poll(async () => (await panel.rows('runs')).map((row) => row.slice(0, 5)), SOON)
      .toEqual([
        run(`${zonedTime('2026-11-01T10:00:00Z')} shown here`),
        run(zonedTime('2026-10-01T10:00:00Z')),
      ]);

    await panel.tab('Hints');
    await expect
      .poll(() => panel.texts('article'), SOON)
      .toEqual([
        expect.stringMatching(/Gate.*transferable >= 0\.002; found \+0\.0377: met/),
        expect.any(String),
        expect.any(String),
        expect.stringMatching(/recent.*underpowered.*<b>anything<\/b>.*Evaluate on more users/),
      ]);
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

  test('follows another theme at once, charts too, and is accessible in it', async () => {
    const { workbench } = editor();
    const panel = open();
    await panel.tab('Scores');
    let picture = await panel.chartPicture();
    // test/integration/panel/looks.test.ts has all tabs, without an editor, in each theme: here the variables are the editor's own.
    for (const theme of ['light', 'high-contrast'] as const) {
      const before = picture;
      await workbench.setTheme(theme);
      await panel.waitForTheme(theme);
      await expect.poll(async () => (picture = await panel.chartPicture()), SOON).not.toBe(before);
      await expect.poll(() => panel.violations(), { ...SOON, message: theme }).toEqual([]);
      await workbench.screenshot(`panel-${theme}`);
    }
  });

  test.each([
    ['PNG', 'out.png'], // of the page; test/integration/panel/looks.test.ts draws the others
    ['Markdown', 'out.md'], // of the host; test/unit/vscode/commands/export.test.ts has the others
  ])('exports %s', async (format, name) => {
    const { workbench, workspace } = editor();
    const panel = open();
    const target = join(workspace, name);
    rmSync(target, { force: true });
    await panel.tab('Scores');
    await panel.press('Export…');
    await workbench.quickInput.pick(format);
    await workbench.quickInput.choosePath(target, new RegExp(`lis-report\\${name.slice(3)}$`));
    await workbench.waitForNotification(new RegExp(`Exported ${name.replace('.', '\\.')}`));
    expect(existsSync(target)).toBe(true);
    const contents = readFileSync(target);
    mkdirSync('test-results/exports', { recursive: true }); // to look at
    writeFileSync(join('test-results/exports', name), contents);
    checkExport[format]!(contents);
  });
});

const checkExport: Record<string, (contents: Buffer) => void> = {
  PNG: (png) => {
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(width).toBe(1920);
    expect(height).toBeGreaterThan(400);
    expect(png.length).toBeGreaterThan(20_000);
  },
  Markdown: (contents) => expect(contents.toString('utf8')).toBe(renderMarkdown(report)),
};

describe('the panel of one spec after another', () => {
  beforeAll(async () => {
    const { workbench } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.setTheme('light');
  });

  test('a run shows its progress, then the new numbers, in the tab and order that were there', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.openFile('fresh.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'fresh.lis.yaml').waitFor();
    const table = 'estimates:recent';
    await panel.unfold('recent');
    await panel.sort(table, 'value', 'descending');
    const ofSpec = () => reportsIn(workspace).filter((path) => path.endsWith('Z-fresh.json'));
    const before = ofSpec().length;
    await panel.press('Evaluate');
    await expect.poll(() => ofSpec().length, RUN).toBe(before + 1);
    const fresh = readReport(ofSpec().at(-1)!);
    const recent = expectedEstimates(fresh.sources.find(({ name }) => name === 'recent')!);
    await expect
      .poll(() => shownEstimates(panel, 'recent'), SOON)
      .toEqual(recent.toSorted((a, b) => Number(b[1]) - Number(a[1])));
    await expect.poll(() => panel.locator('.notice').count(), SOON).toBe(0);
    await expect
      .poll(() => panel.texts('th[aria-sort="descending"]'), SOON)
      .toEqual([expect.stringMatching(/^value/)]);
    await workbench.screenshot('panel-evaluated');
  });

  test('a run that goes on is cancelled', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('long.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'long.lis.yaml').waitFor();
    await panel.press('Evaluate');
    await panel.locator('.progress .message', /training/).waitFor({ timeout: RUN_MS });
    await expect
      .poll(() => panel.locator('.progress progress').getAttribute('value', { timeout: 5_000 }), SOON)
      .toMatch(/^[01]/);
    await workbench.screenshot('panel-running');
    await panel.press('Cancel');
    await panel.locator('div.progress').waitFor({ state: 'hidden' });
    await expect.poll(() => shownScores(panel), SOON).toEqual(expectedScores(report));
  });

  test('one run of the history opens from its file in the Explorer, and cannot be evaluated again', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('history.lis.yaml');
    await workbench.waitForCodeLens(/^Open report$/);
    const bar = new SideBar(workbench);
    for (const folder of ['.lis', 'runs']) await bar.expandInExplorer(folder); // in one row, unless there is a cache
    await bar.choose(bar.explorerRow('2026-10-02'), 'Open Report');
    const panel = new ReportPage(page);
    await panel.ready();
    await expect.poll(() => shownScores(panel), SOON).toEqual(expectedScores(older));
    await expect
      .poll(() => panel.texts('.notice'), SOON)
      .toContain(`One run of the history, of ${zonedTime(older.created)}.`);
    expect(await panel.locator('[data-key="evaluate"]').count()).toBe(0);
  });

  test('a damaged file is named, and the run before it is shown', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('cut.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'cut.lis.yaml').waitFor();
    await expect.poll(() => shownScores(panel), SOON).toEqual(expectedScores(report));
    await expect
      .poll(() => panel.texts('.notice'), SOON)
      .toContainEqual(
        expect.stringMatching(/Cannot read the report .*2026-11-02.*This is the run before it\./),
      );
  });

  test('without any other, one sentence says why', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('damaged.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'damaged.lis.yaml').waitFor();
    await expect
      .poll(() => panel.texts('.nothing'), SOON)
      .toEqual([expect.stringMatching(/damaged\.json is not a valid report: `tool` is missing/)]);
    await expect.poll(() => panel.violations(), SOON).toEqual([]);
    await workbench.screenshot('panel-damaged');
  });

  test('a spec without a run offers to evaluate it', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.openFile('never.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'never.lis.yaml').waitFor();
    if (reportsIn(workspace).every((path) => !path.endsWith('-never.json')))
      // but for another try
      await expect
        .poll(() => panel.texts('.nothing'), SOON)
        .toEqual(['never.lis.yaml has not been evaluated yet.']);
    await panel.press('Evaluate');
    await panel.locator('.answer').first().waitFor({ timeout: RUN_MS });
    await expect.poll(() => panel.texts('.answer .name'), SOON).toContain('recent');
  });

  // The last: the window stays in that language.
  test('restores itself after a reload: tab, order and place; in Chinese where the editor is by then', async () => {
    const { workbench, page } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('cut.lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    await panel.locator('h1', 'cut.lis.yaml').waitFor();
    await panel.tab('Segments');
    await panel.sort('segments', 'LIS', 'descending');
    const numbers = async () => (await panel.rows('segments')).map(([, lis, range]) => [lis, range]);
    const before = (await numbers()).filter(([lis]) => lis !== '–');
    expect(before.length).toBeGreaterThan(2);
    await page.setViewportSize({ width: 1440, height: 560 });
    await expect
      .poll(async () => {
        await (await panel.inner()).evaluate('window.scrollTo(0, 120)');
        return panel.scrollTop();
      }, SOON)
      .toBe(120);
    await workbench.speak('zh-cn');
    await panel.ready(RUN_MS);
    await expect.poll(() => panel.activeTab(), SOON).toBe('细分');
    await expect.poll(async () => (await numbers()).slice(0, before.length), SOON).toEqual(before);
    await expect.poll(() => panel.scrollTop(), SOON).toBe(120);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect
      .poll(async () => (await panel.texts('.opening'))[0], SOON)
      .toMatch(/^co-click 值得用来对齐：/);
    await workbench.openFile('history.lis.yaml');
    await workbench.runCommand('LIS: 打开报告');
    await panel.locator('h1', 'history.lis.yaml').waitFor();
    await workbench.screenshot('panel-chinese');
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
