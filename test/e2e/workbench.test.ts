/** The packaged extension installs into a real VS Code, and the workbench with it comes up clean. */
import { describe, expect, test } from 'vitest';
import { type Theme, themeSetting, useEditor } from './harness/index.ts';

describe('a real VS Code with the packaged extension', () => {
  const editor = useEditor({
    files: { 'notes.txt': 'nothing to evaluate here\n' },
    settings: themeSetting('dark'),
  });

  test('opens a file of the workspace', async () => {
    const { workbench } = editor();
    await workbench.openFile('notes.txt');
    await workbench.waitForTheme('dark');
    expect(await workbench.codeLenses()).toEqual([]);
  });

  test('changes its theme on the spot and its settings by a reload', async () => {
    const { workbench, setSettings } = editor();
    for (const theme of ['light', 'high-contrast', 'high-contrast-light'] satisfies Theme[]) {
      await workbench.setTheme(theme);
    }
    await setSettings(themeSetting('dark'));
    await workbench.waitForTheme('dark');
  });

  test('has the extension installed', async () => {
    const { workbench, page } = editor();
    await workbench.runCommand('Extensions: Show Installed Extensions');
    await page.locator('.extension-list-item', { hasText: 'LIS Lens' }).waitFor();
  });

  test('logs no error of its own', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
