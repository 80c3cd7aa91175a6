/**
 * The harness of the real-editor tests.
 *
 * ```ts
 * describe('evaluating a spec', () => {
 *   const editor = useEditor({ workspace: 'examples/feed', settings: themeSetting('dark') });
 *   test('shows the score', async () => {
 *     const { workbench } = editor();
 *     await workbench.openFile('lis.yaml');
 *     await workbench.runCommand('LIS: Evaluate');
 *     expect(await workbench.waitForCodeLens(/base AUC/, 60_000)).toMatch(/base AUC 0\.\d{4}/);
 *   });
 * });
 * ```
 *
 * `useEditor(options)` starts one editor for the tests of a `describe`, takes a screenshot of each that fails, and closes
 * it; `startEditor(options)` leaves that to the caller. Options: `workspace` (a folder, copied), `files` (path →
 * contents), `settings`, `trusted: false` for restricted mode. A running editor has `workbench` (workbench.ts: commands,
 * files, CodeLens, notifications, status bar, Problems, hovers, themes, screenshots), `page` (Playwright's), `workspace`,
 * `setSettings`, `consoleErrors` (script errors and content-security violations; assert that it is empty) and `close`.
 * Run one file with `npx vitest run --config test/e2e/vitest.config.ts test/e2e/NAME.test.ts`.
 */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type EditorOptions, type RunningEditor, startEditor } from './editor.ts';

export type { EditorOptions, RunningEditor } from './editor.ts';
export { startEditor } from './editor.ts';
export { type Theme, themeSetting, Workbench } from './workbench.ts';

/** One editor for all tests of the surrounding `describe`. Call the result inside a test. */
export function useEditor(options: EditorOptions = {}): () => RunningEditor {
  let running: RunningEditor | undefined;
  beforeAll(async () => {
    running = await startEditor(options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || running === undefined) return;
    const picture = await running.workbench.screenshot(`failed-${task.name}`);
    console.error([`screenshot: ${picture}`, ...running.consoleErrors].join('\n'));
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error('the editor did not start');
    return running;
  };
}
