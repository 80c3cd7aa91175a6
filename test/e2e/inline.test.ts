/** Notes beside training code: in a Python file, a notebook and a config, with the report's numbers and nowhere else. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Report, ReportSchema } from '../../src/report/schema.ts';
import { estimate, exampleReport } from '../fixtures/report.ts';
import { leakyFiles } from '../support/leaky-workspace.ts';
import { type Theme, themeSetting, useEditor } from './harness/index.ts';
import { noteHover, notesOf, openNotebook } from './harness/notes.ts';
import { ReportPage } from './harness/panel.ts';

const RUN_MS = 90_000;
const WAIT = { timeout: 30_000 };

function latest(workspace: string): Report {
  const folder = join(workspace, 'shop', '.lis', 'runs');
  const newest = readdirSync(folder)
    .filter((file) => file.endsWith('-lis.json'))
    .sort()
    .at(-1);
  return ReportSchema.parse(JSON.parse(readFileSync(join(folder, newest!), 'utf8')));
}

/** What is said of a feature, written down a second time: the words of docs/reference.md, the digits of the report. */
function facts(report: Report, source: string, name: string): { effect: string; alone: string } {
  const { features } = report.sources.find((candidate) => candidate.name === source)!;
  const { dropGain, singleAuc } = features.find((candidate) => candidate.name === name)!;
  const { value, low, high } = dropGain!;
  const number = Math.abs(value) < 0.01 ? value.toFixed(4) : value.toFixed(3);
  const gain = `${value < 0 ? '' : '+'}${number} AUC`;
  const effect = low > 0 ? `leaks ${gain}` : high < 0 ? `costs ${gain}` : 'no measurable own effect';
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
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);
    await workbench.openFile('train.py');
    const report = latest(workspace);
    await expect.poll(notes, WAIT).toEqual(ofTrain(report));
    expect(single(report, 'joined-later', 'dwell_ms')).toMatch(
      /^leaks \+0\.\d{3} AUC · single-feature AUC 0\.9/,
    );
  });

  test('explain themselves in a hover, over the column and over the note', async () => {
    const { workbench, workspace, page } = editor();
    const { features, lis } = latest(workspace).sources[0]!;
    const { dropGain, singleAuc, missing } = features.find(({ name }) => name === 'dwell_ms')!;
    const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
    await expect.poll(() => noteHover(page, 'features = '), WAIT).toMatch(/LIS · ctr_7d.*LIS · noise/);
    let text = '';
    const read = async (): Promise<string> => (text = await noteHover(page, 'fillna'));
    await expect.poll(read, WAIT).toMatch(/^LIS · dwell_ms/);
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
    const links = page.locator('.monaco-hover:not(.hidden) a', { hasText: 'Open report' });
    const written = (await links.first().getAttribute('data-href')) ?? '';
    const href = decodeURIComponent(decodeURIComponent(written)); // the second time by the Markdown renderer
    expect(href).toMatch(/^command:lis\.openReport\?.*"tab":"features","part":"joined-later"/);
    await page.locator('.monaco-hover:not(.hidden) a', { hasText: 'lis.yaml:11' }).first().click();
    await page.locator('.tab.active', { hasText: 'lis.yaml' }).waitFor();
    await expect.poll(() => workbench.statusBar()).toContainEqual(expect.stringMatching(/^Ln 11,/));
    await workbench.openFile('train.py');
    await expect.poll(notes, WAIT).not.toEqual([]);
    expect(await workbench.hover('"dwell_ms"')).toContain('AUC alone');
  });

  test('follow what is typed', async () => {
    const { page, workspace } = editor();
    const report = latest(workspace);
    await page.keyboard.press('Escape');
    await page.locator('.editor-group-container.active .view-line', { hasText: 'is filled' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('X = log[["noise"]');
    const typed = [
      expect.stringMatching(/^X = log\[\["noise"\]\]?$/), // the editor may have closed the bracket
      single(report, 'joined-later', 'noise'),
    ];
    await expect.poll(notes, WAIT).toContainEqual(typed);
    await page.keyboard.press('ControlOrMeta+Shift+k');
    await expect.poll(notes, WAIT).toEqual(ofTrain(report));
    await page.keyboard.press('ControlOrMeta+s');
  });

  test('stand in the cells of a notebook', async () => {
    const { workbench, workspace } = editor();
    await openNotebook(editor().workbench, 'explore.ipynb');
    const report = latest(workspace);
    const [ctr, noise] = ['ctr_7d', 'noise'].map((name) => facts(report, 'joined-later', name));
    await expect.poll(notes, WAIT).toEqual([
      ['X = log[["ctr_7d", "noise"]]', `ctr_7d ${ctr!.effect} · noise ${noise!.effect}`],
      ['log["dwell_ms"].hist()', single(report, 'joined-later', 'dwell_ms')],
    ]);
    await workbench.screenshot('inline-notebook');
    await expect.poll(() => noteHover(editor().page, 'hist()'), WAIT).toContain('AUC alone');
  });

  test('stand in a training config', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('recbole.yaml');
    const expected = [['- dwell_ms', single(latest(workspace), 'joined-later', 'dwell_ms')]];
    await expect.poll(notes, WAIT).toEqual(expected);
    await workbench.screenshot('inline-config');
  });

  test('stand in no file that the spec does not speak for, unless its comment names the spec', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('elsewhere.py');
    expect(await notes()).toEqual([]);
    await workbench.replaceText('# lis: ../shop/lis.yaml\nlog["dwell_ms"]\n');
    const expected = [['log["dwell_ms"]', single(latest(workspace), 'joined-later', 'dwell_ms')]];
    await expect.poll(notes, WAIT).toEqual(expected);
    await workbench.replaceText('log["dwell_ms"]\n');
    await expect.poll(notes, WAIT).toEqual([]);
  });

  test('go and come with the setting', async () => {
    const { workbench } = editor();
    await workbench.openFile('train.py');
    await workbench.runCommand('View: Split Editor Right');
    await workbench.openFile('.vscode/settings.json');
    await expect.poll(notes, WAIT).toHaveLength(4);
    await workbench.replaceText('{"lis.inlineHints.enabled": false}\n');
    await expect.poll(notes, WAIT).toEqual([]);
    await workbench.replaceText('{}\n');
    await expect.poll(notes, WAIT).toHaveLength(4);
    await workbench.runCommand('View: Close All Editors in Group');
  });

  test('go and come with the language of the document', async () => {
    const { workbench } = editor();
    await workbench.openFile('train.py');
    await expect.poll(notes, WAIT).toHaveLength(4);
    await workbench.runCommand('Change Language Mode');
    await workbench.answer('Plain Text');
    await expect.poll(notes, WAIT).toEqual([]);
    await workbench.runCommand('Change Language Mode');
    await workbench.answer('Python');
    await expect.poll(notes, WAIT).toHaveLength(4);
  });

  test.each<Theme>(['light', 'dark', 'high-contrast', 'high-contrast-light'])(
    'can be read in the %s theme',
    async (theme) => {
      const { workbench, page } = editor();
      await workbench.setTheme(theme);
      await workbench.openFile('train.py');
      await expect.poll(notes, WAIT).toHaveLength(4);
      for (const { color, background } of await notesOf(page)) {
        expect(contrast(color, background)).toBeGreaterThanOrEqual(4.5);
      }
      await expect.poll(() => noteHover(page, 'fillna'), WAIT).toContain('AUC alone');
      await workbench.screenshot(`inline-${theme}`);
      await page.keyboard.press('Escape');
    },
  );

  test('lead to the features of their source in the panel', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('train.py');
    await expect.poll(() => noteHover(page, 'fillna'), WAIT).toMatch(/^LIS · dwell_ms/);
    await page.locator('.monaco-hover:not(.hidden) a', { hasText: 'Open report' }).first().click();
    const panel = new ReportPage(page);
    await expect.poll(() => panel.activeTab().catch(() => ''), WAIT).toBe('Leaked features');
    await panel.locator('vscode-dropdown[current-value="joined-later"]').waitFor();
    expect((await panel.table('features')).rows.map(([name]) => name)).toContain('dwell_ms');
    await workbench.screenshot('inline-report');
    await workbench.runCommand('View: Close Editor');
  });

  test('say so when the report is stale', async () => {
    const { workbench, workspace } = editor();
    appendFileSync(join(workspace, 'shop', 'data', 'clicks.csv'), 'u1,i1,1700999999,1,9,0.5,0.5,c1\n');
    await workbench.openFile('recbole.yaml');
    await expect
      .poll(notes, WAIT)
      .toEqual([['- dwell_ms', `${single(latest(workspace), 'joined-later', 'dwell_ms')} · stale`]]);
    await expect
      .poll(() => noteHover(editor().page, 'dwell_ms'), WAIT)
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

describe('a workspace that is not trusted', () => {
  const feature = { name: 'dwell_ms', singleAuc: 0.9712, dropGain: estimate(0.0312, 0.01), missing: 0 };
  const [first] = exampleReport().sources;
  const report = exampleReport({ sources: [{ ...first!, kind: 'columns', features: [feature] }] });
  const files = {
    ...leakyFiles(50),
    'shop/.lis/runs/2026-11-01T10-00-00-000Z-lis.json': JSON.stringify(report),
  };
  const editor = useEditor({ files, trusted: false, settings: themeSetting('light') });

  test('shows the notes of a report that exists, marked as of another spec', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('recbole.yaml');
    await expect
      .poll(async () => (await notesOf(page)).map(({ note }) => note), WAIT)
      .toEqual(['leaks +0.031 AUC · single-feature AUC 0.97 · stale']);
    expect(editor().consoleErrors).toEqual([]);
  });
});
