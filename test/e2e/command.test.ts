/** A ranker of the user's own in the real editor: its runs are tasks in the terminal, seen there and ended from there. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAlive } from '../fixtures/alive.ts';
import { smallFiles, smallSpec } from '../support/small-workspace.ts';
import { RUN, RUN_MS, SOON, themeSetting, useEditor } from './harness/index.ts';
import { readReport, reportsIn } from './harness/reports.ts';

/** Rows are numbered by time, so those of the evaluation are the last. It notes who called it, and where its output goes. */
const PROGRAM = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const [mode, path = mode] = process.argv.slice(2).filter((_, i, all) => i === 0 || i === all.length - 1);
const literal = process.argv.slice(3, -1);
const job = JSON.parse(readFileSync(path, 'utf8'));
const { LIS_ARM, LIS_SEED, LIS_JOB, TERM_PROGRAM } = process.env;
const colour = process.env.FORCE_COLOR;
appendFileSync(mode + '.jsonl', JSON.stringify({ pid: process.pid, LIS_ARM, LIS_SEED, jobInEnv: LIS_JOB === path, TERM_PROGRAM, colour, literal }) + '\\n');
console.log('scoring \\u001b[32m' + LIS_ARM + '\\u001b[0m');
if (mode === 'fail') console.error('no column ts');
if (mode === 'fail') process.exit(3);
if (mode === 'deaf') for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(name, () => {});
if (mode === 'hang' || mode === 'deaf') setInterval(() => {}, 1000);
else {
  const from = job.rows.fit + job.rows.validate;
  const rows = Array.from({ length: job.rows.evaluate }, (_, i) => from + i);
  writeFileSync(job.predictions.csv, 'row,score\\n' + rows.map((row) => row + ',' + ((row * 7919) % 101)).join('\\n') + '\\n');
}
`;

const spec = (mode: string): string =>
  smallSpec(`seeds: 1\nranker: {command: node rank.cjs ${mode}}\ntraining: joint\n`);
/** What the editor, a shell or both would fill in. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a spec's text
const LITERAL = ['${workspaceFolder}', '$HOME %PATH%', 'a "b"'];
const list = (mode: string, args: string[] = []): string =>
  smallSpec(
    `seeds: 1\nranker: {command: ${JSON.stringify(['node', 'rank.cjs', mode, ...args])}}\ntraining: joint\n`,
  );
const files = {
  ...smallFiles(3000, spec('score')),
  'rank.cjs': PROGRAM,
  'fail.lis.yaml': spec('fail'),
  'hang.lis.yaml': spec('hang'),
  'deaf.lis.yaml': list('deaf', LITERAL),
};

interface Call {
  pid: number;
  LIS_ARM: string;
  jobInEnv: boolean;
  TERM_PROGRAM?: string;
  colour?: string;
  literal: string[];
}

function calls(workspace: string, mode: string): Call[] {
  const path = join(workspace, `${mode}.jsonl`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Call);
}

describe('a ranker of one’s own', () => {
  const editor = useEditor({ files, settings: themeSetting('dark') });

  test('runs as tasks in the terminal, one for each arm, and is evaluated', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate/);
    const before = reportsIn(workspace).length;
    rmSync(join(workspace, 'score.jsonl'), { force: true });
    await workbench.runCommand('LIS: Evaluate');
    await expect.poll(() => reportsIn(workspace).length, RUN).toBe(before + 1);
    await workbench.waitForCodeLens(/base AUC.* just now$/);

    const report = readReport(reportsIn(workspace).at(-1)!);
    expect(report.ranker).toMatchObject({ kind: 'command', command: 'node rank.cjs score' });
    const done = calls(workspace, 'score');
    expect(done.map(({ LIS_ARM }) => LIS_ARM)).toEqual(report.arms.map(({ id }) => id));
    for (const call of done)
      expect(call).toMatchObject({ jobInEnv: true, colour: '1', TERM_PROGRAM: 'vscode' });
    await workbench.runCommand('Terminal: Focus Terminal');
    await workbench.screenshot('command-terminal');
    // The folders of its jobs are gone; the log and the features of the sources are kept.
    await expect.poll(() => readdirSync(join(workspace, '.lis', 'cache')), SOON).toEqual(['features', 'log']);
  });

  test('that fails is said to have, at its line of the spec, with the terminal that has its output', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('fail.lis.yaml');
    rmSync(join(workspace, 'fail.jsonl'), { force: true });
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    await workbench.waitForNotification(
      /fail\.lis\.yaml, line 17.*for base, seed 1 ended with exit code 3: no column ts; its output: the terminal of the task “ranker of base, seed 1”/,
      RUN_MS,
    );
    await expect
      .poll(() => workbench.problems(), SOON)
      .toContainEqual(expect.stringMatching(/exit code 3.*Ln 17/s));
    expect(calls(workspace, 'fail')).toHaveLength(1);
    await workbench.screenshot('command-failed');
  });

  test.each([
    ['hang', []],
    ['deaf', LITERAL],
  ])('ends where its run is cancelled, whether it listens or not (%s)', async (mode, literal) => {
    const { workbench, workspace } = editor();
    await workbench.openFile(`${mode}.lis.yaml`);
    const before = calls(workspace, mode).length;
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    await workbench.waitForCodeLens(/running “node .*” for base, seed 1 .* … \d+ %/, RUN_MS);
    await expect.poll(() => calls(workspace, mode), RUN).toHaveLength(before + 1);
    const { pid, literal: got } = calls(workspace, mode).at(-1)!;
    expect(got).toEqual(literal);
    expect(isAlive(pid)).toBe(true);
    await workbench.runCommand('LIS: Cancel');
    await workbench.waitForCodeLens(/^▶ Evaluate$/);
    await expect.poll(() => isAlive(pid), SOON).toBe(false);
    expect(calls(workspace, mode)).toHaveLength(before + 1);
  });

  test('ends, deaf or not, where its task is terminated', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('deaf.lis.yaml');
    const before = calls(workspace, 'deaf').length;
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    await expect.poll(() => calls(workspace, 'deaf'), RUN).toHaveLength(before + 1);
    const { pid } = calls(workspace, 'deaf').at(-1)!;
    await workbench.runCommand('Tasks: Terminate Task');
    await workbench.quickInput.pick('ranker of base');
    await workbench.waitForNotification(
      /deaf\.lis\.yaml, line 17.*for base, seed 1 ended by the closing of its terminal/,
      RUN_MS,
    );
    await expect.poll(() => isAlive(pid), SOON).toBe(false);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});
