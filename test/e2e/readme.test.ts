/**
 * README's first screen: a spec with preference data and models on the example feed, over its lines, in Problems and in the panel.
 * The pictures are left in `test-results/screenshots` as `readme-*.png`; those in `media/readme` are copies of them. It runs where
 * `LIS_README_SEEDS` is given, 3 for the pictures: that each surface says what the report says is the other files' to test
 * (models.test.ts above all), and that the example comes to these verdicts is test/integration/evaluation/known-content.test.ts's.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RUN, SOON, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';

const [head] = readFileSync('examples/feed/content.lis.yaml', 'utf8').split(/^sources:/m);
const SPEC = `${head!.replace(/^#.*/, '# A content feed: is this data worth aligning on, and has the model learnt it?')}sources:
  - {name: co-click, build: co-click, window: 7}   # who clicked this also clicked that
  - {name: content, embeddings: data/content-good.parquet, item: item_id, vector: vector}
models:
  - {name: aligned, embeddings: data/content-weak.parquet, item: item_id, vector: vector}
  - {name: off-the-shelf, embeddings: data/content-noise.parquet, item: item_id, vector: vector}
seeds: ${process.env['LIS_README_SEEDS'] ?? 1}
`;

const folder = mkdtempSync(join(tmpdir(), 'lis-readme-'));
execFileSync(process.execPath, ['examples/feed/generate.ts', '--out', join(folder, 'data')]);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the example feed with models', () => {
  const editor = useEditor({
    workspace: folder,
    files: { 'lis.yaml': SPEC },
    settings: {
      ...themeSetting('dark'),
      'breadcrumbs.enabled': false,
      'editor.minimap.enabled': false,
      'window.commandCenter': false,
      'workbench.layoutControl.enabled': false,
    },
  });

  test('has its ceilings and what the models reach of them over their lines', async () => {
    const { workbench, workspace, page } = editor();
    await page.setViewportSize({ width: 1280, height: 800 });
    await workbench.openFile('lis.yaml');
    await workbench.runCommand('View: Close Primary Side Bar');
    const before = reportsIn(workspace).length;
    await workbench.clickCodeLens(before === 0 ? /^▶ Evaluate$/ : /^▶ Evaluate/);
    await expect.poll(() => reportsIn(workspace).length, { timeout: 2 * RUN.timeout }).toBe(before + 1);
    await expect
      .poll(async () => (await workbench.codeLenses()).slice(2), SOON)
      .toEqual([
        expect.stringMatching(/^▶ [\w-]+ · worth aligning on · LIS \+0\.0\d+ /),
        expect.stringMatching(/^▶ [\w-]+ · may be worth aligning on · total LIS \+0\.\d+ /),
        expect.stringMatching(/^▶ [\w-]+ · .*AIS .* · \d+ % captured/),
        expect.stringMatching(/^▶ [\w-]+ · alignment is the bottleneck · AIS .* captured$/),
      ]);
    const { verdicts } = readReport(reportsIn(workspace).at(-1)!);
    await expect
      .poll(async () => (await workbench.problems()).length, SOON)
      .toBeGreaterThanOrEqual(verdicts.length);
    if (before === 0)
      await workbench.waitForNotification(/^lis\.yaml: co-click is worth aligning on: .* AUC\.$/);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.picture('readme-spec');
    await workbench.hidePanel();
  }, 600_000);

  test('has them side by side in the panel', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.clickCodeLens(/^Open report$/);
    const panel = new ReportPage(page);
    await panel.ready();
    await workbench.maximizeGroup();
    await panel.locator('canvas').first().waitFor();
    const { models } = readReport(reportsIn(workspace).at(-1)!);
    await expect
      .poll(async () => {
        const rows = await panel.rows('models');
        return rows.filter(([, source]) => source === 'content').map(([name]) => name);
      }, SOON)
      .toEqual(models.map(({ name }) => name));
    await workbench.picture('readme-panel');
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
