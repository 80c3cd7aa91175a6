/** A report of training in two stages and by an objective in a real editor: what its panel shows beyond others, in each theme. */
import { describe, expect, test } from 'vitest';
import { openingSentences } from '../../src/report/words/opening.ts';
import { byTime } from '../fixtures/objective-report.ts';
import { stagedReport } from '../fixtures/staged-report.ts';
import { smallFiles, smallSpec } from '../support/small-workspace.ts';
import { SOON, type Theme, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { SpecEditor } from './harness/spec-editor.ts';

const THEMES: Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
const staged = stagedReport();
const report = { ...staged, objectives: [byTime(staged)] };
const spec = smallSpec('objectives:\n  - {name: time, weight: dwell_ms}\n');
/** Line and column of a text of the spec, from 1. */
const placeOf = (text: string): [number, number] => {
  const before = spec.slice(0, spec.indexOf(text)).split('\n');
  return [before.length, before.at(-1)!.length + 1];
};

describe('the panel of training in two stages', () => {
  const files = {
    ...smallFiles(undefined, spec),
    '.lis/runs/2026-11-01T10-00-00-000Z-lis.json': JSON.stringify(report),
  };
  const editor = useEditor({ files, settings: themeSetting('dark') });
  const open = () => new ReportPage(editor().page);

  test('by an objective, has the best source over its line and a row in each hover', async () => {
    const { workbench } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(
      /^time · not worth aligning on · co-click LIS \+0\.0001 ±0\.0002 · stale: /,
    );
    const text = new SpecEditor(workbench);
    await text.goTo(...placeOf('time, weight'));
    await expect
      .poll(() => text.hoverHere(), SOON)
      .toMatch(/^time.*co-click, not worth aligning on\s*\+0\.0001\s*-0\.0001 … \+0\.0003/);
    await text.goTo(...placeOf('co-click, build'));
    await expect.poll(() => text.hoverHere(), SOON).toMatch(/LIS by time\s*\+0\.0001/);
    await workbench.screenshot('spec-objective');
  });

  test('says first how strong the base is, and lists what was tried for it', async () => {
    const { workbench } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.runCommand('LIS: Open Report');
    const panel = open();
    await panel.ready();
    await expect.poll(() => panel.texts('.opening'), SOON).toEqual([openingSentences(report).join(' ')]);
    await panel.tab('Base');
    const recipes = async () => (await panel.rows('trials')).filter(([name]) => /^recipe \d+$/.test(name!));
    await expect
      .poll(async () => (await recipes())[1]?.slice(0, 3), SOON)
      .toEqual([...['recipe 3', '0.4004', 'chosen']]);
    if ((await recipes()).length < 10) await panel.press('Show 2 more rows'); // as another try may have
    await expect.poll(async () => (await recipes()).length, SOON).toBe(10);
  });

  test('shows each source by the log’s label and by the objective', async () => {
    const panel = open();
    await panel.tab('Scores');
    await expect
      .poll(async () => (await panel.rows('objectives')).map((row) => row.slice(0, 4)), SOON)
      .toContainEqual([report.sources[0]!.name, 'time', 'weighted AUC', '0.7219']);
  });

  test('shows the gain over weaker bases', async () => {
    const panel = open();
    await panel.tab('Base');
    await panel.choosePart('content');
    await expect
      .poll(() => panel.rows('curve'), SOON)
      .toEqual([
        ['lr', '0.6017', '+0.0379', '[+0.0299, +0.0459]', '0.4100'],
        ['fm', '0.6442', '+0.0191', '[+0.0131, +0.0251]', '0.4100'],
        ['fm, chosen', '0.6558', '+0.0177', '[+0.0117, +0.0237]', '0.4100'],
      ]);
  });

  test.each(THEMES)('is accessible in the %s theme', async (theme) => {
    const { workbench } = editor();
    await workbench.setTheme(theme);
    const panel = open();
    await panel.waitForTheme(theme);
    for (const name of ['Scores', 'Base']) {
      await panel.tab(name);
      await expect.poll(() => panel.violations(), { ...SOON, message: `${theme}, ${name}` }).toEqual([]);
      await workbench.screenshot(`panel-staged-${theme}-${name}`);
    }
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
