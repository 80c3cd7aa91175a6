import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { smallFiles, smallSpec } from '../support/small-workspace.ts';
import { type Theme, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { SpecEditor } from './harness/spec-editor.ts';

/** A run of the small workspace takes seconds; a machine that does other things as well may take a minute. */
const RUN_MS = 90_000;
const POLL = { timeout: 30_000 };

function reports(workspace: string): Report[] {
  const folder = join(workspace, '.lis', 'runs');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => ReportSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

const minuteOf = ({ created }: Report): string => created.slice(0, 16).replace('T', ' ');

describe('writing a spec', () => {
  const started = 'version: 1\nlog:\n  path: data/clicks.csv\n  user: user_id\n  item: item_id\n  \n';
  const files = {
    ...smallFiles(),
    'new.lis.yaml': started,
    'typo.lis.yaml': smallSpec()
      .replace('user: user_id', 'user: usr_id')
      .replace('window: 2', 'window: 20')
      .replace('  label:', '  lable:'),
    'gone.lis.yaml': smallSpec().replace('clicks.csv', 'click.csv'),
  };
  const editor = useEditor({ files, settings: themeSetting('dark') });
  const spec = () => new SpecEditor(editor().workbench);

  test('offers the keys that are missing here, and then the columns of the file with their facts', async () => {
    const { workbench } = editor();
    await workbench.openFile('new.lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await spec().goTo(6, 3);
    await expect.poll(() => spec().suggestions(), POLL).toEqual(expect.arrayContaining(['label', 'time']));
    expect(await spec().suggestions()).not.toContain('user');
    await spec().closeSuggestions();
    await spec().type('time: ');
    await expect
      .poll(() => spec().suggestions(), POLL)
      .toEqual(expect.arrayContaining(['ts', 'click', 'position']));
    const facts = await spec().describeSuggestion('ts');
    expect(facts).toMatch(/BIGINT · 3,000 distinct/);
    expect(facts).toMatch(/range\s*1700000000 to 1700269910.*All 3,000 rows of data\/clicks\.csv/);
    await workbench.screenshot('completion-dark');
    await spec().accept();
    await expect.poll(() => spec().lines()).toContain('  time: ts');
  });

  test('offers the files beside the spec', async () => {
    const { workbench } = editor();
    await spec().goTo(3, 9);
    await workbench.page.keyboard.press('Shift+End');
    await spec().type('da');
    await expect.poll(() => spec().suggestions(), POLL).toContain('data/');
    await spec().accept();
    await expect.poll(() => spec().suggestions(), POLL).toContain('data/clicks.csv');
    await spec().accept();
    await expect.poll(() => spec().lines()).toContain('  path: data/clicks.csv');
    await workbench.save();
  });

  test('names a column that the file does not have, and mends it', async () => {
    const { workbench } = editor();
    await workbench.openFile('typo.lis.yaml');
    await expect
      .poll(() => workbench.problems(), POLL)
      .toContainEqual(expect.stringMatching(/no column `usr_id` in data\/clicks\.csv.*user_id.*Ln 5, Col 9/));
    await spec().goTo(5, 10);
    expect(await spec().quickFixes()).toContain('Change to `user_id`');
    await workbench.screenshot('quick-fix-dark');
    await spec().applyQuickFix('Change to `user_id`');
    await expect.poll(() => spec().lines()).toContain('  user: user_id');
    await spec().goTo(7, 4);
    expect(await spec().quickFixes()).toContain('Change to `label`');
    await spec().applyQuickFix('Change to `label`');
    await expect
      .poll(() => workbench.problems(), POLL)
      .toContainEqual(expect.stringMatching(/window of 20 slices.*Ln 15, Col 13/));
    await spec().goTo(15, 14);
    expect(await spec().quickFixes()).toEqual(expect.arrayContaining(['Change to `10`', 'Change to `all`']));
    await spec().applyQuickFix('Change to `10`');
    await expect.poll(() => spec().lines()).toContain('    window: 10');
    await expect
      .poll(() => workbench.problems(), POLL)
      .not.toContainEqual(expect.stringMatching(/usr_id|lable|20 slices/));
    await workbench.save();
  });

  test('names a file that is not there', async () => {
    const { workbench } = editor();
    await workbench.openFile('gone.lis.yaml');
    await expect
      .poll(() => workbench.problems(), POLL)
      .toContainEqual(expect.stringMatching(/no file `data\/click\.csv`.*clicks\.csv.*Ln 4, Col 9/));
  });

  test('tells of keys and columns under the pointer', async () => {
    const { workbench } = editor();
    await workbench.openFile('typo.lis.yaml');
    await spec().goTo(15, 6);
    expect(await spec().hoverHere()).toMatch(/Preference window W in slices/);
    await workbench.page.keyboard.press('Escape');
    await spec().goTo(9, 15);
    await expect.poll(() => spec().hoverHere(), POLL).toMatch(/position.*VARCHAR · 10 distinct/);
    await workbench.screenshot('hover-column-dark');
    await workbench.page.keyboard.press('Escape');
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('an evaluated spec', () => {
  const editor = useEditor({ files: smallFiles(), settings: themeSetting('light') });
  const spec = () => new SpecEditor(editor().workbench);

  test('shows the verdicts on its sources in Problems, over them and under the pointer', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);
    const [report] = reports(workspace);
    for (const { target, message } of report!.verdicts) {
      const line = target === 'co-click' ? 'Ln 12, Col 12' : 'Ln 13, Col 11';
      const problems = await workbench.problems();
      const words = message.slice(0, 30);
      expect(problems.filter((one) => one.includes(words) && one.includes(line))).toHaveLength(1);
    }
    await spec().goTo(12, 14);
    const hover = await spec().hoverHere();
    const [first] = report!.sources;
    expect(hover).toContain('transferable LIS');
    expect(hover).toContain(Math.abs(first!.lis.transferable!.value).toFixed(4));
    await workbench.screenshot('verdicts-light');
    await workbench.page.keyboard.press('Escape');
  });

  test('evaluates one source from the palette, and keeps the result of the other', async () => {
    const { workbench, workspace } = editor();
    await workbench.runCommand('LIS: Evaluate Source or Model…');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'recent' }).waitFor();
    await workbench.screenshot('evaluate-source-light');
    await workbench.answer('recent');
    await expect.poll(() => reports(workspace).length, { timeout: RUN_MS }).toBe(2);
    const [both, alone] = reports(workspace);
    expect(alone!.spec.only).toEqual(['recent']);
    expect(alone!.sources.map(({ name }) => name)).toEqual(['recent']);
    // A source judged alone is judged without Holm's adjustment; its estimate is the same.
    expect(alone!.sources[0]!.lis.total.value).toBe(both!.sources[1]!.lis.total.value);
    await workbench.waitForCodeLens(/▶ Evaluate · base AUC .* just now$/, RUN_MS);
    const lenses = (await workbench.codeLenses()).filter((title) => /^▶ · LIS/.test(title));
    expect(lenses).toHaveLength(2);
  });

  test('evaluates the source whose CodeLens is clicked', async () => {
    const { workbench, workspace } = editor();
    await workbench.clickCodeLens(/^▶ · LIS/);
    await expect.poll(() => reports(workspace).length, { timeout: RUN_MS }).toBe(3);
    expect(reports(workspace)[2]!.spec.only).toEqual(['co-click']);
  });

  test('has both sources in the panel, and says which is of another run', async () => {
    const { workbench, workspace, page } = editor();
    const [, recent, coClick] = reports(workspace);
    await workbench.waitForCodeLens(/▶ Evaluate · base AUC .* just now$/, RUN_MS);
    await workbench.clickCodeLens(/^Open report$/);
    const panel = new ReportPage(page);
    await panel.ready();
    expect(await panel.locator('.notice.info').innerText()).toMatch(
      /^The newest run evaluated co-click alone\. From earlier runs: recent\./,
    );
    const tiles = (await panel.locator('.tile').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    const value = (report: Report) => Math.abs(report.sources[0]!.lis.transferable!.value).toFixed(4);
    expect(tiles).toEqual([
      expect.stringMatching(new RegExp(`^co-click .*${value(coClick!)}`)),
      expect.stringMatching(new RegExp(`^recent .*${value(recent!)}.* Run of ${minuteOf(recent!)} UTC$`)),
    ]);
    const arms = (await panel.tab('Run').then(() => panel.table('arms'))).rows.map(([arm]) => arm);
    expect(arms).not.toContainEqual(expect.stringContaining('recent'));
    await panel.tab('Scores');
    expect(await panel.violations()).toEqual([]);
    await workbench.screenshot('panel-two-runs');
    await workbench.runCommand('View: Close Editor');
    await workbench.openFile('lis.yaml');
  });

  test('says which data changed, and drops verdicts with their source', async () => {
    const { workbench, workspace } = editor();
    appendFileSync(join(workspace, 'data', 'clicks.csv'), 'u1,i1,1700999999,1,p1\n');
    await workbench.replaceText(smallSpec('# saved\n'));
    await workbench.waitForCodeLens(/^▶ · LIS .* · stale: clicks\.csv changed$/, 30_000);
    await expect
      .poll(() => workbench.problems(), POLL)
      .toContainEqual(expect.stringMatching(/^Stale, clicks\.csv changed: The transferable LIS/));
    await workbench.replaceText(smallSpec().replace('name: recent', 'name: latest'));
    await workbench.waitForCodeLens(/^▶ · not evaluated yet$/, 30_000);
    await expect
      .poll(() => workbench.problems(), POLL)
      .not.toContainEqual(expect.stringMatching(/Ln 13, Col 11/));
  });

  test.each<Theme>(['light', 'dark', 'high-contrast', 'high-contrast-light'])(
    'can be seen in the %s theme',
    async (theme) => {
      const { workbench, setSettings } = editor();
      await setSettings(themeSetting(theme));
      await workbench.waitForTheme(theme);
      await workbench.runCommand('View: Close All Editors'); // the reload may bring a panel back, in front
      await workbench.openFile('lis.yaml');
      await workbench.waitForCodeLens(/base AUC/);
      await spec().goTo(12, 14);
      await spec().hoverHere();
      await workbench.screenshot(`source-hover-${theme}`);
      await workbench.page.keyboard.press('Escape');
      await spec().goTo(5, 9);
      await expect.poll(() => spec().suggestions(), POLL).toContain('user_id');
      await spec().describeSuggestion('user_id');
      await workbench.screenshot(`completion-${theme}`);
      await spec().closeSuggestions();
    },
  );

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('a workspace that is not trusted', () => {
  const editor = useEditor({ files: smallFiles(), trusted: false, settings: themeSetting('light') });

  test('offers keys and choices, and reads no file', async () => {
    const { workbench } = editor();
    const spec = new SpecEditor(workbench);
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^Trust this workspace to evaluate$/, 30_000);
    await spec.goTo(5, 9);
    await workbench.page.keyboard.press('Shift+End');
    await spec.type('x');
    await expect.poll(() => spec.suggestions(), POLL).not.toContain('user_id');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('End');
    await spec.type('\n  gr');
    await expect.poll(() => spec.suggestions(), POLL).toContain('group');
    await workbench.page.keyboard.press('Escape');
    expect(await workbench.problems()).not.toContainEqual(expect.stringMatching(/no column/));
    expect(editor().consoleErrors).toEqual([]);
  });
});
