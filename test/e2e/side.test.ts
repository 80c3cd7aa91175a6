/** The side bar: specs with their scores, the history of runs, comparing; in one folder, in two, and in restricted mode. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { LONG_RUN, smallFiles, smallSpec } from '../support/small-workspace.ts';
import { type Theme, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';
import { SideBar } from './harness/side.ts';

/** A run of the small workspace takes seconds; a machine that does other things as well may take a minute. */
const RUN_MS = 90_000;
const SOON = { timeout: 30_000 };
const RUN = { timeout: RUN_MS };
/** Quick to evaluate: most tests here need a report and not a good one. */
const QUICK = 'seeds: 1\n';

const digits = (value: number) => Math.abs(value).toFixed(4);
const signed = (value: number) => `${value < 0 ? '-' : '+'}${digits(value)}`;
const base = (report: Report) => report.arms.find(({ id }) => id === 'base')!.auc;

/** The rows of Evaluations as they must be, from the report and nothing else; ages and verdicts apart. */
function expectedRows(name: string, report: Report): unknown[] {
  return [
    expect.stringMatching(
      new RegExp(`^${name} \\| base AUC ${digits(base(report))} · (just now|\\d+ min ago)$`),
    ),
    ...report.sources.map(({ name: source, lis: { transferable } }) => {
      const half = (transferable!.high - transferable!.low) / 2;
      return expect.stringContaining(`${source} | LIS ${signed(transferable!.value)} ±${digits(half)} · `);
    }),
  ];
}

/** The compute processes of this test run's own extension: nobody else's have its folder in their command line. */
function computeProcesses(): number[] {
  const server = new RegExp(`^\\s*(\\d+) .*${inject('extensions')}.*dist/server\\.mjs`);
  const lines = execFileSync('ps', ['-Ao', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => server.exec(line)?.slice(1, 2).map(Number) ?? []);
}

describe('the side bar', () => {
  const files = { ...smallFiles(3000, smallSpec(QUICK)), 'long.lis.yaml': smallSpec(LONG_RUN) };
  const editor = useEditor({ files, settings: themeSetting('dark') });
  const side = () => new SideBar(editor().workbench);

  test('shows the specs of the workspace and what they evaluate', async () => {
    const bar = side();
    await bar.open();
    await expect
      .poll(() => bar.rows('Evaluations'), SOON)
      .toEqual([
        'lis.yaml | not evaluated yet',
        'co-click | not evaluated yet',
        'recent | not evaluated yet',
        'long.lis.yaml | not evaluated yet',
        'co-click | not evaluated yet',
        'recent | not evaluated yet',
      ]);
    await expect.poll(() => bar.welcome('Runs'), SOON).toMatch(/^No run yet.*Evaluate All Specs$/);
  });

  test('evaluates a spec, and shows the numbers of its report', async () => {
    const { workspace } = editor();
    const bar = side();
    await bar.evaluate('lis.yaml');
    await expect.poll(() => bar.rows('Runs'), RUN).toHaveLength(1);
    const report = readReport(reportsIn(workspace)[0]!);
    await expect
      .poll(async () => (await bar.rows('Evaluations')).slice(0, 3), SOON)
      .toEqual(expectedRows('lis.yaml', report));
    const best = report.sources.toSorted((a, b) => b.lis.transferable!.value - a.lis.transferable!.value)[0]!;
    expect((await bar.rows('Runs'))[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d \| /);
    expect((await bar.rows('Runs'))[0]).toContain(
      `| AUC ${digits(base(report))} · LIS ${signed(best.lis.transferable!.value)} (${best.name}) · lis.yaml`,
    );
    expect(await bar.icon('Evaluations', 'long.lis.yaml')).toBe('circle-large-outline');
  });

  test('shows a run that goes on, cancels it, and leaves the score of the other', async () => {
    const bar = side();
    await bar.evaluate('long.lis.yaml');
    await expect
      .poll(async () => (await bar.rows('Evaluations'))[3], RUN)
      .toMatch(/^long\.lis\.yaml \| \d+ % · training /);
    expect(await bar.icon('Evaluations', 'long.lis.yaml')).toBe('sync');
    await editor().workbench.waitForNotification(/evaluating long\.lis\.yaml: .* · 3,000 rows · \d+ %/);
    await editor().workbench.screenshot('side-running');
    await bar.press('Evaluations', 'long.lis.yaml', 'Cancel');
    await expect
      .poll(async () => (await bar.rows('Evaluations'))[3], { timeout: 3000 })
      .toBe('long.lis.yaml | not evaluated yet');
  });

  test('may lose the compute process in the middle of a run: it says so, and the next run works', async () => {
    const { workbench, workspace } = editor();
    const bar = side();
    await bar.evaluate('long.lis.yaml');
    await expect.poll(async () => (await bar.rows('Evaluations'))[3], RUN).toMatch(/training/);
    const [pid, ...others] = computeProcesses();
    expect(others).toEqual([]);
    process.kill(pid!, 'SIGKILL');
    await workbench.waitForNotification(/compute process ended/);
    await expect
      .poll(async () => (await bar.rows('Evaluations'))[3], SOON)
      .toMatch(/^long\.lis\.yaml \| The compute process ended/);
    expect(await bar.icon('Evaluations', 'long.lis.yaml')).toBe('error');
    await workbench.screenshot('side-failed');
    await bar.evaluate('lis.yaml');
    await expect.poll(() => reportsIn(workspace), RUN).toHaveLength(2);
    expect(computeProcesses()).not.toContain(pid);
  });

  test('goes to the line of a source', async () => {
    const { workbench } = editor();
    const bar = side();
    await bar.pressToOpen('Evaluations', 'recent', 'Go to Line', workbench.activeTab('lis.yaml'));
    await expect
      .poll(() => workbench.statusBar(), SOON)
      .toContainEqual(expect.stringMatching(/^Ln 13, Col 5/));
  });

  test('shows the last verdict of the open spec in the status item', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('lis.yaml');
    await page.locator('.part.statusbar [id="status.languageStatus"]').hover();
    await expect
      .poll(async () => (await page.locator('.hover-language-status').allInnerTexts()).join(' '), SOON)
      .toMatch(/LIS: [a-z ]+ \((co-click|recent)\)/);
    await workbench.screenshot('side-status');
    await page.keyboard.press('Escape');
  });

  test('opens the report of an old run', async () => {
    const bar = side();
    const report = readReport(reportsIn(editor().workspace)[0]!);
    await expect.poll(() => bar.rows('Runs'), SOON).toHaveLength(2);
    await bar.pane('Runs').locator('.monaco-list-row').last().click();
    const panel = new ReportPage(editor().page);
    await panel.ready();
    expect(await panel.locator('.notice').allInnerTexts()).toContainEqual(
      `One run of the history, of ${report.created.slice(0, 16).replace('T', ' ')} UTC.`,
    );
    expect((await panel.table('scores')).rows.flat()).toContain(signed(report.sources[0]!.lis.total.value));
    await editor().workbench.screenshot('side-report');
  });

  test('opens the features of a source', async () => {
    const bar = side();
    await bar.press('Evaluations', 'recent', 'Open Report');
    const panel = new ReportPage(editor().page);
    await expect.poll(() => panel.activeTab().catch(() => ''), SOON).toBe('Leaked features');
    await panel.locator('vscode-dropdown[current-value="recent"]').waitFor();
    await editor().workbench.screenshot('side-source-report');
  });

  test('compares runs that are selected', async () => {
    const { workbench } = editor();
    const bar = side();
    const rows = bar.pane('Runs').locator('.monaco-list-row');
    await rows.first().click();
    await rows.last().click({ modifiers: ['ControlOrMeta'] });
    await bar.choose(rows.last(), 'Compare Runs');
    const shown = await bar.preview(/Comparison of runs/);
    const text = await shown.innerText();
    const lis = readReport(reportsIn(editor().workspace)[0]!).sources[0]!.lis.transferable!;
    const interval = `[${signed(lis.low)}, ${signed(lis.high)}]`;
    expect(text).toContain(`${signed(lis.value)} ${interval}`);
    // One seed says nothing of the next: the widest interval of the difference is as wide as both together.
    const width = signed(lis.high - lis.low);
    expect(text).toContain(`+0.0000 [-${width.slice(1)}, ${width}]*`);
    expect(text).toContain('the interval is the widest it can be');
    await workbench.screenshot('side-comparison');
  });

  test('pins a run to the top, and keeps the pin over a reload', async () => {
    const { workbench } = editor();
    const bar = side();
    const [newest, oldest] = await bar.rows('Runs');
    const rows = bar.pane('Runs').locator('.monaco-list-row');
    await rows.last().hover();
    await rows.last().locator('.action-label[aria-label^="Pin"]').click();
    const pinned = () => rows.first().locator('.codicon-pinned').count();
    await expect.poll(pinned, SOON).toBeGreaterThan(0);
    expect(await bar.rows('Runs')).toEqual([oldest, newest]);
    await workbench.reload();
    await bar.open();
    await expect.poll(pinned, SOON).toBeGreaterThan(0);
    await workbench.screenshot('side-pinned');
  });

  test('lists a damaged report as such, and still compares the others', async () => {
    const { workspace, workbench } = editor();
    const bar = side();
    const [, second] = reportsIn(workspace);
    const damaged = second!.replace(/Z-lis/, 'Z-long');
    const half = readFileSync(second!, 'utf8').slice(0, 400);
    // The window was loaded just now, and the editor's own watcher hears of files only some time after that.
    const written = async (): Promise<string[]> => {
      rmSync(damaged, { force: true });
      writeFileSync(damaged, half);
      await editor().page.waitForTimeout(500);
      return bar.rows('Runs');
    };
    await expect
      .poll(written, { ...SOON, interval: 2000 })
      .toContainEqual(expect.stringMatching(/\| damaged report · long\.lis\.yaml$/));
    expect(await bar.icon('Runs', /damaged report/)).toBe('error');
    await bar.row('Runs', /damaged report/).click();
    await workbench.waitForNotification(/Cannot read the report/);
    await workbench.runCommand('LIS: Compare Runs…');
    const items = workbench.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
    await expect.poll(() => items.count(), SOON).toBe(2);
    await workbench.page.keyboard.press('Escape');
  });

  test('deletes a run after a question', async () => {
    const { workspace } = editor();
    const bar = side();
    await bar.press('Runs', /damaged report/, 'Delete');
    expect(await bar.answerModal('Cancel')).toMatch(/Delete the run long\.lis\.yaml/);
    expect(reportsIn(workspace)).toHaveLength(3);
    await bar.press('Runs', /damaged report/, 'Delete');
    await bar.answerModal('Delete');
    await expect.poll(() => bar.rows('Runs'), SOON).toHaveLength(2);
    expect(reportsIn(workspace)).toHaveLength(2);
  });

  test.each<Theme>(['light', 'dark', 'high-contrast', 'high-contrast-light'])(
    'can be seen in the %s theme',
    async (theme) => {
      const { workbench, setSettings } = editor();
      const bar = side();
      await setSettings(themeSetting(theme));
      await workbench.waitForTheme(theme);
      await bar.open();
      await expect.poll(() => bar.rows('Runs'), SOON).toHaveLength(2);
      await workbench.screenshot(`side-${theme}`);
    },
  );

  test('copies debug information without data, paths or names', async () => {
    const { workbench, page, workspace } = editor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.runCommand('LIS: Copy Debug Information');
    await workbench.waitForNotification(/debug information is on the clipboard/);
    const text = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(text).toMatch(/^## LIS Lens\n- extension 0\.1\.0, .*node \d+/);
    expect(text).toMatch(/- folders: 1; specs: 2; compute process/);
    expect(text).toMatch(/3000 rows, 120 users, 60 items/);
    expect(text).toMatch(/"lis\.runOnSave":false/);
    for (const secret of [workspace, 'clicks', 'user_id', 'lis.yaml', 'recent'])
      expect(text).not.toContain(secret);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('two folders', () => {
  const folder = (name: string) =>
    Object.fromEntries(
      Object.entries(smallFiles(3000, smallSpec(QUICK))).map(([path, text]) => [`${name}/${path}`, text]),
    );
  const files = {
    ...folder('shop'),
    ...folder('news'),
    'both.code-workspace': JSON.stringify({ folders: [{ path: 'shop' }, { path: 'news' }] }),
  };
  const editor = useEditor({ files, codeWorkspace: 'both.code-workspace', settings: themeSetting('light') });

  test('show the specs of both, and keep the runs of each beside its spec', async () => {
    const { workbench, workspace } = editor();
    const bar = new SideBar(workbench);
    await bar.open();
    await expect
      .poll(async () => (await bar.rows('Evaluations')).filter((row) => row.includes('yaml')), SOON)
      .toEqual(['news/lis.yaml | not evaluated yet', 'shop/lis.yaml | not evaluated yet']);
    await bar.evaluate('shop/lis.yaml');
    await expect.poll(() => bar.rows('Runs'), RUN).toHaveLength(1);
    expect((await bar.rows('Runs'))[0]).toMatch(/· shop\/lis\.yaml$/);
    expect(reportsIn(join(workspace, 'shop'))).toHaveLength(1);
    expect(reportsIn(join(workspace, 'news'))).toEqual([]);
    await workbench.screenshot('side-two-folders');
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('a workspace that is not trusted', () => {
  const editor = useEditor({ files: smallFiles(), trusted: false, settings: themeSetting('light') });

  test('shows its specs, runs nothing, and creates none', async () => {
    const { workbench, workspace } = editor();
    const bar = new SideBar(workbench);
    await bar.open();
    await expect.poll(() => bar.rows('Evaluations'), SOON).toContain('lis.yaml | not evaluated yet');
    await bar.pane('Evaluations').getByText('Trust this workspace to evaluate its specs.').waitFor();
    const offered = await workbench.commands('LIS: ');
    for (const command of ['Evaluate All Specs', 'New Evaluation from Dataset…', 'Export Leaked Features…'])
      expect(offered).not.toContain(`LIS: ${command}`);
    expect(offered).toContain('LIS: Copy Debug Information');
    await workbench.screenshot('side-untrusted');
    expect(reportsIn(workspace)).toEqual([]);
    expect(editor().consoleErrors).toEqual([]);
  });
});
