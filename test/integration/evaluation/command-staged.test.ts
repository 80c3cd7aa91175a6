/** The user's own ranker as the base of two stages: what it is given of each block, and what heads make of its scores. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/common/progress.ts';
import type { Job } from '../../../src/evaluation/command/job.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { PROGRAM, ProgramWorkspace } from '../../support/program-workspace.ts';
import { query } from '../../support/query.ts';
import { smallLog, smallSpec } from '../../support/small-workspace.ts';

let workspace: ProgramWorkspace;
beforeAll(() => {
  workspace = new ProgramWorkspace('lis-blocks-', 'staged', 6000);
});
afterAll(() => workspace.remove());

const command: ProgramWorkspace['spec'] = (...args) => workspace.spec(...args);
const run: ProgramWorkspace['run'] = (...args) => workspace.run(...args);

async function withEnvironment<T>(name: string, value: string, work: () => Promise<T>): Promise<T> {
  process.env[name] = value;
  try {
    return await work();
  } finally {
    delete process.env[name];
  }
}

/** A report without what may differ between two runs, and without the spec: how many run at a time changes no score. */
const numbers = ({ created: _, resources: __, ranker: ___, spec: ____, ...rest }: Report) => rest;
const aucs = (report: Report) => report.arms.map(({ id, auc }) => [id, auc]);

describe('a program that trains the base', () => {
  let report: Report;
  /** The same with one seed. */
  let alone: Report;
  let jobs: { job: Job; env: Record<string, string> }[];
  const messages: Progress[] = [];
  const kept = (): string => join(workspace.folder, 'kept');
  beforeAll(async () => {
    mkdirSync(kept());
    const calls = join(workspace.folder, 'calls.jsonl');
    report = await withEnvironment('LIS_TEST_KEEP', kept(), () =>
      withEnvironment('LIS_TEST_CALLS', calls, () =>
        run(command('rate', '', 2), { onProgress: (progress) => messages.push(progress) }),
      ),
    );
    jobs = readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    alone = await run(command('rate'));
  });

  it('is run once per block and seed, whatever the arms', () => {
    expect(jobs.map(({ job }) => [job.arm, job.block, job.seed])).toEqual(
      [1, 2, 3, 4, 5, 6].flatMap((number) => [1, 2].map((seed) => ['base', { number, of: 6 }, seed])),
    );
    for (const { job, env } of jobs) {
      expect([job.version, env['LIS_ARM'], env['LIS_SEED']]).toEqual([1, 'base', String(job.seed)]);
      expect(job.source).toBeUndefined();
      expect(job.files[0].features.map(({ name }) => name)).toContain('count_item_rate');
      expect([job.files[1].key, job.files[1].features]).toEqual([['row'], []]);
      expect(env['LIS_JOB']).toMatch(/\d{3}-block-\d-seed-[12]\/job\.json$/);
    }
    // The files are those of the other seed too.
    const paths = jobs.map(({ job }) => job.files[0].path);
    expect(new Set(paths).size).toBe(6);
    expect(paths[0]).toBe(paths[1]);
    expect(workspace.leftOvers()).toEqual([]);
  });

  it('finds no row later than its block, and no label in it', async () => {
    const known = new Set<number>();
    let last = Number.NEGATIVE_INFINITY;
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const { job } = jobs.find((call) => call.job.block?.number === number)!;
      const path = join(kept(), `block-${number}-seed-1.parquet`);
      const parts = await query(`
        SELECT part::INTEGER AS part, count(*)::INTEGER AS rows, count(label)::INTEGER AS labels,
          min(epoch(time))::DOUBLE AS first, max(epoch(time))::DOUBLE AS last,
          string_agg("row"::INTEGER, ' ') AS numbers
        FROM '${path}' GROUP BY part ORDER BY part`);
      const { fit, validate, evaluate: scored } = job.rows;
      expect(parts).toMatchObject([
        { part: 0, rows: fit, labels: fit },
        { part: 1, rows: validate, labels: validate },
        { part: 2, rows: scored, labels: 0 },
      ]);
      const [before, stop, block] = parts as Record<string, number>[];
      expect(before!['last']).toBeLessThan(stop!['first']!);
      expect(stop!['last']).toBeLessThan(block!['first']!);
      expect(block!['first']).toBeGreaterThan(last);
      last = block!['last']!;
      for (const row of String(block!['numbers']).split(' ').map(Number)) {
        expect(known.has(row)).toBe(false);
        known.add(row);
      }
    }
    const { fit, validate } = report.base!.headRows!;
    expect(known.size).toBe(fit + validate + 1200); // and a fifth of the rows that is evaluated
  });

  it('is the base of heads for all arms, also of those that measure a feature', () => {
    expect(ReportSchema.parse(report)).toEqual(report);
    expect(report.ranker).toMatchObject({ kind: 'command', timeout: 3600 });
    expect(report.base).toMatchObject({ blocks: { by: 'time', count: 10 } });
    expect(report.arms.map(({ id }) => id)).toHaveLength(6);
    const auc = Object.fromEntries(aucs(report)) as Record<string, number>;
    expect(auc['base']).toBeGreaterThan(0.53);
    expect(auc['leaked-total:recent']).toBeGreaterThan(auc['base']! + 0.03);
    for (const { logLoss } of report.arms) expect(logLoss).toBeGreaterThan(0.1); // scores are calibrated
    expect(report.sources[0]!.features.map(({ dropGain }) => typeof dropGain?.value)).toEqual(
      Array(4).fill('number'),
    );
    expect(messages.some(({ message }) => / for block 3 of 6, seed 2 \(6 of 12\)$/.test(message))).toBe(true);
    const fractions = messages.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  it('gives the same scores for the same seed, however many runs there are at a time', async () => {
    const again = await run(command('rate', ', parallel: 3'));
    expect(numbers(again)).toEqual(numbers(alone));
    expect(alone.arms.map(({ perSeed }) => perSeed[0]!.auc)).toEqual(
      report.arms.map(({ perSeed }) => perSeed[0]!.auc),
    );
  });

  it('may stand beside rankers that are trained here', async () => {
    const entry = `{command: ['${process.execPath}', '${PROGRAM}', rate]}`;
    const both = await run(smallSpec(`seeds: 1\ntraining: staged\nrankers: [gbdt, ${entry}]\n`));
    const [other] = both.otherRankers!;
    expect(both.ranker['kind']).toBe('gbdt');
    expect(other!.ranker).toMatchObject({ kind: 'command' });
    expect(other!.arms.map(({ id, auc }) => [id, auc])).toEqual(aucs(alone));
  });

  it('is given the users of other folds where rows have no time and users are new', async () => {
    const timeless = join(workspace.folder, 'timeless');
    mkdirSync(join(timeless, 'kept'), { recursive: true });
    const [header, ...lines] = smallLog(3000).trim().split('\n');
    const isNew = (line: string): boolean => Number(/^u(\d+)/.exec(line)![1]) % 5 === 4;
    const parts = lines.map((line, row) => `${line},${isNew(line) ? 'test' : 'train'},${row % 7}`);
    const spec = `version: 1
log: {path: clicks.csv, user: user_id, item: item_id, label: click, features: [position]}
split: {column: part, train: train, evaluate: test}
sources: [{name: week, columns: [{name: day, type: numeric}]}]
training: staged
seeds: 1
ranker: {command: ['${process.execPath}', '${PROGRAM}', score]}
`;
    writeFileSync(join(timeless, 'clicks.csv'), `${[`${header},part,day`, ...parts].join('\n')}\n`);
    writeFileSync(join(timeless, 'lis.yaml'), spec);
    const found = await withEnvironment('LIS_TEST_KEEP', join(timeless, 'kept'), () =>
      evaluate({
        specPath: join(timeless, 'lis.yaml'),
        run: { signal: new AbortController().signal, onProgress: () => {}, threads: 1, memoryBytes: 2 ** 31 },
      }),
    );
    expect(found.base).toMatchObject({ blocks: { by: 'user', count: 5 } });
    const users = await query(`
      SELECT filename, count(DISTINCT "user") FILTER (part = 1)::INTEGER AS stop,
        len(list_intersect(list("user") FILTER (part = 2), list("user") FILTER (part < 2)))::INTEGER AS met,
        len(list_intersect(list("user") FILTER (part = 1), list("user") FILTER (part = 0)))::INTEGER AS stopMet
      FROM read_parquet('${join(timeless, 'kept')}/*.parquet', filename = true) GROUP BY filename ORDER BY filename`);
    expect(users.map(({ met, stopMet }) => [met, stopMet]).slice(0, 5)).toEqual(Array(5).fill([0, 0]));
    expect(users).toHaveLength(6);
    for (const { stop } of users) expect(stop).toBeGreaterThan(5);
  });

  it('is checked against labels that no source can help with', async () => {
    const { sources } = await run(command('rate'), { nullCheck: true });
    expect(sources[0]!.lis.total.value).toBeGreaterThan(sources[0]!.nullCheck!.value);
  });

  it('is warned of where its scores say nothing, are certain, or rank backwards', async () => {
    const warningsOf = async (mode: string, code: string) =>
      (await run(command(mode))).warnings.filter((warning) => warning.code === code);
    const constant = await warningsOf('constant', 'constant-predictions');
    expect(constant.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(constant[2]!.message).toMatch(/all rows of block 3 of 6 one score/);
    expect((await warningsOf('certain', 'certain-predictions')).map(({ count }) => count)).toEqual([12]);
    expect(await warningsOf('inverted', 'inverted-predictions')).toHaveLength(1);
    expect(report.warnings.filter(({ code }) => code.endsWith('predictions'))).toEqual([]);
  });
});

describe('a program that fails in a block', () => {
  it('is said with the block, and leaves its files for a look at them', async () => {
    const failure = await run(command('fail-third')).then(
      () => undefined,
      (error) => error,
    );
    expect(failure).toMatchObject({
      ...{ kind: 'usage', code: 'command-failed' },
      where: { file: join(workspace.folder, 'lis.yaml'), line: 18, specPath: ['ranker', 'command'] },
    });
    expect(failure.message).toMatch(
      /for block 3 of 6, seed 1 ended with exit code 3: ValueError: no such block; its output: \S+003-block-3-seed-1\/log\.txt\.$/,
    );
    const [left] = workspace.leftOvers();
    expect(readdirSync(join(workspace.folder, '.lis/cache', left!)).sort()).toEqual([
      '003-block-3-seed-1',
      'block-3',
    ]);
  });

  it.each([
    [
      'missing',
      'predictions-missing',
      /the predictions of block 1 of 6, seed 1 \(\S+\): 5 of \d+ evaluation rows have none\.$/,
    ],
    ['outside', 'predictions-out-of-range', /block 1 of 6, seed 1/],
  ])('%s', async (mode, code, message) => {
    await expect(run(command(mode))).rejects.toMatchObject({
      ...{ kind: 'data', code, message: expect.stringMatching(message) },
    });
  });
});
