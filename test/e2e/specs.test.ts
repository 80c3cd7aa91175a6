import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { zonedTime } from '../../src/common/format.ts';
import type { Report } from '../../src/report/schema.ts';
import { gainCell } from '../../src/report/words/answer-words.ts';
import { JUDGED_SPEC, judgedFiles } from '../support/judged-workspace.ts';
import { smallLog, smallSpec } from '../support/small-workspace.ts';
import { clickFor } from './harness/click.ts';
import { RUN, RUN_MS, SOON, type Theme, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';
import { SpecEditor } from './harness/spec-editor.ts';

const reports = (workspace: string): Report[] => reportsIn(workspace).map(readReport);
/** The last run of the sources named; of the whole spec where none is. */
const lastOf = (workspace: string, only?: string[]): Report =>
  reports(workspace).findLast(({ spec }) => String(spec.only) === String(only))!;

const minuteOf = ({ created }: Report): string => zonedTime(created);

const started = 'version: 1\nlog:\n  path: data/clicks.csv\n  user: user_id\n  item: item_id\n  \n';
const files = {
  'data/clicks.csv': smallLog(),
  'shop.lis.yaml': smallSpec(),
  'new.lis.yaml': started,
  'typo.lis.yaml': smallSpec()
    .replace('user: user_id', 'user: usr_id')
    .replace('window: 2', 'window: 20')
    .replace('  label:', '  lable:'),
  ...judgedFiles(),
  'gone.lis.yaml': smallSpec().replace('clicks.csv', 'click.csv'),
  'cluster.lis.yaml': smallSpec()
    .replace(
      'version: 1\n',
      "version: 1\nengine: {kind: spark, url: 'sc://Spark.example.com', tls: true, token: {secret: prod}}\n",
    )
    .replace('data/clicks.csv', 's3://bucket/clicks'),
};
const editor = useEditor({ files, settings: themeSetting('dark') });
const spec = () => new SpecEditor(editor().workbench);

describe('writing a spec', () => {
  test('offers the keys that are missing here, and then the columns of the file with their facts', async () => {
    const { workbench } = editor();
    await workbench.openFile('new.lis.yaml');
    await workbench.replaceText(started); // but for another try it is so
    await workbench.waitForCodeLens(/^▶ Evaluate$/);
    await spec().goTo(6, 3);
    await expect.poll(() => spec().suggestions(), SOON).toEqual(expect.arrayContaining(['label', 'time']));
    expect(await spec().suggestions()).not.toContain('user');
    await spec().closeSuggestions();
    await spec().type('time: ');
    await expect
      .poll(() => spec().suggestions(), SOON)
      .toEqual(expect.arrayContaining(['ts', 'click', 'position']));
    await expect
      .poll(() => spec().describeSuggestion('ts'), SOON)
      .toMatch(
        /BIGINT · 3,000 distinct.*range\s*1700000000 to 1700269910.*All 3,000 rows of data\/clicks\.csv/,
      );
    await workbench.screenshot('completion-dark');
    await spec().accept();
    await expect.poll(() => spec().lines(), SOON).toContain('  time: ts');
  });

  test('offers the files beside the spec', async () => {
    const { workbench } = editor();
    await workbench.openFile('new.lis.yaml');
    await spec().goTo(3, 9);
    await workbench.page.keyboard.press('Shift+End');
    await spec().type('da');
    await expect.poll(() => spec().suggestions(), SOON).toContain('data/');
    await spec().accept();
    await expect.poll(() => spec().suggestions(), SOON).toContain('data/clicks.csv');
    await spec().accept();
    await expect.poll(() => spec().lines(), SOON).toContain('  path: data/clicks.csv');
    await workbench.save();
  });

  test('names a column that the file does not have, and mends it', async () => {
    const { workbench } = editor();
    await workbench.openFile('typo.lis.yaml');
    await workbench.replaceText(files['typo.lis.yaml']); // but for another try it is so
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/no column `usr_id` in data\/clicks\.csv.*user_id.*Ln 5, Col 9/));
    await spec().goTo(5, 10);
    await spec().quickFixes('Change to “user_id”');
    await workbench.screenshot('quick-fix-dark');
    await spec().applyQuickFix('Change to “user_id”');
    await expect.poll(() => spec().lines(), SOON).toContain('  user: user_id');
    await spec().goTo(7, 4);
    await spec().quickFixes('Change to “label”');
    await spec().applyQuickFix('Change to “label”');
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/window of 20 slices.*Ln 15, Col 13/));
    await spec().goTo(15, 14);
    expect(await spec().quickFixes('Change to “10”')).toContain('Change to “all”');
    await spec().applyQuickFix('Change to “10”');
    await expect.poll(() => spec().lines(), SOON).toContain('    window: 10');
    await expect
      .poll(() => workbench.problems(), SOON)
      .not.toContainEqual(expect.stringMatching(/usr_id|lable|20 slices/));
    await workbench.save();
  });

  test('names a file that is not there', async () => {
    const { workbench } = editor();
    await workbench.openFile('gone.lis.yaml');
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/no file `data\/click\.csv`.*clicks\.csv.*Ln 4, Col 9/));
  });

  test('tells of keys and columns under the pointer', async () => {
    const { workbench } = editor();
    await workbench.openFile('typo.lis.yaml');
    await spec().goTo(15, 6);
    await expect.poll(() => spec().hoverHere(), SOON).toMatch(/Preference window W in slices/);
    await workbench.page.keyboard.press('Escape');
    await spec().goTo(9, 15);
    await expect.poll(() => spec().hoverHere(), SOON).toMatch(/position.*VARCHAR · 10 distinct/);
    await workbench.screenshot('hover-column-dark');
    await workbench.page.keyboard.press('Escape');
  });

  test('stores the token of the cluster that a spec names, for its server alone, and forgets it', async () => {
    const { workbench } = editor();
    const { quickInput } = workbench;
    await workbench.runCommand('LIS: Store a Token…');
    await expect.poll(() => quickInput.box.innerText(), SOON).toContain('Token for spark.example.com:15002');
    expect(await quickInput.box.innerText()).toContain('sent to spark.example.com:15002 alone');
    await expect.poll(() => quickInput.input.getAttribute('type'), SOON).toBe('password');
    await workbench.screenshot('store-token-dark');
    await quickInput.input.fill('dapi-e2e');
    await quickInput.input.press('Enter');
    await workbench.waitForNotification(/The token prod is stored for spark\.example\.com:15002/);
    await workbench.runCommand('LIS: Forget a Token…');
    await quickInput.pick('spark.example.com:15002');
    await workbench.waitForNotification(/The token prod for spark\.example\.com:15002 is forgotten/);
    await workbench.runCommand('LIS: Forget a Token…');
    await workbench.waitForNotification(/No token is stored/);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('an evaluated spec', () => {
  test('shows the verdicts on its sources in Problems, over them and under the pointer', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('shop.lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate/);
    const before = reports(workspace).length;
    await workbench.runCommand('LIS: Evaluate');
    await expect.poll(() => reports(workspace), RUN).toHaveLength(before + 1);
    await workbench.waitForCodeLens(/base AUC .* just now$/);
    const report = lastOf(workspace);
    for (const { target, message } of report.verdicts) {
      const line = target === 'co-click' ? 'Ln 12, Col 12' : 'Ln 13, Col 11';
      const words = message.slice(0, 30);
      await expect
        .poll(async () => {
          const problems = await workbench.problems();
          return problems.filter((problem) => problem.includes(words) && problem.includes(line));
        }, SOON)
        .toHaveLength(1);
    }
    await spec().goTo(12, 14);
    const [first] = report.sources;
    for (const said of ['transferable LIS', Math.abs(first!.lis.transferable!.value).toFixed(4)])
      await expect.poll(() => spec().hoverHere(), SOON).toContain(said);
    await workbench.screenshot('verdicts-dark');
    await workbench.page.keyboard.press('Escape');
  });

  test('evaluates one source from the palette, and keeps the result of the other', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('shop.lis.yaml');
    const before = reports(workspace).length;
    await workbench.runCommand('LIS: Evaluate Source or Model…');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'recent' }).waitFor();
    await workbench.screenshot('evaluate-source-dark');
    await workbench.quickInput.pick('recent');
    await expect.poll(() => reports(workspace).length, RUN).toBe(before + 1);
    const [both, alone] = [lastOf(workspace), reports(workspace).at(-1)];
    expect(alone!.spec.only).toEqual(['recent']);
    expect(alone!.sources.map(({ name }) => name)).toEqual(['recent']);
    // A source judged alone is judged without Holm's adjustment; its estimate is the same.
    expect(alone!.sources[0]!.lis.total.value).toBe(both.sources[1]!.lis.total.value);
    await workbench.waitForCodeLens(/▶ Evaluate · .* base AUC .* just now$/, RUN_MS);
    await expect
      .poll(
        async () => (await workbench.codeLenses()).filter((title) => /^▶ [\w-]+ · .*LIS/.test(title)),
        SOON,
      )
      .toHaveLength(2);
  });

  test('evaluates the source whose CodeLens is clicked', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('shop.lis.yaml');
    const before = reports(workspace).length;
    await workbench.clickCodeLens(/^▶ co-click · .*LIS/);
    await expect.poll(() => reports(workspace).length, RUN).toBe(before + 1);
    expect(reports(workspace).at(-1)!.spec.only).toEqual(['co-click']);
  });

  test('has both sources in the panel, and says which is of another run', async () => {
    const { workbench, workspace, page } = editor();
    const [recent, coClick] = [lastOf(workspace, ['recent']), lastOf(workspace, ['co-click'])];
    await workbench.openFile('shop.lis.yaml');
    await workbench.waitForCodeLens(/▶ Evaluate · .* base AUC .* just now$/, RUN_MS);
    await workbench.clickCodeLens(/^Open report$/);
    const panel = new ReportPage(page);
    await panel.ready();
    await expect
      .poll(() => panel.texts('.notice.info'), SOON)
      .toEqual([
        expect.stringMatching(/^The newest run evaluated co-click alone\. From earlier runs: recent\./),
      ]);
    const value = (report: Report) => gainCell(report.sources[0]!.lis.transferable!).replace(/[+.]/g, '\\$&');
    await expect
      .poll(async () => (await panel.texts('.answer')).sort(), SOON)
      .toEqual([
        expect.stringMatching(new RegExp(`^co-click .*${value(coClick)}`)),
        expect.stringMatching(
          new RegExp(`^recent .*${value(recent)}.* Run of ${minuteOf(recent).replace('+', '\\+')}$`),
        ),
      ]);
    await panel.tab('Run');
    await expect
      .poll(async () => (await panel.rows('arms')).map(([arm]) => arm), SOON)
      .not.toContainEqual(expect.stringContaining('recent'));
    await panel.tab('Scores');
    await expect.poll(() => panel.violations(), SOON).toEqual([]);
    await workbench.screenshot('panel-two-runs');
    await workbench.runCommand('View: Close Editor');
    await workbench.openFile('shop.lis.yaml');
  });

  test('says which data changed, and drops verdicts with their source', async () => {
    const { workbench, workspace } = editor();
    appendFileSync(join(workspace, 'data', 'clicks.csv'), 'u1,i1,1700999999,1,p1\n');
    await workbench.openFile('shop.lis.yaml');
    await workbench.replaceText(smallSpec('# saved\n'));
    await workbench.waitForCodeLens(/^▶ [\w-]+ · .*LIS .* · stale: clicks\.csv changed$/);
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/^Stale, clicks\.csv changed: The transferable LIS/));
    await workbench.replaceText(smallSpec().replace('name: recent', 'name: latest'));
    await workbench.waitForCodeLens(/^▶ Evaluate [\w-]+$/);
    await expect
      .poll(() => workbench.problems(), SOON)
      .not.toContainEqual(expect.stringMatching(/Ln 13, Col 11/));
  });

  test.each<Theme>(['high-contrast-light'])('can be seen in the %s theme', async (theme) => {
    const { workbench } = editor();
    await workbench.setTheme(theme);
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('shop.lis.yaml');
    await workbench.waitForCodeLens(/base AUC/);
    await spec().goTo(12, 14);
    await expect.poll(() => spec().hoverHere(), SOON).not.toBe('');
    await workbench.screenshot(`source-hover-${theme}`);
    await workbench.page.keyboard.press('Escape');
    await spec().goTo(5, 9);
    await expect.poll(() => spec().suggestions(), SOON).toContain('user_id');
    await expect.poll(() => spec().describeSuggestion('user_id'), SOON).toMatch(/distinct/);
    await workbench.screenshot(`completion-${theme}`);
    await spec().closeSuggestions();
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('a spec that has an answer', () => {
  const open = async (): Promise<void> => {
    const { workbench } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('judged/lis.yaml');
    await workbench.replaceText(JUDGED_SPEC); // but for another try it is so
  };

  test('says it first, over its sources, beside them and in the status bar', async () => {
    const { workbench, page } = editor();
    await open();
    await workbench.waitForCodeLens(
      /^▶ Evaluate · worth aligning on: co-click \+0\.020 · base AUC .* · 2 h ago$/,
    );
    await workbench.waitForCodeLens(
      /^▶ co-click · worth aligning on · LIS \+0\.020 ±0\.005 · already there \+0\.008$/,
    );
    await workbench.waitForCodeLens(/^▶ recent · not worth aligning on · LIS -0\.007 ±0\.005$/);
    const item = page.locator('.part.statusbar [id$="lis.answer"]');
    await expect.poll(() => item.innerText(), SOON).toMatch(/LIS: worth aligning on \+0\.020/);
    expect(await item.locator('[role="button"]').first().getAttribute('aria-label')).toMatch(
      /^.*Leakage Impact Score of judged\/lis\.yaml: worth aligning on \+0\.020\. co-click is worth/,
    );
    const signs = page.locator('.glyph-margin-widgets [class*="TextEditorDecorationType"]');
    await expect.poll(() => signs.count(), SOON).toBe(2);
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/The transferable LIS of co-click says so\./));
    expect(await page.locator('.markers-panel .codicon-warning').count()).toBe(0);
    await workbench.hidePanel();
    // It is hidden where no spec speaks, and stays while a panel is in front.
    await workbench.openFile('typo.lis.yaml');
    await expect.poll(() => item.innerText(), SOON).toMatch(/LIS: not evaluated yet|LIS: error in the spec/);
    await workbench.openFile('judged/lis.yaml');
    await expect.poll(() => item.innerText(), SOON).toMatch(/\+0\.020/);
  });

  test('is edited as a verdict asks, and undone', async () => {
    const { workbench, page } = editor();
    await open();
    await spec().goTo(13, 12);
    const title = 'Widen the window from 2 to 4 slices';
    expect(await spec().quickFixes(title)).toContain('Open report');
    await workbench.screenshot('hint-quick-fix');
    await spec().applyQuickFix(title);
    await expect.poll(() => spec().lines(), SOON).toContain('    window: 4');
    await workbench.waitForNotification(/^lis\.yaml was edited: Widen the window.* Evaluate again/);
    await workbench.screenshot('hint-edited');
    await workbench.focusText();
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => spec().lines(), SOON).toContain('    window: 2');
    await workbench.save();
  });

  test('is edited from a hint of the panel, which shows the edit first', async () => {
    const { workbench, page } = editor();
    await open();
    await workbench.clickCodeLens(/^Open report$/);
    const panel = new ReportPage(page);
    await panel.ready();
    await panel.tab('Hints');
    await panel.locator('[data-key="act:add-swing"]').click();
    const preview = page.locator('.monaco-dialog-box');
    await expect
      .poll(() => preview.innerText(), SOON)
      .toContain('+   - {name: swing, build: swing, window: 3}');
    await workbench.screenshot('hint-preview');
    await clickFor(preview.locator('.monaco-button', { hasText: 'Edit' }).first(), 'Edit');
    await workbench.waitForNotification(/^lis\.yaml was edited: Add Swing beside co-click\./);
    await workbench.openFile('judged/lis.yaml');
    await expect.poll(() => spec().lines(), SOON).toContain('  - {name: swing, build: swing, window: 3}');
    await workbench.replaceText(JUDGED_SPEC);
  });

  test.each<Theme>(['high-contrast'])('has its signs in the %s theme', async (theme) => {
    const { workbench } = editor();
    await workbench.setTheme(theme);
    await open();
    await workbench.waitForCodeLens(/^▶ co-click · worth aligning on/);
    await expect
      .poll(
        () => workbench.page.locator('.glyph-margin-widgets [class*="TextEditorDecorationType"]').count(),
        SOON,
      )
      .toBe(2);
    await workbench.screenshot(`answer-${theme}`);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
