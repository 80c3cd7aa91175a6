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
 *     await workbench.waitForCodeLens(/base AUC 0\.\d{4}/, RUN_MS);
 *   });
 * });
 * ```
 *
 * `useEditor(options)` starts one editor for the tests of a `describe`, takes a picture of each that fails, and closes
 * it; `startEditor(options)` leaves that to the caller. Options: `workspace` (a folder, copied), `files` (path →
 * contents), `settings`, `keys`, `trusted: false` for restricted mode, `probe: true` for code in the extension host (probe.ts). A running editor has `workbench` (workbench.ts: commands,
 * files, CodeLens, notifications, status bar, Problems, hovers, themes, screenshots), `page` (Playwright's), `workspace`,
 * `consoleErrors` (script errors and content-security violations; assert that it is empty) and `close`.
 *
 * What a test may count on: everything on screen is drawn some time after its cause, so it is waited for as a whole (a pattern of
 * a `waitFor…`, or `expect.poll`) and never read once. A test after one that failed, or tried again, finds the window reloaded, without its questions
 * and notifications; what its first try wrote is still there, so it makes or counts what it needs itself. `LIS_TEST_SLOWER=4` slows
 * the page that many times, and `LIS_TEST_PICTURES=1` takes the pictures of every `screenshot`, for people to look at.
 * Run one file with `npx vitest run --config test/e2e/vitest.config.ts test/e2e/NAME.test.ts`.
 */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type EditorOptions, type RunningEditor, startEditor } from './editor.ts';
import { again } from './wait.ts';

export type { EditorOptions, RunningEditor } from './editor.ts';
export { startEditor } from './editor.ts';
export { RUN, RUN_MS, SOON } from './wait.ts';
export { type Theme, themeSetting, Workbench } from './workbench.ts';

/** One editor for all tests of the surrounding `describe`. Call the result inside a test. */
export function useEditor(options: EditorOptions = {}): () => RunningEditor {
  let running: RunningEditor | undefined;
  let failed = false;
  beforeAll(async () => {
    running = await again(2, () => startEditor(options));
  });
  beforeEach(async () => {
    if (failed) await running?.workbench.recover();
    failed = false;
  });
  afterEach(async ({ task }) => {
    failed = task.result?.state === 'fail';
    if (!failed || running === undefined) return;
    const { workbench, consoleErrors } = running;
    const picture = await workbench.picture(`failed-${task.name}`).catch(String);
    console.error([`screenshot: ${picture}`, ...consoleErrors].join('\n'));
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error('the editor did not start');
    return running;
  };
}
