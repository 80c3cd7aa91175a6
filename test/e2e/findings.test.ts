/** Findings of audits in the real editor: the command, the view, Problems, notes, hovers, quick fixes, and the Test Explorer. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Audit } from '../../src/report/schema-audit.ts';
import { LEAKY_SPEC, leakyFiles } from '../support/leaky-workspace.ts';
import { clickFor } from './harness/click.ts';
import { RUN, RUN_MS, SOON, useEditor } from './harness/index.ts';
import { hoverLink, noteHover, notesOf, openNotebook } from './harness/notes.ts';
import { Probe } from './harness/probe.ts';
import { reportsIn } from './harness/reports.ts';
import { SideBar } from './harness/side.ts';
import { SpecEditor } from './harness/spec-editor.ts';

const PIPELINE = `"""Trains on what it tests."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

log = pd.read_csv("data/clicks.csv")
X = log[["price", "hour"]]
y = log["click"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y)
`;

const cell = (source: string): unknown => ({
  ...{ cell_type: 'code', execution_count: null, metadata: {}, outputs: [] },
  source: source.split(/(?<=\n)/),
});
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Scaled too early'] },
    cell('import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\nX = pd.read_csv("a.csv")'),
    cell(
      'from sklearn.model_selection import train_test_split\nX = StandardScaler().fit_transform(X)\ntrain, test = train_test_split(X)',
    ),
  ],
  metadata: {
    language_info: { name: 'python' },
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
  },
  ...{ nbformat: 4, nbformat_minor: 5 },
});

const files = {
  ...leakyFiles(),
  'shop/pipeline.py': PIPELINE,
  'shop/early.ipynb': NOTEBOOK,
  'shop/gated.lis.yaml': `${LEAKY_SPEC.replace('seeds: 2', 'seeds: 1')}gate: {source: co-click, total: ">= 0.9"}\nappliesTo: [nothing.py]\n`,
  'shop/named.py': '# lis: lis.yml\nimport pandas as pd\n',
  'bare/ratings.csv': leakyFiles(600)['shop/data/clicks.csv']!,
};

/** One for all tests of this file. */
const editor = useEditor({ files, probe: true });
let side: SideBar;
let text: SpecEditor;
beforeAll(() => {
  side = new SideBar(editor().workbench);
  text = new SpecEditor(editor().workbench);
});

describe('the audit of a spec', () => {
  const auditPath = () => join(editor().workspace, 'shop/.lis/audits/lis.json');
  const audit = (): Audit => JSON.parse(readFileSync(auditPath(), 'utf8'));
  const found = (column: string) => {
    const finding = audit().findings.find(({ target }) => target === column)!;
    return { ...finding, short: `worth +${finding.price!.value.toFixed(3)} AUC` };
  };

  test('says that there is none yet', async () => {
    const { workbench } = editor();
    await workbench.openFile('shop/gated.lis.yaml');
    await side.open();
    await expect.poll(() => side.welcome('Findings'), SOON).toContain('Audit Dataset for Leakage…');
    await workbench.openFile('shop/lis.yaml');
  });

  test('tells what leaks, and lists it', async () => {
    const { workbench } = editor();
    await workbench.openFile('shop/lis.yaml');
    await workbench.runCommand('LIS: Audit Dataset for Leakage…');
    const told = await workbench.waitForNotification(/^lis\.yaml: \d+ leaks? in 4,000 rows/, RUN_MS);
    expect(told).toContain('“dwell_ms” alone is worth +0.');
    await workbench.pressInNotification(/lis\.yaml: \d+ leaks/, 'Show Findings');
    const { short } = found('dwell_ms');
    await expect
      .poll(() => side.rows('Findings'), SOON)
      .toContain(`dwell_ms | has values of one label alone · ${short}`);
    const rows = await side.rows('Findings');
    expect(rows[0]).toMatch(/^shop\/lis\.yaml \| \d+ leaks? · just now$/);
    expect(rows).toContainEqual(expect.stringMatching(/^Not checked \(\d+\) \|/));
    await workbench.screenshot('findings');
  });

  test('stands in Problems, on the column in the spec', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('shop/lis.yaml');
    const { message } = found('dwell_ms');
    await expect.poll(() => workbench.problems(), SOON).toContainEqual(expect.stringContaining(message));
    await workbench.hidePanel();
    await side.open();
    await side.row('Findings', 'dwell_ms').click();
    await workbench.position('Ln 12, Col 15').waitFor();
    await expect.poll(() => text.hoverHere(), SOON).toContain(message);
    await page.keyboard.press('Escape');
  });

  test('stands behind the lines of code that name the column, with why and what to do', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('shop/train.py');
    const { short, message, remedy } = found('dwell_ms');
    const noted = async () => (await notesOf(page)).map(({ line, note }) => [line, note]);
    await expect
      .poll(noted, SOON)
      .toContainEqual([
        'log["dwell_ms"] = log["dwell_ms"].fillna(0)',
        `leak: has values of one label alone · ${short}`,
      ]);
    let hover = '';
    await expect
      .poll(async () => (hover = await noteHover(page, 'fillna')), SOON)
      .toContain('LIS · dwell_ms');
    for (const part of [message, remedy, 'Show in Findings', 'lis.yaml:12']) expect(hover).toContain(part);
    await workbench.screenshot('findings-python');
    await hoverLink(page, 'fillna', 'Show in Findings', (link) => clickFor(link, 'Show in Findings', 5_000));
    const chosen = side.row('Findings', 'dwell_ms').and(page.locator('.selected'));
    await chosen.waitFor();
    await workbench.openFile('shop/train.py');
    await expect.poll(() => workbench.problems(), SOON).toContainEqual(expect.stringContaining(message));
    await workbench.hidePanel();
  });

  test('stands behind the lines of a notebook', async () => {
    const { workbench, page } = editor();
    await openNotebook(workbench, 'explore.ipynb');
    const { short, message } = found('dwell_ms');
    await expect
      .poll(async () => (await notesOf(page)).map(({ line, note }) => [line, note]), SOON)
      .toContainEqual(['log["dwell_ms"].hist()', `leak: has values of one label alone · ${short}`]);
    await expect.poll(() => noteHover(page, 'hist()'), SOON).toContain(message);
  });

  test('is repaired in code: the column leaves the list', async () => {
    const { workbench } = editor();
    await workbench.openFile('shop/train.py');
    await text.goTo(5, 14);
    await text.quickFixes('Remove ctr_7d from the list');
    await text.applyQuickFix('Remove ctr_7d from the list');
    await expect.poll(() => text.lines(), SOON).toContain('features = ["noise", "item_id"]');
    await workbench.runCommand('File: Revert File');
  });

  test('is repaired in the spec: the column leaves it, or a comment accepts it', async () => {
    const { workbench, page, workspace } = editor();
    await workbench.openFile('shop/lis.yaml');
    await workbench.replaceText(LEAKY_SPEC); // what another try has changed
    await text.goTo(12, 20);
    const titles = await text.quickFixes('Exclude the column dwell_ms');
    expect(titles).toContain('Ignore one-class-values with a reason');
    await text.applyQuickFix('Exclude the column dwell_ms');
    await expect
      .poll(() => text.lines(), SOON)
      .toContain('    columns: [{name: ctr_7d, type: numeric}, {name: noise, type: numeric}, campaign]');
    // The training code names the column still.
    const inSpec = expect.stringMatching(/dwell_ms.*\[Ln 12,/);
    await expect.poll(() => workbench.problems(), SOON).not.toContainEqual(inSpec);
    await workbench.hidePanel();
    await workbench.replaceText(LEAKY_SPEC);
    await expect.poll(() => workbench.problems(), SOON).toContainEqual(inSpec);
    await workbench.hidePanel();
    await text.goTo(12, 20);
    await text.quickFixes('Ignore one-class-values with a reason');
    await text.applyQuickFix('Ignore one-class-values with a reason');
    await page.keyboard.type('known at request time');
    await workbench.save();
    expect(readFileSync(join(workspace, 'shop/lis.yaml'), 'utf8')).toContain(
      'campaign]  # lis: ignore[one-class-values] known at request time\n',
    );
    await expect.poll(() => workbench.problems(), SOON).not.toContainEqual(inSpec);
    await workbench.hidePanel();
    await workbench.replaceText(LEAKY_SPEC);
  });

  test('of data alone keeps nothing beside it', async () => {
    const { workbench, workspace } = editor();
    await side.expandInExplorer('bare');
    await side.chooseInExplorer('ratings.csv', 'Audit Dataset for Leakage…');
    await workbench.waitForNotification(/^ratings\.csv: /, RUN_MS);
    await side.open();
    await expect
      .poll(() => side.rows('Findings'), SOON)
      .toContainEqual(expect.stringMatching(/^bare\/ratings\.csv \|/));
    expect(existsSync(join(workspace, 'bare/.lis'))).toBe(false);
    expect(existsSync(join(workspace, 'bare/lis.yaml'))).toBe(false);
  });
});

describe('the audit of code', () => {
  const NOTE = /^LIS001 /;

  test('marks the first line that leaks, as one types', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('shop/pipeline.py');
    const noted = async () => (await notesOf(page)).map(({ line, note }) => [line, note]);
    await expect
      .poll(noted, RUN)
      .toEqual([['X = StandardScaler().fit_transform(X)', expect.stringMatching(NOTE)]]);
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/so that it knows the test rows/));
    await workbench.screenshot('findings-code');
    await workbench.hidePanel();
    await workbench.replaceText(PIPELINE.replace('X = StandardScaler().fit_transform(X)\n', ''));
    await expect.poll(noted, SOON).toEqual([]);
    await workbench.replaceText(PIPELINE);
    await expect.poll(noted, SOON).toHaveLength(1);
  });

  test('is accepted by a comment with a reason, which the view lists', async () => {
    const { workbench, page, workspace } = editor();
    await workbench.openFile('shop/pipeline.py');
    await text.goTo(9, 25);
    await text.quickFixes('Ignore LIS001 with a reason');
    await text.applyQuickFix('Ignore LIS001 with a reason');
    await page.keyboard.type('a sketch');
    await workbench.save();
    expect(readFileSync(join(workspace, 'shop/pipeline.py'), 'utf8')).toContain(
      'fit_transform(X)  # lis: ignore[LIS001] a sketch\n',
    );
    await expect.poll(() => notesOf(page), SOON).toEqual([]);
    await side.open();
    await expect.poll(() => side.rows('Findings'), SOON).toContain('Ignored (1) |');
    await workbench.openFile('shop/pipeline.py');
    await workbench.replaceText(PIPELINE);
  });

  test('reads the cells of a notebook as one program', async () => {
    const { workbench, page } = editor();
    await openNotebook(workbench, 'early.ipynb');
    await expect
      .poll(async () => (await notesOf(page)).map(({ line, note }) => [line, note]), RUN)
      .toEqual([['X = StandardScaler().fit_transform(X)', expect.stringMatching(NOTE)]]);
    await workbench.screenshot('findings-notebook');
    const probe = new Probe(editor().workspace);
    const actions = await probe.run(`
      const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.path.endsWith('early.ipynb'));
      const { document } = notebook.cellAt(2);
      const [problem] = vscode.languages.getDiagnostics(document.uri);
      const found = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, problem.range);
      return { code: problem.code, line: problem.range.start.line, titles: found.map(({ title }) => title) };`);
    expect(actions).toMatchObject({
      code: 'LIS001',
      line: 1,
      titles: expect.arrayContaining(['Ignore LIS001 with a reason']),
    });
  });

  test('evaluates the spec that speaks for the code in front', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('shop/pipeline.py');
    const before = reportsIn(join(workspace, 'shop')).length;
    await workbench.runCommand('LIS: Evaluate');
    await expect.poll(() => reportsIn(join(workspace, 'shop')).length, RUN).toBe(before + 1);
    const told = await workbench.waitForNotification(/^lis\.yaml: /, RUN_MS);
    expect(told).toContain('whether co-click is worth aligning on');
  });

  test('stops where a setting says so', async () => {
    const { workbench, page, workspace } = editor();
    const settings = (text: string): void => writeFileSync(join(workspace, '.vscode/settings.json'), text);
    await workbench.openFile('shop/pipeline.py');
    await expect.poll(() => notesOf(page), SOON).toHaveLength(1);
    settings('{"lis.codeAudit.enabled": false}\n');
    await expect.poll(() => notesOf(page), SOON).toEqual([]);
    settings('{}\n');
    await expect.poll(() => notesOf(page), SOON).toHaveLength(1);
  });

  test('has a lens over a comment that names the spec, once it names one that is there', async () => {
    const { workbench } = editor();
    await workbench.runCommand('View: Close All Editors'); // their problems fill the view
    await workbench.openFile('shop/named.py');
    await workbench.replaceText(files['shop/named.py']);
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/Cannot find the spec lis\.yml/));
    await text.goTo(1, 10);
    await text.quickFixes('Name lis.yaml instead');
    await workbench.screenshot('findings-named');
    await text.applyQuickFix('Name lis.yaml instead');
    await workbench.save();
    await workbench.waitForCodeLens(/^▶ Evaluate · [a-z ]+: [\w-]+ [+-]0\.\d+ · (just now|\d+ min ago)/);
    await expect
      .poll(() => workbench.problems(), SOON)
      .not.toContainEqual(expect.stringMatching(/There is no spec/));
    await text.goTo(1, 10);
    await workbench.runCommand('Go to Definition');
    await workbench.activeTab('lis.yaml').waitFor();
    await workbench.hidePanel();
  });

  test('runs audits and gates in the Test Explorer', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('shop/gated.lis.yaml');
    await workbench.runCommand('Testing: Focus on Test Explorer View');
    const tree = page.locator('.test-explorer .monaco-list-row');
    const names = async () => (await tree.locator('.label').allInnerTexts()).map((name) => name.trim());
    await expect.poll(names, SOON).toEqual(['shop/gated.lis.yaml', 'shop/lis.yaml']);
    await workbench.runCommand('Test: Run All Tests');
    const state = (name: string) =>
      page
        .locator('.test-explorer .monaco-list-row', { hasText: name })
        .locator('.codicon-testing-failed-icon');
    await state('shop/gated.lis.yaml').first().waitFor({ timeout: RUN_MS });
    await state('shop/lis.yaml').first().waitFor({ timeout: RUN_MS });
    await workbench.screenshot('findings-tests');
    await workbench.runCommand('Test Results: Focus on Test Results View');
    await workbench.screenshot('findings-test-results');
    const { consoleErrors } = editor();
    expect(consoleErrors).toEqual([]);
  });
});
