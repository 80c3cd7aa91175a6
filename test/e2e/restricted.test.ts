/**
 * Restricted Mode against files that mean harm: commands run by a key, as by a link, past the clauses that hide them from menus;
 * and reports whose keys would be links.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallFiles } from '../support/small-workspace.ts';
import { fullReport } from '../unit/report/sample.ts';
import { themeSetting, useEditor } from './harness/index.ts';
import { SideBar } from './harness/side.ts';

const LINK = '[Repair the report](command:lis.newEvaluation)';

/** A run of `lis.yaml` that is a report of this version, but for one key. */
function damagedReport(): string {
  return JSON.stringify({ ...fullReport(), [LINK]: 1 });
}

const run = '.lis/runs/2026-11-26T17-54-00-123Z-lis.json';
const files = { ...smallFiles(), 'other.csv': 'user,item\n1,2\n', [run]: damagedReport() };

/** Keys that run commands without asking whether they are enabled. */
const KEYS = {
  'ctrl+alt+1': 'lis.newEvaluation',
  'ctrl+alt+2': 'lis.exportFeatures',
  'ctrl+alt+3': 'lis.evaluate',
  'ctrl+alt+4': 'lis.createSpec',
} as const;

describe('a workspace that is not trusted', () => {
  const keys = Object.entries(KEYS).map(([key, command]) => ({ key, command }));
  const editor = useEditor({ files, keys, trusted: false, settings: themeSetting('light') });

  test.each(Object.entries(KEYS))(
    '%s runs %s, which does nothing but ask for trust',
    async (key, command) => {
      const { workbench, workspace, page } = editor();
      const before = readdirSync(workspace, { recursive: true }).sort();
      await workbench.openFile('lis.yaml');
      await workbench.waitForCodeLens(/^Trust this workspace to evaluate/);
      await workbench.focusText();
      await page.keyboard.press(key.replace('ctrl', 'Control').replace('alt', 'Alt'));
      const told = await workbench.waitForNotification(/^Trust this workspace to let LIS read/);
      expect([command, told]).toEqual([command, expect.stringContaining('write files in it')]);
      await workbench.runCommand('Notifications: Clear All Notifications');
      expect(readdirSync(workspace, { recursive: true }).sort()).toEqual(before);
      expect(existsSync(join(workspace, 'other.lis.yaml'))).toBe(false);
    },
  );

  test('a key of a report is no link in what is said of the report', async () => {
    const { workbench, page } = editor();
    const side = new SideBar(workbench);
    await side.open();
    await side.row('Runs', /damaged report/).click();
    const told = await workbench.waitForNotification(/Repair the report/);
    expect(told).toContain('[Repair the report] (command:lis.newEvaluation)');
    expect(await page.locator('.notifications-toasts a', { hasText: 'Repair' }).count()).toBe(0);
    expect(editor().consoleErrors).toEqual([]);
  });
});
