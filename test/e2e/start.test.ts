/** How a user begins: from a data file, from the walkthrough, and on to several specs, exports and runs on save. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { smallLog, smallSpec } from '../support/small-workspace.ts';
import { RUN, RUN_MS, SOON, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';
import { SideBar } from './harness/side.ts';
import { again } from './harness/wait.ts';

const GENERATE = join(import.meta.dirname, '../../dist/example.mjs');

/** Writes the example's data anew, with a tenth of its rows. */
async function generate(data: string): Promise<void> {
  await promisify(execFile)(process.execPath, [GENERATE, '--rows', '6000', '--out', data]);
}

/** Quick to evaluate: most tests here need a report and not a good one. */
const QUICK = 'seeds: 1\n';

describe('a workspace with data and no spec', () => {
  const files = {
    'data/clicks.csv': smallLog(),
    'notes.txt': 'nothing to evaluate here\n',
    '.vscode/settings.json': '{"lis.openReport": "first-run"}', // here alone: in the example's window it would cover the walkthrough
  };
  const editor = useEditor({
    files,
    settings: { ...themeSetting('light'), 'lis.runOnSave': true },
  });
  const parent = mkdtempSync(join(tmpdir(), 'lis-example-'));
  afterAll(() => rmSync(parent, { recursive: true, force: true }));
  const side = () => new SideBar(editor().workbench);
  const taken = () =>
    editor().page.locator(
      '.gettingStartedContainer .getting-started-step .codicon-getting-started-step-checked',
    );
  const spec = (name: string) => join(editor().workspace, name);

  test('comes up with the extension, which says nothing of other files', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('notes.txt');
    await workbench.waitForTheme('light');
    expect(await workbench.codeLenses()).toEqual([]);
    await workbench.runCommand('Extensions: Show Installed Extensions');
    await page.locator('.extension-list-item', { hasText: 'LIS Lens' }).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  test('is told where to begin', async () => {
    const { workbench } = editor();
    const bar = side();
    await bar.open();
    // The editor settles whether it trusts the workspace while the view is drawn already.
    await expect
      .poll(() => bar.welcome('Evaluations'), SOON)
      .toMatch(/New LIS Evaluation….*Open Example….*Take the tour/);
    await expect.poll(() => bar.welcome('Runs'), SOON).toBe('No run yet: each evaluation is kept here.');
    await workbench.screenshot('side-welcome');
    for (const command of ['LIS: Evaluate All Specs', 'LIS: Compare Runs…'])
      await expect.poll(() => workbench.commands('LIS: '), SOON).not.toContain(command);
  });

  test('has a walkthrough of four steps, none of them taken', async () => {
    const { workbench, page, workspace } = editor();
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.pick('worth aligning on');
    const steps = page.locator('.gettingStartedContainer .getting-started-step');
    await expect.poll(() => steps.count(), SOON).toBe(4);
    if (reportsIn(workspace).length === 0) expect(await taken().count()).toBe(0); // but for another try
    const pictures = {
      example: 'A folder with lis.yaml',
      spec: 'The spec of the example',
      evaluate: 'Over the spec stands Evaluate',
      verdict: 'Bars with intervals',
    };
    const media = page
      .frameLocator('.getting-started-media iframe.webview.ready')
      .frameLocator('#active-frame');
    for (const [i, [name, label]] of Object.entries(pictures).entries()) {
      const picture = media.locator(`svg[aria-label^="${label}"]`);
      await again(4, async () => {
        await steps.nth(i).click({ timeout: 15_000 });
        await picture.waitFor({ timeout: 15_000 });
      });
      await workbench.screenshot(`walkthrough-${name}`);
    }
    await page.locator('.tab.active').first().click(); // a picture of the walkthrough is a page of its own, and keeps the keys
    await workbench.runCommand('View: Close All Editors');
  });

  test('gets a spec from its data, with reasons, that evaluates as it is', async () => {
    const { workbench, workspace } = editor();
    const bar = side();
    rmSync(spec('lis.yaml'), { force: true }); // of another try
    const before = reportsIn(workspace).length;
    await bar.expandInExplorer('data');
    await bar.chooseInExplorer('clicks.csv', 'New LIS Evaluation');
    await workbench.waitForNotification(
      /lis\.yaml is written from 3,000 rows.*assumes: user user_id, item item_id, label click, time ts\./,
      RUN_MS,
    );
    await expect.poll(() => bar.editorText(), SOON).toMatch(/path: data\/clicks\.csv/);
    const text = readFileSync(spec('lis.yaml'), 'utf8');
    expect(text).toMatch(/user: user_id +# its name; 120 ids on 3,000 rows/);
    await workbench.screenshot('side-drafted');
    await workbench.pressInNotification(/is written from/, 'Evaluate');
    await expect.poll(() => reportsIn(workspace), RUN).toHaveLength(before + 1);
    expect(readReport(reportsIn(workspace).at(-1)!).sources.map(({ name }) => name)).toEqual(['co-click']);
    // The first run's report opens by itself, and leaves the focus in the spec.
    await new ReportPage(editor().page).locator('h1', 'lis.yaml').waitFor();
    await expect.poll(() => bar.editorText(), SOON).toMatch(/path: data\/clicks\.csv/);
    await workbench.screenshot('start-first-report');
    await workbench.runCommand('View: Close Editors in Other Groups');
  });

  test('gets another spec beside the first, which stays as it is', async () => {
    const { workbench, workspace } = editor();
    const bar = side();
    rmSync(spec('clicks.lis.yaml'), { force: true }); // of another try
    const before = readFileSync(spec('lis.yaml'), 'utf8');
    await workbench.runCommand('LIS: New LIS Evaluation…');
    await workbench.quickInput.choosePath(join(workspace, 'data', 'clicks.csv'));
    await workbench.waitForNotification(/clicks\.lis\.yaml is written from/, RUN_MS);
    expect(readFileSync(spec('lis.yaml'), 'utf8')).toBe(before);
    expect(readFileSync(spec('clicks.lis.yaml'), 'utf8')).toContain('user: user_id');
    await bar.open();
    await expect.poll(async () => (await bar.rows('Evaluations')).length, SOON).toBe(4);
  });

  test('says what is wrong with data that is none, and writes nothing', async () => {
    const { workbench, workspace } = editor();
    writeFileSync(join(workspace, 'broken.parquet'), 'no parquet');
    await workbench.runCommand('LIS: New LIS Evaluation…');
    await workbench.quickInput.choosePath(join(workspace, 'broken.parquet'));
    const message = await workbench.waitForNotification(/No spec was written/, RUN_MS);
    expect(message).toMatch(/broken\.parquet/); // one sentence, drawn at once
    expect(existsSync(spec('broken.lis.yaml'))).toBe(false);
  });

  test('evaluates a spec when it is saved, where the user wants that, and none with errors', async () => {
    const { workbench, workspace } = editor();
    const ofClicks = () => reportsIn(workspace).filter((path) => path.endsWith('-clicks.json'));
    await workbench.openFile('clicks.lis.yaml');
    const before = ofClicks().length;
    await workbench.replaceText(smallSpec('seeds: none\n'));
    await workbench.waitForCodeLens(/^▶ Evaluate/);
    await expect.poll(() => workbench.problems(), SOON).toContainEqual(expect.stringMatching(/seeds/));
    expect(ofClicks()).toHaveLength(before);
    await workbench.replaceText(smallSpec(QUICK));
    await expect.poll(() => ofClicks(), RUN).toHaveLength(before + 1);
  });

  test('evaluates all of its specs one after the other, and says what failed', async () => {
    const { workbench, workspace } = editor();
    writeFileSync(spec('wrong.lis.yaml'), smallSpec(QUICK).replace('user: user_id', 'user: usr_id'));
    const before = reportsIn(workspace).length;
    await workbench.runCommand('LIS: Evaluate All Specs');
    await workbench.waitForNotification(/LIS: evaluating all specs: \d of 3, /, RUN_MS);
    await workbench.waitForNotification(/^2 of 3 specs evaluated; 1 failed\.$/, RUN_MS);
    expect(reportsIn(workspace)).toHaveLength(before + 2);
    const bar = side();
    await bar.open();
    await expect
      .poll(() => bar.rows('Evaluations'), SOON)
      .toContainEqual(expect.stringMatching(/^wrong\.lis\.yaml \| line 5: .*usr_id/));
    await workbench.screenshot('side-all');
  });

  test('exports the features of every arm into a folder of their own', async () => {
    const { workbench, workspace } = editor();
    const bar = side();
    rmSync(join(workspace, 'lis-features'), { recursive: true, force: true }); // of another try
    await bar.chooseInExplorer('lis.yaml', 'Export Leaked Features');
    await workbench.quickInput.choosePath(workspace);
    await workbench.waitForNotification(/2 files of features in .*manifest\.json/, RUN_MS);
    const folder = join(workspace, 'lis-features');
    expect(readdirSync(folder).sort()).toEqual(['base.parquet', 'co-click.parquet', 'manifest.json']);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest.files.map(({ rows }: { rows: number }) => rows)).toEqual([3000, 3000]);
    await workbench.pressInNotification(/files of features/, 'Open manifest.json');
    await expect.poll(() => bar.editorText(), SOON).toMatch(/"version": 1/);
  });

  test('copies the example to a folder of its own, where it evaluates at once', async () => {
    const { workbench, page } = editor();
    const folder = join(parent, 'lis-example');
    rmSync(folder, { recursive: true, force: true }); // of another try
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('LIS: Open Example…');
    await workbench.quickInput.choosePath(parent);
    await workbench.waitForNotification(/The example is in/, RUN_MS);
    expect(readdirSync(folder).sort()).toEqual([
      'README.md',
      'configs',
      'content.lis.yaml',
      'data',
      'kinds.lis.yaml',
      'lis.yaml',
      'logged.lis.yaml',
      'objectives.lis.yaml',
      'probe.lis.yaml',
      'projection.lis.yaml',
      'train.py',
      'trend.lis.yaml',
      'truth.lis.yaml',
    ]);
    expect(existsSync(join(folder, 'data', 'impressions.parquet'))).toBe(true);
    const spec = join(folder, 'lis.yaml');
    const text = readFileSync(spec, 'utf8');
    expect(text).toMatch(/^seeds: 3/m);
    expect(text).toMatch(/^ +- \{name: co-click-1d,/m);
    // Further rows, seeds and sources take longer, and show nothing else; test/integration/evaluation/known-truth.test.ts has the answers.
    await generate(join(folder, 'data'));
    writeFileSync(spec, text.replace(/^seeds: 3/m, 'seeds: 1').replace(/^ +- \{name: co-click-1d,.*\n/m, ''));
    await workbench.pressInNotification(/The example is in/, 'Open');
    await page.locator('.tab[data-resource-name="lis.yaml"]').waitFor(SOON);
    await page.locator('.gettingStartedContainer .getting-started-step').first().waitFor(SOON);
    await workbench.screenshot('example-opened');
    await page.locator('.tab[data-resource-name="lis.yaml"]').click();
    await workbench.clickCodeLens(/▶ Evaluate$/);
    await expect.poll(() => reportsIn(folder), RUN).toHaveLength(1);
    const report = readReport(reportsIn(folder)[0]!);
    const base = report.arms.find(({ id }) => id === 'base')!.auc.toFixed(4);
    await workbench.waitForCodeLens(new RegExp(`base AUC ${base} · just now$`));
    const bar = new SideBar(workbench);
    await bar.open();
    await bar.collapseAll('Evaluations'); // the sources of the specs before it fill the view
    await expect.poll(() => bar.icon('Evaluations', 'lis.yaml'), SOON).toBe('error'); // its column dwell_ms holds the click
    await expect.poll(() => taken().count(), SOON).toBe(4);
    await workbench.screenshot('example-evaluated');
    expect(report.sources.map(({ name }) => name)).toEqual(['co-click', 'after-the-click']);
    expect(report.verdicts).toContainEqual(
      expect.objectContaining({ target: 'after-the-click', code: 'label-leak' }),
    );
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
