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

  test('follows the theme in the settings', async () => {
    const { workbench, setSettings } = editor();
    for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] satisfies Theme[]) {
      setSettings(themeSetting(theme));
      await workbench.waitForTheme(theme);
    }
  });

  test('has the extension installed', async () => {
    const { workbench, page } = editor();
    await workbench.runCommand('Extensions: Show Installed Extensions');
    await page.locator('.extension-list-item', { hasText: 'LIS Lens' }).waitFor();
  });

  test('logs no error', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
