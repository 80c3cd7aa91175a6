/** Runs that measure only as many evaluation users as a precision takes. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunContext } from '../../../src/common/progress.ts';
import { Trace } from '../../../src/common/trace.ts';
import type { EvaluateRequest } from '../../../src/evaluation/request.ts';
import { compareRuns } from '../../../src/metrics/intervals/compare-runs.ts';
import { halfWidth } from '../../../src/metrics/intervals/precision.ts';
import { headlineLis } from '../../../src/report/estimates.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';

const parent = mkdtempSync(join(tmpdir(), 'lis-precision-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const USERS = 1500;
const ROWS = 12_000;

/** Clicks of many users of one of four tastes; the last fifth is evaluated. */
function log(): string {
  const next = random(3);
  const lines = ['user_id,item_id,ts,click,bought,page,score'];
  for (let row = 0; row < ROWS; row++) {
    const user = Math.floor(next() ** 1.5 * USERS);
    const item = Math.floor(next() * 40);
    const liked = user % 4 === item % 4;
    const click = Number(next() < (liked ? 0.6 : 0.2));
    const bought = click === 1 && next() < 0.5 ? 3 : 0;
    lines.push(
      `u${user},i${item},${1_700_000_000 + row * 60},${click},${bought},p${Math.floor(row / 6)},${(next() + Number(liked)).toFixed(4)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const LOG = log();
const SPEC = `version: 1
log: {path: clicks.csv, user: user_id, item: item_id, label: click, time: ts}
split: {evaluate: 30%, slices: 6}
sources: [{name: co-click, build: co-click, window: all}]
head: trees
seeds: 2
`;

let folders = 0;
function workspace(spec: string): string {
  const folder = join(parent, String(folders++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'clicks.csv'), LOG);
  writeFileSync(join(folder, 'lis.yaml'), spec);
  return join(folder, 'lis.yaml');
}

const run = (
  specPath: string,
  context: Partial<RunContext> = {},
  request: Partial<EvaluateRequest> = {},
): Promise<Report> =>
  evaluate({
    specPath,
    ...request,
    run: {
      signal: new AbortController().signal,
      onProgress: () => {},
      threads: 1,
      memoryBytes: 2 ** 31,
      ...context,
    },
  });

const tasksOf = (trace: Trace, category: string) =>
  trace.spans.filter((span) => span.track > 0 && span.category === category);

describe('a run with a precision', () => {
  const specPath = workspace(SPEC);
  const cacheFolder = join(parent, 'cache');

  it('stops at whole users of a nested sample, with an interval as narrow as asked', async () => {
    const trace = new Trace();
    const report = await run(specPath, { cacheFolder, trace }, { precision: 0.1 });
    expect(ReportSchema.parse(structuredClone(report))).toEqual(report);
    const { stages, reached, asked, allUsers, allRows } = report.precision!;
    const last = stages.at(-1)!;
    expect(report.spec.options).toMatchObject({ precision: 0.1, seeds: 2 });
    expect({ reached, asked }).toEqual({ reached: true, asked: 0.1 });
    expect(last.share).toBeLessThan(1);
    expect(last.halfWidth).toBe(halfWidth(headlineLis(report.sources[0]!)));
    expect(last.halfWidth).toBeLessThanOrEqual(0.1);
    const evaluated = LOG.trim()
      .split('\n')
      .slice(1)
      .slice(-allRows)
      .map((line) => line.split(',')[0]!);
    const place = (user: string): number =>
      createHash('sha256').update(`evaluation users\0${1}\0${user}`).digest().readUInt32LE(0) / 2 ** 32;
    const inSample = evaluated.filter((user) => place(user) < last.share);
    expect(new Set(evaluated).size).toBe(allUsers);
    expect(report.data).toMatchObject({ evalRows: inSample.length, evalUsers: new Set(inSample).size });
    expect(last).toMatchObject({ rows: inSample.length, users: new Set(inSample).size });
    const measured = evaluated.flatMap((user, i) => (place(user) < last.share ? [ROWS - allRows + i] : []));
    const timeOf = (row: number): string => new Date((1_700_000_000 + row * 60) * 1000).toISOString();
    expect(report.data.evaluate).toEqual({ from: timeOf(measured[0]!), to: timeOf(measured.at(-1)!) });
    // A head is fitted once, and no row is scored twice by it.
    const scoredRows = tasksOf(trace, 'score').reduce(
      (sum, { args }) => sum + Number(args!['scoredRows']),
      0,
    );
    expect(scoredRows).toBe(tasksOf(trace, 'head').length * inSample.length);
    for (const { args } of tasksOf(trace, 'head')) expect(args!['scoredRows']).toBe(0);
  });

  it('trains no head again where a narrower interval is wanted, and ends where a run without precision does', async () => {
    const trace = new Trace();
    const report = await run(specPath, { cacheFolder, trace }, { precision: 0.0001 });
    expect(tasksOf(trace, 'head')).toEqual([]);
    expect(tasksOf(trace, 'train')).toEqual([]);
    expect(report.precision!.stages.at(-1)!.share).toBe(1);
    expect(report.precision!.reached).toBe(false);
    const whole = await run(specPath, { cacheFolder });
    expect(whole.precision).toBeUndefined();
    const numbers = ({ arms, sources, data, verdicts }: Report) => ({ arms, sources, data, verdicts });
    expect(numbers(report)).toEqual(numbers(whole));
    const few = await run(specPath, { cacheFolder }, { precision: 0.1 });
    const named = [few, whole].map((found, i) => ({ name: 'ab'[i]!, report: found }));
    const apart = compareRuns(named);
    expect(apart.sameRows).toBe(false);
    expect(apart.notes.join()).toMatch(/users measured: 1\/\d+ of \d.* in a, all .* in b/);
    const basis = new Set(apart.estimates.flatMap(({ intervals }) => intervals.map((found) => found?.basis)));
    expect(basis).toEqual(new Set([undefined, 'widest']));
    const same = compareRuns([named[0]!, { name: 'c', report: few }]);
    expect(same.sameRows).toBe(true);
    expect(same.estimates[0]!.intervals[1]).toEqual({ low: 0, high: 0, basis: 'paired' });
  });

  it('serves objectives, inverse propensities, the null check, and bases that are not trained here', async () => {
    const spec = SPEC.replace('time: ts}', 'time: ts, propensity: chance}')
      .replace('seeds: 2', 'seeds: 1')
      .concat('objectives: [{name: value, weight: bought}]\nranker: {score: score}\nprecision: 0.05\n');
    const path = workspace(spec);
    const [head, ...lines] = LOG.trim().split('\n');
    const chances = [`${head},chance`, ...lines.map((line, i) => `${line},0.${1 + (i % 9)}`)];
    writeFileSync(join(path, '..', 'clicks.csv'), `${chances.join('\n')}\n`);
    const report = await run(path, {}, { nullCheck: true });
    expect(report.precision!.stages.at(-1)!.share).toBeLessThan(1);
    expect(report.objectives!.map(({ name }) => name)).toEqual(['value']);
    expect(report.offPolicy!.effectiveRows).toBeLessThan(report.data.evalRows);
    // The labels are redrawn, and the same users are measured: as wide an interval, around 0.
    const { nullCheck } = report.sources[0]!;
    expect(Math.abs(nullCheck!.value)).toBeLessThan(0.05);
    expect(halfWidth(nullCheck!) / report.precision!.stages.at(-1)!.halfWidth).toBeLessThan(3);
  });

  it('ends where a run without precision does with tiers and projections of vectors, too, on sampled heads', async () => {
    const vectors = Array.from({ length: 40 }, (_, item) => {
      const v = [0, 1, 2, 3].map((taste) => (item % 4 === taste ? 1 : 0.05 * (item % 3)));
      return `${JSON.stringify({ item_id: `i${item}`, v })}\n`;
    }).join('');
    const given = 'embeddings: vectors.jsonl, item: item_id, vector: v';
    const path = workspace(
      SPEC.replace(
        /sources: .*\n/,
        `sources: [{name: vectors, ${given}, use: [max, tiers]}, {name: co-click, build: co-click, window: all}]\n`,
      ) +
        `models: [{name: m, ${given}, use: [mean, tiers]}]\nheadRows: 1000\nranker: {kind: lr, epochs: 1}\n`,
    );
    writeFileSync(join(dirname(path), 'vectors.jsonl'), vectors);
    const whole = await run(path);
    const parts = await run(path, {}, { precision: 1e-6 });
    expect(parts.precision!.stages.length).toBeGreaterThan(1);
    expect(parts.sources.map((source) => headlineLis(source).value)).toEqual(
      whole.sources.map((source) => headlineLis(source).value),
    );
    expect(parts.models[0]!.ais).toEqual(whole.models[0]!.ais);
    expect(whole.sources[0]!.features.some(({ name }) => name.startsWith('tier'))).toBe(true);
    const projected = path.replace(/lis\.yaml$/, 'projected.lis.yaml');
    const spec = SPEC.replace(
      /sources: .*\n/,
      `sources: [{name: vectors, ${given}, use: [max, projection]}]\n`,
    );
    writeFileSync(projected, `${spec}ranker: {kind: fm, epochs: 1}\n`);
    const learned = await run(projected, {}, { precision: 1e-6, seeds: 1 });
    expect(headlineLis(learned.sources[0]!)).toEqual(
      headlineLis((await run(projected, {}, { seeds: 1 })).sources[0]!),
    );
  });

  it('stops by the metric of the spec', async () => {
    const path = workspace(
      SPEC.replace('time: ts}', 'time: ts, group: page}').concat('metric: gauc\nprecision: 0.06\n'),
    );
    const report = await run(path);
    expect(report.metric).toBe('gauc');
    const last = report.precision!.stages.at(-1)!;
    expect(last.halfWidth).toBe(halfWidth(headlineLis(report.sources[0]!)));
    expect(last.users).toBe(report.data.evalUsers);
  });

  it('refuses a precision that it cannot have, from the command line too', async () => {
    const path = workspace(SPEC.replace('head: trees', 'training: joint'));
    await expect(run(path, {}, { precision: 0.01 })).rejects.toMatchObject({
      kind: 'usage',
      code: 'no-precision',
      message: expect.stringContaining('`precision` needs `training: staged`'),
    });
  });
});
