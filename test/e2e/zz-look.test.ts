import { describe, test } from 'vitest';
import { themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';

describe('look', () => {
  const editor = useEditor({
    workspace: 'examples/feed',
    settings: { ...themeSetting('dark'), 'files.simpleDialog.enable': true },
  });
  test('look', async () => {
    const { workbench, page, consoleErrors } = editor();
    page.on('console', (m) => {
      if (m.type() === 'error' || /LIS|panel/.test(m.text()))
        console.log('CONSOLE', m.type(), m.text().slice(0, 400));
    });
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/base AUC/, 30_000);
    await workbench.runCommand('LIS: Open Report');
    const panel = new ReportPage(page);
    try {
      await panel.ready();
      await workbench.screenshot('panel-beside-dark');
      await workbench.runCommand('View: Close Primary Side Bar').catch(() => undefined);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility').catch(() => undefined);
      await panel.locator('h1').click({ position: { x: 1, y: 1 }, trial: true });
      await workbench.runCommand('View: Maximize Editor Group').catch(() => undefined);
      for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
        await workbench.setTheme(theme);
        for (const tab of ['Scores', 'Leaked features', 'Segments', 'Hints', 'Run']) {
          await panel.tab(tab);
          await workbench.screenshot(`panel-${theme}-${tab}`);
          console.log(
            theme,
            tab,
            (await panel.violations()).join('\n'),
            JSON.stringify(await panel.overflow()),
          );
        }
      }
    } finally {
      console.log(consoleErrors);
      await workbench.screenshot('panel-end');
    }
  }, 300_000);
});
