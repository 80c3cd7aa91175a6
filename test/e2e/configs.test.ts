/** Training configs in the real editor: RecBole, FuxiCTR, a `lis:` block, a comment that names a spec, and YAML of others. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
import { type Theme, themeSetting, useEditor } from './harness/index.ts';

const RUN_MS = 90_000;
const COMPOSE = 'services:\n  db:\n    image: postgres\n    model: small\nvolumes: {}\n';

function latest(workspace: string, folder: string, name: string): Report | undefined {
  const runs = join(workspace, folder, '.lis', 'runs');
  const files = existsSync(runs) ? readdirSync(runs).filter((file) => file.endsWith(`-${name}.json`)) : [];
  const last = files.sort().at(-1);
  return last === undefined
    ? undefined
    : ReportSchema.parse(JSON.parse(readFileSync(join(runs, last), 'utf8')));
}

/** The lens that a report must give, from its own digits. */
function lensOf(report: Report): string {
  const signed = (value: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
  const base = report.arms.find(({ id }) => id === 'base')!;
  const [source] = report.sources;
  const { value, low, high } = source!.lis.transferable!;
  const verdict = report.verdicts.find(({ target }) => target === source!.name);
  return [
    '▶ Evaluate',
    `base AUC ${base.auc.toFixed(4)}`,
    `co-click LIS ${signed(value)} ±${((high - low) / 2).toFixed(4)}`,
    ...(verdict === undefined ? [] : [verdict.code.replaceAll('-', ' ')]),
    'just now',
  ].join(' · ');
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
    await workbench.waitForCodeLens(/^▶ Evaluate preference data for this config$/, 30_000);
    await workbench.screenshot('config-recbole-before');
    await workbench.clickCodeLens(/^▶ Evaluate preference data/);
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);
    const report = latest(workspace, 'recbole', 'train')!;
    expect((await workbench.codeLenses())[0]).toBe(lensOf(report));
    expect(report.inputs.map(({ path }) => path)).toEqual([
      '../dataset/shop/shop.inter',
      '../dataset/shop/shop.item',
    ]);
    expect(report.warnings.map(({ code }) => code)).toContain('config-not-applied');
  });

  test('a FuxiCTR config is evaluated with the dataset that its config folder describes', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('model_config.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate preference data for this config$/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);
    const report = latest(workspace, 'fuxi', 'model_config')!;
    expect((await workbench.codeLenses())[0]).toBe(lensOf(report));
    expect(report.data.evalRows).toBe(600);
    await workbench.screenshot('config-fuxictr');
  });

  test('a dataset config offers a spec for each of its other datasets', async () => {
    const { workbench } = editor();
    await workbench.openFile('dataset_config.yaml');
    await workbench.waitForCodeLens(/^Create lis\.yaml from mall$/, 30_000);
    expect(await workbench.codeLenses()).toEqual([
      '▶ Evaluate preference data for this config',
      'Create lis.yaml from this config',
      'Create lis.yaml from mall',
    ]);
  });

  test('a `lis:` block has the lenses of a spec, at its lines', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('with-block.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);
    const report = latest(workspace, '.', 'with-block')!;
    const base = report.arms.find(({ id }) => id === 'base')!;
    const lenses = await workbench.codeLenses();
    expect(lenses[0]).toContain(`base AUC ${base.auc.toFixed(4)}`);
    expect(lenses.some((title) => /LIS [+-]0\.\d{4}/.test(title))).toBe(true);
    await workbench.screenshot('config-block');
  });

  test('a comment that names a spec leads to it', async () => {
    const { workbench } = editor();
    await workbench.openFile('comment.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate lis\.yaml/, 30_000);
    await workbench.clickCodeLens(/^Open lis\.yaml$/);
    await workbench.page.locator('.tab.active', { hasText: /^lis\.yaml/ }).waitFor();
  });

  test('other YAML has no lens', async () => {
    const { workbench } = editor();
    await workbench.openFile('compose.yaml');
    await workbench.openFile('train.yaml'); // its lenses come after those of compose.yaml were asked for
    await workbench.waitForCodeLens(/base AUC/);
    await workbench.openFile('compose.yaml');
    expect(await workbench.codeLenses()).toEqual([]);
    expect(await workbench.commands('LIS: ')).not.toContain('LIS: Evaluate');
  });

  test('what is wrong is marked on the line of the config, once it was evaluated', async () => {
    const { workbench } = editor();
    await workbench.openFile('wrong.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate preference data/, 30_000);
    expect(await workbench.problems()).toEqual([]);
    await workbench.openFile('wrong.yaml');
    await workbench.clickCodeLens(/^▶ Evaluate preference data/);
    await workbench.waitForNotification(/wrong\.yaml, line 5: no column `userid` \(USER_ID_FIELD\)/, RUN_MS);
    await expect
      .poll(() => workbench.problems(), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^no column `userid`.*\[Ln 5, Col 16\]$/));
    await workbench.screenshot('config-error');
  });

  test('a spec is created beside the config, with the reasons of each choice', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('train.yaml');
    await workbench.clickCodeLens(/^Create lis\.yaml from this config$/);
    await workbench.page.locator('.tab.active', { hasText: /^lis\.yaml/ }).waitFor();
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    const text = readFileSync(join(workspace, 'recbole', 'lis.yaml'), 'utf8');
    expect(text).toMatch(/user: user_id +# USER_ID_FIELD/);
    expect(text).toMatch(/# Note: val_interval is not applied/);
    await workbench.screenshot('config-created-spec');
  });

  test.each<Theme>(['light', 'dark', 'high-contrast'])('can be seen in the %s theme', async (theme) => {
    const { workbench, setSettings } = editor();
    await setSettings(themeSetting(theme)); // reloads, and may restore another editor
    await workbench.waitForTheme(theme);
    await workbench.openFile('train.yaml');
    await workbench.waitForCodeLens(/base AUC/, 30_000);
    await workbench.screenshot(`config-recbole-${theme}`);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
