/**
 * Restricted Mode, in one workspace: the extension reads specs and reports, runs nothing and writes nothing, also against files that mean
 * harm: commands run by a key, as by a link, past the clauses that hide them from menus; and reports whose keys would be links.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { estimate, exampleReport } from '../fixtures/report.ts';
import { leakyFiles } from '../support/leaky-workspace.ts';
import { smallFiles, smallSpec } from '../support/small-workspace.ts';
import { fullReport } from '../unit/report/sample.ts';
import { SOON, themeSetting, useEditor } from './harness/index.ts';
import { notesOf } from './harness/notes.ts';
import { callingTool, Probe } from './harness/probe.ts';
import { SideBar } from './harness/side.ts';
import { SpecEditor } from './harness/spec-editor.ts';

const LINK = '[Repair the report](command:lis.newEvaluation)';
/** A run of `old.lis.yaml` that is a report of this version, but for one key. */
const DAMAGED_RUN = '.lis/runs/2026-11-26T17-54-00-123Z-old.json';
const damagedReport = JSON.stringify({ ...fullReport(), [LINK]: 1 });

/** A report of one feature, for the notes. */
const feature = { name: 'dwell_ms', singleAuc: 0.9712, dropGain: estimate(0.0312, 0.01), missing: 0 };
const [firstSource] = exampleReport().sources;
const reportOfFeature = exampleReport({
  sources: [{ ...firstSource!, kind: 'columns', features: [feature] }],
});

const files = {
  ...smallFiles(),
  'old.lis.yaml': smallSpec(),
  [DAMAGED_RUN]: damagedReport,
  'other.csv': 'user,item\n1,2\n',
  'typed.lis.yaml': smallSpec(),
  'ranked.lis.yaml': smallSpec('seeds: 1\nranker: {command: node rank.cjs}\ntraining: joint\n'),
  'rank.cjs': "require('node:fs').writeFileSync('called.txt', '');\n",
  ...leakyFiles(50),
  'shop/.lis/runs/2026-11-01T10-00-00-000Z-lis.json': JSON.stringify(reportOfFeature),
};

/** Every file of the workspace, and every folder that one of them is in. */
const GIVEN = [
  ...new Set(
    Object.keys(files).flatMap((path) =>
      path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/')),
    ),
  ),
].sort();

/** What the test itself has run there. */
const PROBES = /^(\.probed|probe-\d+\.js(on)?)$/;

/** Keys that run commands without asking whether they are enabled. */
const KEYS = {
  'ctrl+alt+1': 'lis.newEvaluation',
  'ctrl+alt+2': 'lis.exportFeatures',
  'ctrl+alt+3': 'lis.evaluate',
  'ctrl+alt+4': 'lis.createSpec',
  'ctrl+alt+5': 'lis.audit',
} as const;

describe('a workspace that is not trusted', () => {
  const keys = Object.entries(KEYS).map(([key, command]) => ({ key, command }));
  const editor = useEditor({ files, keys, trusted: false, probe: true, settings: themeSetting('light') });
  afterEach(() => {
    const found = readdirSync(editor().workspace, { recursive: true, encoding: 'utf8' });
    expect(found.filter((path) => !PROBES.test(path)).sort()).toEqual(GIVEN); // nothing was written
  });

  test('parses the spec, and offers no evaluation', async () => {
    const { workbench } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^Trust this workspace to evaluate$/);
    await workbench.screenshot('untrusted');
    await expect.poll(() => workbench.commands('LIS: '), SOON).toContain('LIS: Show Log');
    expect(await workbench.commands('LIS: ')).not.toContain('LIS: Evaluate');
  });

  test.each(Object.entries(KEYS))(
    '%s runs %s, which does nothing but ask for trust',
    async (key, command) => {
      const { workbench, workspace, page } = editor();
      await workbench.openFile('lis.yaml');
      await workbench.waitForCodeLens(/^Trust this workspace to evaluate/);
      await workbench.focusText();
      await page.keyboard.press(key.replace('ctrl', 'Control').replace('alt', 'Alt'));
      const told = await workbench.waitForNotification(/^Trust this workspace to let LIS read/);
      expect([command, told]).toEqual([command, expect.stringContaining('write files in it')]);
      await workbench.runCommand('Notifications: Clear All Notifications');
      expect(existsSync(join(workspace, 'other.lis.yaml'))).toBe(false);
    },
  );

  test('a ranker of one’s own is never run', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('ranked.lis.yaml');
    await workbench.waitForCodeLens(/^Trust this workspace to evaluate$/);
    expect(await workbench.commands('LIS: ')).not.toContain('LIS: Evaluate');
    expect(existsSync(join(workspace, 'called.txt'))).toBe(false);
  });

  test('the side bar shows its specs, runs nothing, and creates none', async () => {
    const { workbench } = editor();
    const bar = new SideBar(workbench);
    await bar.open();
    await expect.poll(() => bar.rows('Evaluations'), SOON).toContain('lis.yaml | not evaluated yet');
    await bar.pane('Evaluations').getByText('Trust this workspace to evaluate its specs.').waitFor();
    await expect.poll(() => workbench.commands('LIS: '), SOON).toContain('LIS: Copy Debug Information');
    const offered = await workbench.commands('LIS: ');
    for (const command of ['Evaluate All Specs', 'New LIS Evaluation…', 'Audit Dataset for Leakage…'])
      expect(offered).not.toContain(`LIS: ${command}`);
    await workbench.screenshot('side-untrusted');
  });

  test('a key of a report is no link in what is said of the report', async () => {
    const { workbench, page } = editor();
    const side = new SideBar(workbench);
    await side.open();
    await side.row('Runs', /damaged report/).click();
    const told = await workbench.waitForNotification(/Repair the report/);
    expect(told).toContain('[Repair the report] (command:lis.newEvaluation)');
    expect(await page.locator('.notifications-toasts a', { hasText: 'Repair' }).count()).toBe(0);
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  test('shows the notes of a report that exists, marked as of another spec', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('recbole.yaml');
    await expect
      .poll(async () => (await notesOf(page)).map(({ note }) => note), SOON)
      .toEqual(['adds +0.031 AUC · single-feature AUC 0.97 · stale']);
  });

  test('an agent learns nothing and runs nothing', async () => {
    const probe = new Probe(editor().workspace);
    for (const [name, input] of [
      ['list_specs', {}],
      ['check_spec', { spec: 'lis.yaml' }],
    ] as const)
      await expect(probe.run(callingTool(name, input))).rejects.toThrow(
        'Ask the user to open a folder and to trust it.',
      );
  });

  test('offers keys and choices while one types, and reads no file', async () => {
    const { workbench } = editor();
    const spec = new SpecEditor(workbench);
    await workbench.openFile('typed.lis.yaml');
    await workbench.waitForCodeLens(/^Trust this workspace to evaluate$/);
    await spec.goTo(5, 9);
    await workbench.page.keyboard.press('Shift+End');
    await spec.type('x');
    await expect.poll(() => spec.suggestions(), SOON).not.toContain('user_id');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('End');
    await spec.type('\n  gr');
    await expect.poll(() => spec.suggestions(), SOON).toContain('group');
    await workbench.page.keyboard.press('Escape');
    expect(await workbench.problems()).not.toContainEqual(expect.stringMatching(/no column/));
  });

  test('leaves no complaint in the console', () => {
    // The editor itself logs what a tool refuses.
    expect(editor().consoleErrors.filter((text) => !text.includes('#invokeTool'))).toEqual([]);
  });
});
