/** Notes beside training code: in a Python file, a notebook and a config, with the report's numbers and nowhere else. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { leakyFiles } from '../support/leaky-workspace.ts';
import { clickFor } from './harness/click.ts';
import { RUN, SOON, type Theme, themeSetting, useEditor } from './harness/index.ts';
import { hoverLink, noteHover, notesOf, openNotebook } from './harness/notes.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';
import { SpecEditor } from './harness/spec-editor.ts';

function latest(workspace: string): Report {
  return readReport(reportsIn(join(workspace, 'shop')).at(-1)!);
}

/** What is said of a feature, written down a second time: the words of docs/reference/editor.md, the digits of the report. */
function facts(report: Report, source: string, name: string): { effect: string; alone: string } {
  const { features } = report.sources.find((candidate) => candidate.name === source)!;
  const { dropGain, singleAuc } = features.find((candidate) => candidate.name === name)!;
  const { value, low, high } = dropGain!;
  const number = Math.abs(value) < 0.01 ? value.toFixed(4) : value.toFixed(3);
  const gain = `${value < 0 ? '' : '+'}${number} AUC`;
  const effect = low > 0 ? `adds ${gain}` : high < 0 ? `costs ${gain}` : 'no measurable own effect';
  return { effect, alone: `single-feature AUC ${singleAuc!.toFixed(2)}` };
}

/** The note of a line that names one column. */
function single(report: Report, source: string, name: string): string {
  const { effect, alone } = facts(report, source, name);
  return `${effect} · ${alone}`;
}

describe('notes beside training code', () => {
  const editor = useEditor({ files: leakyFiles(), settings: themeSetting('dark') });
  const notes = async (): Promise<[string, string][]> =>
    (await notesOf(editor().page)).map(({ line, note }) => [line, note]);
  const ofTrain = (report: Report): [string, string][] => {
    const [ctr, noise] = ['ctr_7d', 'noise'].map((name) => facts(report, 'joined-later', name));
    return [
      ['features = ["ctr_7d", "noise", "item_id"]', `ctr_7d ${ctr!.effect} · noise ${noise!.effect}`],
      ['log["dwell_ms"] = log["dwell_ms"].fillna(0)', single(report, 'joined-later', 'dwell_ms')],
      ['noise = log["noise"]', single(report, 'joined-later', 'noise')],
      [expect.stringMatching(/^exported = /) as unknown as string, single(report, 'co-click', 'max')],
    ];
  };

  test('appear in a Python file with the first run, and say what the report says', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('train.py');
    await workbench.openFile('shop/lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate/);
    const before = reportsIn(join(workspace, 'shop')).length;
    await workbench.runCommand('LIS: Evaluate');
    await expect.poll(() => reportsIn(join(workspace, 'shop')).length, RUN).toBe(before + 1);
    await workbench.waitForCodeLens(/base AUC .*just now$/);
    await workbench.openFile('train.py');
    const report = latest(workspace);
    await expect.poll(notes, SOON).toEqual(ofTrain(report));
    expect(single(report, 'joined-later', 'dwell_ms')).toMatch(
      /^adds \+0\.\d{3} AUC · single-feature AUC 0\.9/,
    );
  });

  test('explain themselves in a hover, over the column and over the note', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.openFile('train.py');
    const { features, lis } = latest(workspace).sources[0]!;
    const { dropGain, singleAuc, missing } = features.find(({ name }) => name === 'dwell_ms')!;
    const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
    await expect.poll(() => noteHover(page, 'features = '), SOON).toMatch(/LIS · ctr_7d.*LIS · noise/);
    let text = '';
    const read = async (): Promise<string> => (text = await noteHover(page, 'fillna'));
    await expect.poll(read, SOON).toMatch(/^LIS · dwell_ms/);
    expect(text).toContain('joined-later (columns)');
    expect(text).toContain(
      `${signed(dropGain!.value)} [${signed(dropGain!.low)}, ${signed(dropGain!.high)}]`,
    );
    expect(text).toContain(singleAuc!.toFixed(4));
    expect(text).toContain(`${(missing * 100).toFixed(1)} %`);
    expect(text).toContain(
      `${signed(lis.total.value)} [${signed(lis.total.low)}, ${signed(lis.total.high)}]`,
    );
    expect(text).toMatch(/headroom.*Evaluated (just now|\d+ min ago) · Open report · lis\.yaml:11/);
    await workbench.screenshot('inline-hover');
    const written = await hoverLink(page, 'fillna', 'Open report', (link) => link.getAttribute('data-href'));
    const href = decodeURIComponent(decodeURIComponent(written ?? '')); // the second time by the Markdown renderer
    expect(href).toMatch(/^command:lis\.openReport\?.*"tab":"features","part":"joined-later"/);
    await hoverLink(page, 'fillna', 'lis.yaml:11', (link) => clickFor(link, 'lis.yaml:11', 5_000));
    await page.locator('.tab.active', { hasText: 'lis.yaml' }).waitFor();
    await expect.poll(() => workbench.statusBar(), SOON).toContainEqual(expect.stringMatching(/^Ln 11,/));
    await workbench.openFile('train.py');
    await expect.poll(notes, SOON).not.toEqual([]);
    await expect.poll(() => workbench.hover('"dwell_ms"'), SOON).toContain('AUC alone');
  });

  test('follow what is typed', async () => {
    const { workbench, page, workspace } = editor();
    const report = latest(workspace);
    await workbench.openFile('train.py');
    await workbench.replaceText(leakyFiles()['shop/train.py']!); // what another try has typed
    await expect.poll(notes, SOON).toEqual(ofTrain(report));
    const line =
      leakyFiles()
        ['shop/train.py']!.split('\n')
        .findIndex((text) => text.includes('is filled')) + 1;
    await new SpecEditor(workbench).goTo(line, 1);
    await page.keyboard.press('End');
    await page.keyboard.insertText('\nX = log[["noise"]'); // a key Enter would go to suggestions, where there are any
    const typed = [
      expect.stringMatching(/^X = log\[\["noise"\]\]?$/), // the editor may have closed the bracket
      single(report, 'joined-later', 'noise'),
    ];
    await expect.poll(notes, SOON).toContainEqual(typed);
    await page.keyboard.press('ControlOrMeta+Shift+k');
    await expect.poll(notes, SOON).toEqual(ofTrain(report));
    await workbench.save();
  });

  test('stand in the cells of a notebook', async () => {
    const { workbench, workspace } = editor();
    await openNotebook(editor().workbench, 'explore.ipynb');
    const report = latest(workspace);
    const [ctr, noise] = ['ctr_7d', 'noise'].map((name) => facts(report, 'joined-later', name));
    await expect.poll(notes, SOON).toEqual([
      ['X = log[["ctr_7d", "noise"]]', `ctr_7d ${ctr!.effect} · noise ${noise!.effect}`],
      ['log["dwell_ms"].hist()', single(report, 'joined-later', 'dwell_ms')],
    ]);
    await workbench.screenshot('inline-notebook');
    await expect.poll(() => noteHover(editor().page, 'hist()'), SOON).toContain('AUC alone');
  });

  test('stand in a training config', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('recbole.yaml');
    const expected = [['- dwell_ms', single(latest(workspace), 'joined-later', 'dwell_ms')]];
    await expect.poll(notes, SOON).toEqual(expected);
    await workbench.screenshot('inline-config');
  });

  test('stand in no file that the spec does not speak for, unless its comment names the spec', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('elsewhere.py');
    await workbench.replaceText(leakyFiles()['other/elsewhere.py']!); // as it is, but for another try
    await expect.poll(notes, SOON).toEqual([]);
    await workbench.replaceText('# lis: ../shop/lis.yaml\nlog["dwell_ms"]\n');
    const expected = [['log["dwell_ms"]', single(latest(workspace), 'joined-later', 'dwell_ms')]];
    await expect.poll(notes, SOON).toEqual(expected);
    await workbench.replaceText('log["dwell_ms"]\n');
    await expect.poll(notes, SOON).toEqual([]);
  });

  test('go and come with the setting', async () => {
    const { workbench } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('train.py');
    await workbench.runCommand('View: Split Editor Right');
    await workbench.openFile('.vscode/settings.json');
    await workbench.replaceText('{}\n');
    await expect.poll(notes, SOON).toHaveLength(4);
    await workbench.replaceText('{"lis.inlineHints.enabled": false}\n');
    await expect.poll(notes, SOON).toEqual([]);
    await workbench.replaceText('{}\n');
    await expect.poll(notes, SOON).toHaveLength(4);
    await workbench.runCommand('View: Close All Editors');
  });

  test('go and come with the language of the document', async () => {
    const { workbench } = editor();
    await workbench.openFile('train.py');
    await expect.poll(notes, SOON).toHaveLength(4);
    await workbench.runCommand('Change Language Mode');
    await workbench.quickInput.pick('Plain Text');
    await expect.poll(notes, SOON).toEqual([]);
    await workbench.runCommand('Change Language Mode');
    await workbench.quickInput.pick('Python');
    await expect.poll(notes, SOON).toHaveLength(4);
  });

  test.each<Theme>(['light', 'high-contrast'])('can be read in the %s theme', async (theme) => {
    const { workbench, page } = editor();
    await workbench.setTheme(theme);
    await workbench.openFile('train.py');
    await expect.poll(notes, SOON).toHaveLength(4);
    const contrasts = async () =>
      (await notesOf(page)).map(({ color, background }) => contrast(color, background));
    await expect.poll(async () => Math.min(...(await contrasts())), SOON).toBeGreaterThanOrEqual(4.5);
    await expect.poll(() => noteHover(page, 'fillna'), SOON).toContain('AUC alone');
    await workbench.screenshot(`inline-${theme}`);
    await page.keyboard.press('Escape');
  });

  test('lead to the features of their source in the panel', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('train.py');
    await expect.poll(() => noteHover(page, 'fillna'), SOON).toMatch(/^LIS · dwell_ms/);
    await hoverLink(page, 'fillna', 'Open report', (link) => clickFor(link, 'Open report', 5_000));
    const panel = new ReportPage(page);
    await expect.poll(() => panel.activeTab(), SOON).toBe('Leaked features');
    await panel.locator('vscode-dropdown[current-value="joined-later"]').waitFor();
    await expect
      .poll(async () => (await panel.rows('features')).map(([name]) => name), SOON)
      .toContain('dwell_ms');
    await workbench.screenshot('inline-report');
    await workbench.runCommand('View: Close Editor');
  });

  test('say so when the report is stale', async () => {
    const { workbench, workspace } = editor();
    appendFileSync(join(workspace, 'shop', 'data', 'clicks.csv'), 'u1,i1,1700999999,1,9,0.5,0.5,c1\n');
    await workbench.openFile('recbole.yaml');
    await expect
      .poll(notes, SOON)
      .toEqual([['- dwell_ms', `${single(latest(workspace), 'joined-later', 'dwell_ms')} · stale`]]);
    await expect
      .poll(() => noteHover(editor().page, 'dwell_ms'), SOON)
      .toContain('stale: clicks.csv changed');
  });

  test('leave no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

/** WCAG's contrast of two colours as the browser writes them. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = color.match(/[\d.]+/g)!.map((part) => {
      const share = Number(part) / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}
