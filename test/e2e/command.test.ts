/** A ranker of the user's own in the real editor: its runs are tasks in the terminal, seen there and ended from there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ReportSchema } from '../../src/report/schema.ts';
import { smallFiles, smallSpec } from '../support/small-workspace.ts';
import { themeSetting, useEditor } from './harness/index.ts';

const RUN_MS = 120_000;

/** Rows are numbered by time, so those of the evaluation are the last. It notes who called it, and where its output goes. */
const PROGRAM = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const [mode, path] = process.argv.slice(2);
const job = JSON.parse(readFileSync(path, 'utf8'));
const { LIS_ARM, LIS_SEED, LIS_JOB, TERM_PROGRAM } = process.env;
appendFileSync(mode + '.jsonl', JSON.stringify({ pid: process.pid, LIS_ARM, LIS_SEED, own: LIS_JOB === path, TERM_PROGRAM, tty: process.stdout.isTTY === true }) + '\\n');
console.log('scoring ' + LIS_ARM);
if (mode === 'fail') process.exit(3);
if (mode === 'hang') setInterval(() => {}, 1000);
else {
  const from = job.rows.fit + job.rows.validate;
  const rows = Array.from({ length: job.rows.evaluate }, (_, i) => from + i);
  writeFileSync(job.predictions.csv, 'row,score\\n' + rows.map((row) => row + ',' + ((row * 7919) % 101)).join('\\n') + '\\n');
}
`;

const spec = (mode: string): string => smallSpec(`seeds: 1\nranker: {command: node rank.cjs ${mode}}\n`);
const files = {
  ...smallFiles(3000, spec('score')),
  'rank.cjs': PROGRAM,
  'fail.lis.yaml': spec('fail'),
  'hang.lis.yaml': spec('hang'),
};

interface Call {
  pid: number;
  LIS_ARM: string;
  own: boolean;
  TERM_PROGRAM?: string;
  tty: boolean;
}

function calls(workspace: string, mode: string): Call[] {
  const path = join(workspace, `${mode}.jsonl`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Call);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a ranker of one’s own', () => {
  const editor = useEditor({ files, settings: themeSetting('dark') });

  test('runs as tasks in the terminal, one for each arm, and is evaluated', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 30_000);
    await workbench.runCommand('LIS: Evaluate');
    await workbench.waitForCodeLens(/base AUC/, RUN_MS);

    const runs = join(workspace, '.lis', 'runs');
    const [name] = readdirSync(runs);
    const report = ReportSchema.parse(JSON.parse(readFileSync(join(runs, name!), 'utf8')));
    expect(report.ranker).toMatchObject({ kind: 'command', command: 'node rank.cjs score' });
    const done = calls(workspace, 'score');
    expect(done.map(({ LIS_ARM }) => LIS_ARM)).toEqual(report.arms.map(({ id }) => id));
    for (const call of done) expect(call).toMatchObject({ own: true, tty: true, TERM_PROGRAM: 'vscode' });
    expect(
      existsSync(join(workspace, '.lis', 'cache')) && readdirSync(join(workspace, '.lis', 'cache')),
    ).toEqual([]);
  });

  test('that fails is said to have, at its line of the spec, with the terminal that has its output', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('fail.lis.yaml');
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    const message = await workbench.waitForNotification(/fail\.lis\.yaml, line 17/, RUN_MS);
    expect(message).toMatch(
      /for base, seed 1 ended with exit code 3; its output: the terminal of the task “ranker of base, seed 1”/,
    );
    await expect
      .poll(() => workbench.problems(), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/exit code 3.*Ln 17/s));
    expect(calls(workspace, 'fail')).toHaveLength(1);
    await workbench.screenshot('command-failed');
  });

  test('ends where its run is cancelled', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('hang.lis.yaml');
    await workbench.clickCodeLens(/^▶ Evaluate$/);
    await workbench.waitForCodeLens(/running `node rank\.cjs hang` for base, seed 1 .* … \d+ %/, RUN_MS);
    await expect.poll(() => calls(workspace, 'hang'), { timeout: RUN_MS }).toHaveLength(1);
    const [{ pid } = { pid: 0 }] = calls(workspace, 'hang');
    expect(isAlive(pid)).toBe(true);
    await workbench.runCommand('LIS: Cancel');
    await workbench.waitForCodeLens(/^▶ Evaluate$/, 5000);
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
    expect(calls(workspace, 'hang')).toHaveLength(1);
  });

  test('leaves no complaint in the console', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

describe('a ranker of one’s own in a workspace that is not trusted', () => {
  const editor = useEditor({ files, trusted: false, settings: themeSetting('light') });

  test('is never run', async () => {
    const { workbench, workspace } = editor();
    await workbench.openFile('lis.yaml');
    await workbench.waitForCodeLens(/^Trust this workspace to evaluate$/, 30_000);
    expect(await workbench.commands('LIS: ')).not.toContain('LIS: Evaluate');
    expect(calls(workspace, 'score')).toEqual([]);
  });
});
