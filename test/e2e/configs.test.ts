/** Training configs in the real editor: RecBole, FuxiCTR, a `lis:` block, a comment that names a spec, and YAML of others. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import {
  BLOCK,
  FUXI_DATASET,
  FUXI_MODEL,
  fuxiData,
  RECBOLE,
  recboleData,
} from '../support/config-workspace.ts';
import { smallFiles } from '../support/small-workspace.ts';
import { gain, sourceAnswer } from './harness/answers.ts';
import { RUN, RUN_MS, SOON, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { SideBar } from './harness/side.ts';
import { SpecEditor } from './harness/spec-editor.ts';

const COMPOSE = 'services:\n  db:\n    image: postgres\n    model: small\nvolumes: {}\n';

function latest(workspace: string, folder: string, name: string): Report | undefined {
  const runs = join(workspace, folder, '.lis', 'runs');
  const files = existsSync(runs) ? readdirSync(runs).filter((file) => file.endsWith(`-${name}.json`)) : [];
  const last = files.sort().at(-1);
  return last === undefined
    ? undefined
    : ReportSchema.parse(JSON.parse(readFileSync(join(runs, last), 'utf8')));
}

/** Waits for a report that is none of those before, and returns it. */
async function fresh(workspace: string, folder: string, name: string, before?: Report): Promise<Report> {
  const created = () => latest(workspace, folder, name)?.created;
  await expect.poll(() => created() ?? before?.created, RUN).not.toBe(before?.created);
  return latest(workspace, folder, name)!;
}

/** The lens that a report must give, from its own digits. */
function lensOf(report: Report): string {
  const base = report.arms.find(({ id }) => id === 'base')!;
  const [source] = report.sources;
  const [verdict] = sourceAnswer(report, source!).split(' · ');
  const [value] = gain(source!.lis.transferable!).split(' ');
  return ['▶ Evaluate', `${verdict}: co-click ${value}`, `base AUC ${base.auc.toFixed(4)}`, 'just now'].join(
    ' · ',
  );
}

describe('training configs', () => {
  const editor = useEditor({
    files: {
      ...smallFiles(),
      ...recboleData(),
      ...fuxiData(),
      'recbole/train.yaml': RECBOLE,
      'recbole/gone.yaml': RECBOLE.replace('dataset: shop', 'dataset: gone'),
      'recbole/wrong.yaml': RECBOLE.replace('USER_ID_FIELD: user_id', 'USER_ID_FIELD: userid'),
      'fuxi/model_config.yaml': FUXI_MODEL,
      'fuxi/dataset_config.yaml': `${FUXI_DATASET}\n${FUXI_DATASET.replace('shop:', 'mall:')}`,
      'with-block.yaml': BLOCK,
      'comment.yaml': '# lis: lis.yaml\ntrainer: {epochs: 10}\n',
      'compose.yaml': COMPOSE,
    },
    settings: themeSetting('dark'),
  });

  test('a RecBole config is evaluated from its lens, and shows what the report says', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('train.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate/);
    await workbench.screenshot('config-recbole-before');
    const before = latest(workspace, 'recbole', 'train');
    await workbench.clickCodeLens(
      before === undefined ? /^▶ Evaluate preference data for this config$/ : /^▶ Evaluate/,
    );
    const report = await fresh(workspace, 'recbole', 'train', before);
    await expect.poll(async () => (await workbench.codeLenses())[0], SOON).toBe(lensOf(report));
    expect(report.inputs.map(({ path }) => path)).toEqual([
      '../dataset/shop/shop.inter',
      '../dataset/shop/shop.item',
    ]);
    expect(report.warnings.map(({ code }) => code)).toContain('config-not-applied');
  });

  test('a FuxiCTR config is evaluated with the dataset that its config folder describes', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('model_config.yaml');
    const before = latest(workspace, 'fuxi', 'model_config');
    await workbench.waitForCodeLens(
      before === undefined ? /^▶ Evaluate preference data for this config$/ : /^▶ Evaluate/,
    );
    await workbench.runCommand('LIS: Evaluate');
    const report = await fresh(workspace, 'fuxi', 'model_config', before);
    await expect.poll(async () => (await workbench.codeLenses())[0], SOON).toBe(lensOf(report));
    expect(report.data.evalRows).toBe(600);
    await workbench.screenshot('config-fuxictr');
  });

  test('a dataset config offers a spec for each of its other datasets', async () => {
    const { workbench } = editor();
    await workbench.openFile('dataset_config.yaml');
    await expect
      .poll(() => workbench.codeLenses(), SOON)
      .toEqual([
        '▶ Evaluate preference data for this config',
        'Create lis.yaml from this config',
        'Create lis.yaml from mall',
      ]);
  });

  test('a `lis:` block has the lenses of a spec, at its lines', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('with-block.yaml');
    const before = latest(workspace, '.', 'with-block');
    await workbench.waitForCodeLens(/^▶ Evaluate/);
    await workbench.clickCodeLens(before === undefined ? /^▶ Evaluate$/ : /^▶ Evaluate/);
    const report = await fresh(workspace, '.', 'with-block', before);
    const base = report.arms.find(({ id }) => id === 'base')!;
    await expect
      .poll(async () => (await workbench.codeLenses())[0], SOON)
      .toContain(`base AUC ${base.auc.toFixed(4)}`);
    await workbench.waitForCodeLens(/LIS [+-]0\.\d{3}/);
    await workbench.screenshot('config-block');
  });

  test('a `lis:` block is written like a spec: problems, quick fixes, hovers and completion', async () => {
    const { workbench } = editor();
    const block = new SpecEditor(workbench);
    await workbench.openFile('with-block.yaml');
    await workbench.replaceText(BLOCK.replace('user: user_id', 'user: usr_id'));
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/no column `usr_id` in data\/clicks\.csv.*Ln 9, Col 11/));
    await block.goTo(9, 12);
    await block.quickFixes('Change to “user_id”');
    await block.applyQuickFix('Change to “user_id”');
    await expect.poll(() => block.lines(), SOON).toContain('    user: user_id');
    await expect.poll(() => block.hoverHere(), SOON).toMatch(/user_id.*VARCHAR · 120 distinct/);
    await workbench.page.keyboard.press('Escape');
    await block.goTo(11, 12);
    await expect.poll(() => block.suggestions(), SOON).toContain('click');
    await block.closeSuggestions();
    await block.goTo(2, 3);
    expect(await block.suggestions()).not.toContain('version');
    await workbench.page.keyboard.press('Escape');
    await workbench.save();
  });

  test('an open config has a row in the side bar and a status; its runs stay when it is closed', async () => {
    const { workbench, page } = editor();
    const bar = new SideBar(workbench);
    await bar.open();
    await expect
      .poll(() => bar.rows('Evaluations'), SOON)
      .toEqual(
        expect.arrayContaining([expect.stringMatching(/^with-block\.yaml \| .* · base AUC 0\.\d{4}/)]),
      );
    await expect
      .poll(() => bar.rows('Runs'), SOON)
      .toContainEqual(expect.stringMatching(/\| with-block\.yaml · /));
    await workbench.runCommand('View: Close All Editors');
    await bar.open();
    await expect
      .poll(async () => (await bar.rows('Evaluations')).filter((row) => row.startsWith('with-block')), SOON)
      .toEqual([]);
    await expect
      .poll(() => bar.rows('Runs'), SOON)
      .toContainEqual(expect.stringMatching(/\| with-block\.yaml · /));
    await workbench.openFile('with-block.yaml');
    await expect.poll(() => workbench.languageStatus(), SOON).toMatch(/LIS: [a-z ]+: co-click [+-]0\.\d+/);
    await workbench.screenshot('config-side-and-status');
    await page.keyboard.press('Escape');
    await workbench.runCommand('View: Show Explorer');
  });

  test('the report of a config opens from its lens', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('train.yaml');
    await workbench.clickCodeLens(/^Open report$/);
    const panel = new ReportPage(page);
    await panel.ready();
    await expect.poll(() => panel.texts('h1'), SOON).toEqual(['train.yaml']);
    await expect.poll(() => panel.locator('.answer').count(), SOON).toBe(1);
    await workbench.runCommand('View: Close Editor');
  });

  test('a comment that names a spec leads to it', async () => {
    const { workbench } = editor();
    await workbench.openFile('comment.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate lis\.yaml/);
    await workbench.clickCodeLens(/^Open lis\.yaml$/);
    await workbench.activeTab('lis.yaml').waitFor();
  });

  test('other YAML has no lens', async () => {
    const { workbench } = editor();
    await workbench.openFile('compose.yaml');
    await workbench.openFile('train.yaml'); // its lenses come after those of compose.yaml were asked for
    await workbench.waitForCodeLens(/base AUC/);
    await workbench.openFile('compose.yaml');
    await expect.poll(() => workbench.codeLenses(), SOON).toEqual([]);
    await expect.poll(() => workbench.commands('LIS: '), SOON).not.toContain('LIS: Evaluate');
  });

  test('what is wrong is marked on the line of the config, once it was evaluated', async () => {
    const { workbench } = editor();
    await workbench.openFile('wrong.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate preference data/);
    // Only the verdicts on what was evaluated before.
    await expect
      .poll(() => workbench.problems(), SOON)
      .not.toContainEqual(expect.stringMatching(/userid|wrong/));
    await workbench.openFile('wrong.yaml');
    await workbench.clickCodeLens(/^▶ Evaluate preference data/);
    await workbench.waitForNotification(/wrong\.yaml, line 5: no column “userid” \(USER_ID_FIELD\)/, RUN_MS);
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/^no column `userid`.*\[Ln 5, Col 16\]$/));
    await workbench.screenshot('config-error');
  });

  test('a spec is created beside the config, with the reasons of each choice', async () => {
    const { workbench, workspace } = editor();
    rmSync(join(workspace, 'recbole', 'lis.yaml'), { force: true });
    await workbench.openFile('train.yaml');
    await workbench.clickCodeLens(/^Create lis\.yaml from this config$/);
    await workbench.activeTab('lis.yaml').waitFor();
    await workbench.waitForCodeLens(/^▶ Evaluate$/);
    const text = readFileSync(join(workspace, 'recbole', 'lis.yaml'), 'utf8');
    expect(text).toMatch(/user: user_id +# USER_ID_FIELD/);
    expect(text).toMatch(/# Note: val_interval is not applied/);
    await workbench.screenshot('config-created-spec');
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
