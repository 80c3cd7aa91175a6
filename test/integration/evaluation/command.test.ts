/** The user's own ranker, end to end: what a program is given, what is made of what it writes, and what of its faults. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/common/progress.ts';
import { reportText } from '../../../src/report/kept/store.ts';
import type { Report } from '../../../src/report/schema.ts';
import { renderTable } from '../../../src/report/terminal/table.ts';
import { PROGRAM, ProgramWorkspace } from '../../support/program-workspace.ts';
import { smallSpec } from '../../support/small-workspace.ts';

let workspace: ProgramWorkspace;
let folder: string;
beforeAll(() => {
  workspace = new ProgramWorkspace('lis-command-', 'joint');
  folder = workspace.folder;
});
afterAll(() => workspace.remove());

const command: ProgramWorkspace['spec'] = (...args) => workspace.spec(...args);
const run: ProgramWorkspace['run'] = (...args) => workspace.run(...args);

let scored: Promise<Report> | undefined;
/** Of one seed, run once. */
function alone(): Promise<Report> {
  scored ??= run(command('score'));
  return scored;
}

describe('a program of the user’s own', () => {
  it('is run once per arm and seed, and its scores are evaluated as those of any ranker', async () => {
    const calls = join(folder, 'calls.jsonl');
    process.env['LIS_TEST_CALLS'] = calls;
    const messages: Progress[] = [];
    const report = await run(command('score', '', 2), { onProgress: (progress) => messages.push(progress) });
    delete process.env['LIS_TEST_CALLS'];

    expect(report.ranker).toMatchObject({ kind: 'command', timeout: 3600, parallel: 1 });
    expect(report.arms.map(({ id, ranker }) => `${id} ${ranker}`)).toEqual([
      'base command',
      'honest:recent command',
      'fresh:recent command',
      'leaked:recent command',
      'leaked-total:recent command',
      'placebo:recent command',
    ]);
    const auc = Object.fromEntries(report.arms.map((arm) => [arm.id, arm.auc]));
    expect(auc['leaked-total:recent']).toBeGreaterThan(auc['base']! + 0.05);
    expect(report.arms.every(({ logLoss, epochs }) => logLoss === null && epochs === undefined)).toBe(true);
    expect(report.sources[0]!.features.map(({ dropGain }) => dropGain)).toEqual(Array(4).fill(undefined));
    expect(() => reportText(report)).not.toThrow();
    expect(renderTable(report, { colour: false })).toMatch(/Ranker +command · 2 seeds from 1/);

    const jobs = readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(jobs).toHaveLength(12);
    expect(new Set(jobs.map(({ env }) => `${env.LIS_ARM} ${env.LIS_SEED}`)).size).toBe(12);
    for (const { job, env, cwd } of jobs) {
      expect(cwd).toBe(folder);
      expect([job.arm, String(job.seed)]).toEqual([env.LIS_ARM, env.LIS_SEED]);
      expect(env.LIS_JOB).toMatch(
        /\.lis\/cache\/ranker-lis-[0-9a-f]{8}-\d+-\w+\/\d{3}-[\w-]+-seed-[12]\/job\.json$/,
      );
      expect(job.files[0].key).toEqual(['row', 'user', 'item', 'time', 'label', 'part']);
      expect(job.files[0].features.map(({ name }: { name: string }) => name)).toEqual(
        jobs[0].job.files[0].features.map(({ name }: { name: string }) => name),
      );
      // All arms have the same columns: what an arm lacks is there, and missing.
      expect(job.files[1].features.map(({ name }: { name: string }) => name)).toEqual(
        jobs[0].job.files[1].features.map(({ name }: { name: string }) => name),
      );
      expect(job.files[1].features.every(({ missing }: { missing?: true }) => missing === true)).toBe(
        job.arm === 'base',
      );
    }
    expect(messages.some(({ message }) => /^running `.*` for \S+, seed 2 \(\d+ of 12\)$/.test(message))).toBe(
      true,
    );
    const fractions = messages.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(workspace.leftOvers()).toEqual([]);
    expect(readFileSync(join(folder, '.lis/.gitignore'), 'utf8')).toBe('cache/\n');
  });

  it('keeps the log loss where it gives probabilities', async () => {
    const report = await run(command('probability'));
    for (const { logLoss } of report.arms) expect(logLoss).toBeGreaterThan(0.1);
    const ordered = await alone();
    expect(report.arms.map(({ auc }) => auc)).toEqual(ordered.arms.map(({ auc }) => auc));
  });

  it('may be a line for the shell, run side by side, and beside built-in rankers', async () => {
    const line = `"${process.execPath}" "${PROGRAM}" score`;
    const spec = smallSpec(`training: joint\nseeds: 1\nrankers: [fm, {command: '${line}', parallel: 2}]\n`);
    const report = await run(spec);
    const [other] = report.otherRankers!;
    expect(report.ranker['kind']).toBe('fm');
    expect(other!.ranker).toMatchObject({ kind: 'command', command: line, parallel: 2 });
    const { arms } = await alone();
    // What runs are compared by is of the first ranker alone.
    const withoutInfluence = arms.map((arm) => ({
      ...arm,
      perSeed: arm.perSeed.map(({ influence: _, ...numbers }) => numbers),
    }));
    expect(other!.arms).toEqual(withoutInfluence);
    expect(report.sources[0]!.features.some(({ dropGain }) => dropGain !== undefined)).toBe(true);
  });

  it('is checked against labels that no source can help with', async () => {
    const report = await run(command('score'), { nullCheck: true });
    expect(report.sources[0]!.nullCheck!.level).toBe(0.95);
    expect(report.sources[0]!.lis.total.value).toBeGreaterThan(report.sources[0]!.nullCheck!.value);
  });

  it('warns of constant scores, and of probabilities that are certain', async () => {
    const constant = (await run(command('constant'))).warnings.filter(
      ({ code }) => code === 'constant-predictions',
    );
    expect(constant.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1]);
    const certain = (await run(command('certain'))).warnings.filter(
      ({ code }) => code === 'certain-predictions',
    );
    expect(certain.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2, 2]);
  });
});

const FAULTS: [mode: string, kind: string, code: string, message: RegExp][] = [
  [
    'fail',
    'usage',
    'command-failed',
    /for base, seed 1 ended with exit code 3: reading \| ValueError: no such column; its output: \S+log\.txt\.$/,
  ],
  [
    'nothing',
    'data',
    'predictions-absent',
    /ended in order and wrote neither \S+predictions\.parquet nor \S+predictions\.csv/,
  ],
  [
    'nan',
    'data',
    'predictions-not-finite',
    /base, seed 1 \(\S+\.csv\): 3 of 600 evaluation rows have no finite score\.$/,
  ],
  ['missing', 'data', 'predictions-missing', /5 of 600 evaluation rows have none\.$/],
  ['doubled', 'data', 'predictions-doubled', /4 of 604 are of a row that has one already\.$/],
  [
    'others',
    'data',
    'predictions-other-rows',
    /2 of 600 are not of evaluation rows \(part 2\): the first is row 0; 2 of 600 evaluation rows have none\.$/,
  ],
  [
    'columns',
    'data',
    'predictions-columns',
    /need a column `row`, and one of `probability` and `score`; it has `row`, `prediction`\.$/,
  ],
  [
    'outside',
    'data',
    'predictions-out-of-range',
    /rows have a `probability` outside 0 to 1; name the column `score` where it is none\.$/,
  ],
  ['both', 'data', 'predictions-twice', /wrote both \S+ and \S+; write one of them\.$/],
];

describe('a program that fails', () => {
  it.each(FAULTS)('%s', async (mode, kind, code, message) => {
    const failure = await run(command(mode)).then(
      () => undefined,
      (error) => error,
    );
    expect(failure).toMatchObject({ kind, code, where: { file: join(folder, 'lis.yaml'), line: 18 } });
    expect(failure.message).toMatch(message);
    expect(workspace.leftOvers()).toHaveLength(1); // for a look at it, until the next run
  });

  it('is said to be absent where it is', async () => {
    const absent = smallSpec('ranker: {command: [no-such-program-here]}\n');
    await expect(run(absent)).rejects.toMatchObject({
      code: 'command-not-found',
      message: expect.stringMatching(/there is no program `no-such-program-here`/),
    });
    const inShell = smallSpec('ranker: {command: no-such-program-here}\n');
    await expect(run(inShell)).rejects.toMatchObject({
      code: 'command-failed',
      message: expect.stringMatching(/exit code 127 \(127: the shell found no such program\)/),
    });
  });

  it('in the null check is said to where the spec has it', async () => {
    const program = join(folder, 'once.cjs');
    const body = `const fs = require('node:fs');
      const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
      const { fit, validate, evaluate } = job.rows;
      const rows = Array.from({ length: evaluate }, (_, i) => (fit + validate + i) + ',' + ((i * 7919) % 101));
      fs.writeFileSync(job.predictions.csv, ['row,score', ...rows].join('\\n'));
      fs.writeFileSync(job.arm.replace(':', '-') + '.once', '', { flag: 'wx' });`; // fails the second time
    writeFileSync(program, body);
    const spec = smallSpec(
      `training: joint\nseeds: 1\nrankers:\n  - {command: ['${process.execPath}', '${program}']}\n  - lr\n`,
    );
    await expect(run(spec, { nullCheck: true })).rejects.toMatchObject({
      code: 'command-failed',
      message: expect.stringMatching(/for base, seed 1 ended with exit code 1: .*EEXIST/),
      where: { line: 19, specPath: ['rankers', 0, 'command'] },
    });
  });
});
