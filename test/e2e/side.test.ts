/** The side bar: specs with their scores, the history of runs, comparing; in one folder, in two, and in restricted mode. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { zonedTime } from '../../src/common/format.ts';
import { factsOf } from '../../src/report/kept/run-facts.ts';
import type { Report } from '../../src/report/schema.ts';
import { shortGain } from '../../src/report/words/run-name.ts';
import { firstSentence, summaryOf } from '../../src/report/words/summary.ts';
import { verdictInWords } from '../../src/report/words/verdict-words.ts';
import { LONG_RUN, smallFiles, smallSpec } from '../support/small-workspace.ts';
import { SPEC_ANSWER, sourceAnswer } from './harness/answers.ts';
import { RUN, RUN_MS, type RunningEditor, SOON, themeSetting, useEditor } from './harness/index.ts';
import { ReportPage } from './harness/panel.ts';
import { readReport, reportsIn } from './harness/reports.ts';
import { SideBar } from './harness/side.ts';

/** Quick to evaluate: most tests here need a report and not a good one. */
const QUICK = 'seeds: 1\n';

const CLI = join(import.meta.dirname, '../../dist/cli.mjs');

const digits = (value: number) => Math.abs(value).toFixed(4);
const signed = (value: number) => `${value < 0 ? '-' : '+'}${digits(value)}`;
const base = (report: Report) => report.arms.find(({ id }) => id === 'base')!.auc;

/** The rows of Evaluations as they must be, from the report and nothing else; ages and verdicts apart. */
function expectedRows(name: string, report: Report): unknown[] {
  return [
    expect.stringMatching(
      new RegExp(`^${name} \\| ${SPEC_ANSWER}base AUC ${digits(base(report))} · (just now|\\d+ min ago)$`),
    ),
    ...report.sources.map((source) =>
      expect.stringContaining(`${source.name} | ${sourceAnswer(report, source)}`),
    ),
  ];
}

/** The compute processes of an editor: what it starts stays in its group of processes. */
function computeProcesses({ processGroup }: RunningEditor): number[] {
  const server = new RegExp(`^\\s*(\\d+)\\s+${processGroup} .*dist/server\\.mjs`);
  const lines = execFileSync('ps', ['-Ao', 'pid=,pgid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => server.exec(line)?.slice(1, 2).map(Number) ?? []);
}

describe('the side bar', () => {
  const files = { ...smallFiles(3000, smallSpec(QUICK)), 'long.lis.yaml': smallSpec(LONG_RUN) };
  const editor = useEditor({ files, settings: themeSetting('dark') });
  const side = () => new SideBar(editor().workbench);
  const wholeIn = (workspace: string) => reportsIn(workspace).filter((path) => path.endsWith('Z-lis.json'));

  /** Sees to it that one report of the history is cut short, and that the list has it. */
  const damageOne = async (): Promise<void> => {
    const whole = wholeIn(editor().workspace).at(-1)!;
    const damaged = whole.replace(/Z-lis/, 'Z-long');
    const listed = async (): Promise<string[]> => {
      const rows = await side().rows('Runs');
      if (rows.some((row) => row.includes('damaged report'))) return rows;
      // The window may have been loaded just now, and the editor's own watcher hears of files only some time after that.
      rmSync(damaged, { force: true });
      writeFileSync(damaged, readFileSync(whole, 'utf8').slice(0, 400));
      return rows;
    };
    await expect
      .poll(listed, { ...SOON, interval: 2000 })
      .toContainEqual(expect.stringMatching(/^damaged report · .*\| long\.lis\.yaml$/));
  };

  test('shows the specs of the workspace and what they evaluate', async () => {
    const bar = side();
    await bar.open();
    await expect
      .poll(() => bar.rows('Evaluations'), SOON)
      .toEqual([
        'lis.yaml | not evaluated yet',
        'co-click | not evaluated yet',
        'recent | not evaluated yet',
        'long.lis.yaml | not evaluated yet',
        'co-click | not evaluated yet',
        'recent | not evaluated yet',
      ]);
    await expect.poll(() => bar.welcome('Runs'), SOON).toMatch(/^No run yet.*Evaluate All Specs$/);
  });

  test('evaluates a spec, and shows the numbers of its report', async () => {
    const { workspace } = editor();
    const bar = side();
    const before = reportsIn(workspace).length;
    await bar.evaluate('lis.yaml');
    await expect.poll(() => reportsIn(workspace), RUN).toHaveLength(before + 1);
    const told = await editor().workbench.waitForNotification(/^lis\.yaml: /);
    const { sentence } = summaryOf(readReport(reportsIn(workspace).at(-1)!));
    expect(told).toContain(firstSentence(sentence)[0]);
    await expect.poll(() => bar.rows('Runs'), SOON).toHaveLength(before + 1);
    const report = readReport(reportsIn(workspace).at(-1)!);
    await expect
      .poll(async () => (await bar.rows('Evaluations')).slice(0, 3), SOON)
      .toEqual(expectedRows('lis.yaml', report));
    const newest = async () => (await bar.rows('Runs'))[0];
    const { verdict, best } = factsOf(report);
    expect(best?.source).toBeDefined();
    const words = verdict === undefined ? '' : `${verdictInWords(verdict, report.verdicts)} · `;
    await expect
      .poll(newest, SOON)
      .toMatch(new RegExp(`^${words}\\${shortGain(best!.lis.value)} · \\d\\d:\\d\\d \\| `));
    await expect.poll(newest, SOON).toContain(`| lis.yaml · ${best!.source} · AUC ${digits(base(report))}`);
    await expect.poll(() => bar.icon('Evaluations', 'long.lis.yaml'), SOON).toBe('circle-large-outline');
  });

  test('shows a run that goes on, cancels it, and leaves the score of the other', async () => {
    const bar = side();
    await bar.evaluate('long.lis.yaml');
    await expect
      .poll(async () => (await bar.rows('Evaluations'))[3], RUN)
      .toMatch(/^long\.lis\.yaml \| \d+ % · training /);
    await expect.poll(() => bar.icon('Evaluations', 'long.lis.yaml'), SOON).toBe('sync');
    await expect
      .poll(async () => (await bar.rows('Evaluations'))[4], SOON)
      .toBe('co-click | being evaluated');
    await editor().workbench.waitForNotification(/evaluating long\.lis\.yaml: .* · 3,000 rows · \d+ %/);
    await editor().workbench.screenshot('side-running');
    await bar.press('Evaluations', 'long.lis.yaml', 'Cancel', async () => {
      return (await bar.rows('Evaluations'))[3] === 'long.lis.yaml | not evaluated yet';
    });
  });

  test('may lose the compute process in the middle of a run: it says so, and the next run works', async () => {
    const { workbench, workspace } = editor();
    const bar = side();
    const before = reportsIn(workspace).length;
    await bar.evaluate('long.lis.yaml');
    await expect.poll(async () => (await bar.rows('Evaluations'))[3], RUN).toMatch(/training/);
    await expect.poll(() => computeProcesses(editor()), SOON).toHaveLength(1);
    const [pid, ...others] = computeProcesses(editor());
    expect(others).toEqual([]);
    process.kill(pid!, 'SIGKILL');
    await workbench.waitForNotification(/compute process ended/);
    await expect
      .poll(async () => (await bar.rows('Evaluations'))[3], SOON)
      .toMatch(/^long\.lis\.yaml \| The compute process ended/);
    await expect.poll(() => bar.icon('Evaluations', 'long.lis.yaml'), SOON).toBe('error');
    await workbench.screenshot('side-failed');
    await bar.evaluate('lis.yaml');
    await expect.poll(() => reportsIn(workspace), RUN).toHaveLength(before + 1);
    expect(computeProcesses(editor())).not.toContain(pid);
  });

  test('goes to the line of a source', async () => {
    const { workbench } = editor();
    const bar = side();
    await bar.press('Evaluations', 'recent', 'Go to Line', workbench.activeTab('lis.yaml'));
    await workbench.position('Ln 13, Col 5').waitFor();
  });

  test('shows the last verdict of the open spec in the status item', async () => {
    const { workbench, page } = editor();
    await workbench.openFile('lis.yaml');
    await expect
      .poll(() => workbench.languageStatus(), SOON)
      .toMatch(/LIS: [a-z ]+: (co-click|recent) [+-]0\.\d+/);
    await workbench.screenshot('side-status');
    await page.keyboard.press('Escape');
  });

  test('opens the report of an old run', async () => {
    const bar = side();
    const report = readReport(reportsIn(editor().workspace)[0]!);
    await expect.poll(() => bar.rows('Runs'), SOON).toHaveLength(reportsIn(editor().workspace).length);
    await bar.pane('Runs').locator('.monaco-list-row').last().click();
    const panel = new ReportPage(editor().page);
    await panel.ready();
    await expect
      .poll(() => panel.texts('.notice'), SOON)
      .toContainEqual(`One run of the history, of ${zonedTime(report.created)}.`);
    const [source] = report.sources;
    await panel.unfold(source!.name);
    await expect
      .poll(async () => (await panel.rows(`estimates:${source!.name}`)).flat(), SOON)
      .toContain(signed(source!.lis.total.value));
    await editor().workbench.screenshot('side-report');
  });

  test('opens the features of a source that is clicked', async () => {
    const bar = side();
    const panel = new ReportPage(editor().page);
    await bar.row('Evaluations', 'recent').first().click();
    await expect.poll(() => panel.activeTab(), SOON).toBe('Leaked features');
    await panel.locator('vscode-dropdown[current-value="recent"]').waitFor();
    await editor().workbench.screenshot('side-source-report');
  });

  test('compares runs that are selected: settings, differences as a chart, and all numbers', async () => {
    const { workbench, workspace, page } = editor();
    const bar = side();
    writeFileSync(join(workspace, 'lis.yaml'), smallSpec('seeds: 2\n'));
    const before = reportsIn(workspace).length;
    // The command line's run appears as the editor's do, without a reload.
    execFileSync(process.execPath, [CLI, 'evaluate', '--quiet', 'lis.yaml'], { cwd: workspace });
    await expect.poll(() => bar.rows('Runs'), RUN).toHaveLength(before + 1);
    await workbench.runCommand('View: Close All Editors');
    const rows = bar.pane('Runs').locator('.monaco-list-row');
    await rows.first().click();
    await rows.last().click({ modifiers: ['ControlOrMeta'] });
    await bar.choose(rows.last(), 'Compare Runs');
    const panel = new ReportPage(page);
    await expect.poll(() => panel.texts('h1'), SOON).toEqual(['Comparison of 2 runs']);
    await expect.poll(() => panel.rows('settings'), SOON).toEqual([['seeds', '1', '2']]);
    await expect.poll(() => panel.texts('figure h3'), SOON).toContain('What changed');
    const [first, last] = [0, -1].map((i) => readReport(reportsIn(workspace).at(i)!).sources[0]!.lis);
    const [total] = (await panel.rows('estimates')).filter((row) => row[1] === 'total LIS');
    expect(total).toContainEqual(expect.stringContaining(signed(first!.total.value)));
    expect(total!.at(-1)).toContain(signed(last!.total.value - first!.total.value));
    expect(await panel.violations()).toEqual([]);
    await workbench.screenshot('runs-comparison');
    await panel.press('Open as a document');
    const shown = await bar.preview(/Comparison of runs/);
    // One seed says nothing of the next: the widest interval is as wide as both together.
    await expect.poll(() => shown.innerText(), SOON).toContain('the interval is the widest it can be');
    await workbench.screenshot('side-comparison');
  });

  test('has all runs in a table, to tag and filter', async () => {
    const { workbench, workspace, page } = editor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('LIS: Show Runs');
    const panel = new ReportPage(page);
    await expect.poll(() => panel.rows('runs'), SOON).toHaveLength(reportsIn(workspace).length);
    await expect.poll(async () => (await panel.rows('runs'))[0]![1], SOON).toContain('command line');
    expect((await panel.rows('runs')).at(-1)![1]).toContain('editor');
    const newest = panel.locator('table[data-table="runs"] tbody tr').first();
    await newest.getByRole('button', { name: /Tags of/ }).click();
    await newest.getByRole('textbox').fill('weekly, wide');
    await newest.getByRole('textbox').press('Enter');
    await expect.poll(async () => (await panel.rows('runs'))[0], SOON).toContain('weekly, wide');
    await newest.getByRole('button', { name: /Note on/ }).click();
    await newest.getByRole('textbox').fill('two seeds');
    await newest.getByRole('textbox').press('Enter');
    await expect.poll(async () => (await panel.rows('runs'))[0], SOON).toContain('two seeds');
    const kept = Object.values(JSON.parse(readFileSync(join(workspace, '.lis', 'notes.json'), 'utf8')));
    expect(kept).toEqual([expect.objectContaining({ tags: ['weekly', 'wide'], note: 'two seeds' })]);
    expect(await panel.violations()).toEqual([]);
    await panel.frame.getByRole('searchbox').fill('two seeds');
    await expect.poll(() => panel.rows('runs'), SOON).toHaveLength(1);
  });

  test('has the table and the pin again after a reload, which took a run with it: it is told, and run again', async () => {
    const { workbench, workspace, page } = editor();
    const bar = side();
    const panel = new ReportPage(page);
    const first = bar.pane('Runs').locator('.monaco-list-row').first();
    const pinned = async () => (await first.locator('.codicon-pinned').count()) > 0;
    if (!(await pinned())) await bar.press('Runs', first, 'Pin', pinned); // but by another try
    const before = reportsIn(workspace).length;
    const ofLong = async () => (await bar.rows('Evaluations')).find((row) => row.startsWith('long.lis.yaml'));
    await bar.evaluate('long.lis.yaml');
    await expect.poll(ofLong, RUN).toMatch(/training/);
    await workbench.runCommand('Developer: Reload Window'); // the editor keeps what the page has, as it ends
    await workbench.ready();
    await workbench.waitForNotification(/The evaluation of long\.lis\.yaml was interrupted/, RUN_MS);
    await workbench.screenshot('side-interrupted');
    await workbench.pressInNotification(/long\.lis\.yaml was interrupted/, 'Evaluate Again');
    await bar.open();
    await expect
      .poll(async () => (await bar.rows('Evaluations'))[0], SOON)
      .toMatch(/^lis\.yaml \| .*base AUC/);
    await expect.poll(ofLong, RUN).toMatch(/training/);
    await bar.press('Evaluations', 'long.lis.yaml', 'Cancel', async () => {
      return !(await ofLong())?.includes('training');
    });
    expect(reportsIn(workspace)).toHaveLength(before);
    await expect.poll(pinned, SOON).toBe(true);
    await expect.poll(() => panel.rows('runs'), SOON).toHaveLength(1);
    await panel.frame.getByRole('searchbox').fill('');
    await expect.poll(() => panel.rows('runs'), SOON).toHaveLength(before);
  });

  test('pins a run to the top', async () => {
    const bar = side();
    await expect.poll(() => bar.rows('Runs'), SOON).toHaveLength(reportsIn(editor().workspace).length);
    const rows = bar.pane('Runs').locator('.monaco-list-row');
    const pinned = async () => (await rows.first().locator('.codicon-pinned').count()) > 0;
    if (await pinned()) await bar.press('Runs', rows.first(), 'Unpin', async () => !(await pinned())); // by another try
    const before = await bar.rows('Runs');
    await bar.press('Runs', rows.last(), 'Pin', pinned);
    const now = [before.at(-1), ...before.slice(0, -1)];
    await expect.poll(() => bar.rows('Runs'), SOON).toEqual(now);
    await editor().workbench.screenshot('side-pinned');
  });

  test('lists a damaged report as such, and still compares the others', async () => {
    const { workspace, workbench } = editor();
    const bar = side();
    await damageOne();
    await expect.poll(() => bar.icon('Runs', /damaged report/), SOON).toBe('error');
    await bar.row('Runs', /damaged report/).click();
    await workbench.waitForNotification(/Cannot read the report/);
    await workbench.runCommand('LIS: Compare Runs…');
    const items = workbench.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
    await expect.poll(() => items.count(), SOON).toBe(wholeIn(workspace).length);
    await workbench.quickInput.close();
  });

  test('deletes a run after a question', async () => {
    const { workspace } = editor();
    const bar = side();
    await bar.open();
    await damageOne();
    const before = reportsIn(workspace).length;
    await bar.press('Runs', /damaged report/, 'Delete', bar.modal());
    expect(await bar.answerModal('Cancel')).toMatch(/Delete the run long\.lis\.yaml/);
    expect(reportsIn(workspace)).toHaveLength(before);
    await bar.press('Runs', /damaged report/, 'Delete', bar.modal());
    await bar.answerModal('Delete');
    await expect.poll(() => bar.rows('Runs'), SOON).toHaveLength(before - 1);
    expect(reportsIn(workspace)).toHaveLength(before - 1);
  });

  test('copies debug information without data, paths or names', async () => {
    const { workbench, page, workspace } = editor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.runCommand('LIS: Copy Debug Information');
    await workbench.waitForNotification(/debug information is on the clipboard/);
    const read = () => page.evaluate<string>('navigator.clipboard.readText()');
    await expect.poll(read, SOON).toMatch(/^## LIS Lens\n/);
    const text = await read();
    expect(text).toMatch(/^## LIS Lens\n- extension 0\.1\.0, .*node \d+/);
    expect(text).toMatch(/- folders: 1; specs: 2; compute process/);
    expect(text).toMatch(/3000 rows, 120 users, 60 items/);
    expect(text).toMatch(/"lis\.runOnSave":false/);
    for (const secret of [workspace, 'clicks', 'user_id', 'lis.yaml', 'recent'])
      expect(text).not.toContain(secret);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('two folders', () => {
  const folder = (name: string) =>
    Object.fromEntries(
      Object.entries(smallFiles(3000, smallSpec(QUICK))).map(([path, text]) => [`${name}/${path}`, text]),
    );
  const files = {
    ...folder('shop'),
    ...folder('news'),
    'both.code-workspace': JSON.stringify({ folders: [{ path: 'shop' }, { path: 'news' }] }),
  };
  const editor = useEditor({ files, codeWorkspace: 'both.code-workspace', settings: themeSetting('light') });

  test('show the specs of both, and keep the runs of each beside its spec', async () => {
    const { workbench, workspace } = editor();
    const bar = new SideBar(workbench);
    rmSync(join(workspace, 'shop', '.lis'), { recursive: true, force: true }); // of another try
    await bar.open();
    await expect
      .poll(async () => (await bar.rows('Evaluations')).filter((row) => row.includes('yaml')), SOON)
      .toEqual(['news/lis.yaml | not evaluated yet', 'shop/lis.yaml | not evaluated yet']);
    await bar.evaluate('shop/lis.yaml');
    await expect.poll(() => bar.rows('Runs'), RUN).toEqual([expect.stringMatching(/\| shop\/lis\.yaml · /)]);
    expect(reportsIn(join(workspace, 'shop'))).toHaveLength(1);
    expect(reportsIn(join(workspace, 'news'))).toEqual([]);
    await workbench.screenshot('side-two-folders');
    expect(editor().consoleErrors).toEqual([]);
  });
});
