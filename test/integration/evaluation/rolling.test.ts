/** Successive cuts end to end: what each window says, what is shared, and what cannot be measured. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report, RollingReport } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { smallLog } from '../../support/small-workspace.ts';

let folder: string;
/** 8,000 rows, one every 90 seconds from 2023-11-14 22:13 on, until 2023-11-23 06:13. */
const LOG = smallLog(8000);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-rolling-'));
  writeFileSync(join(folder, 'clicks.csv'), LOG);
  const lines = LOG.trimEnd().split('\n');
  // On the last day but one nothing is clicked; and a column that a production ranker might have logged.
  const quiet = lines.map((line, row) => {
    if (row === 0) return line;
    const fields = line.split(',');
    const day = new Date(1000 * Number(fields[2])).toISOString().slice(0, 10);
    return day === '2023-11-21' ? [...fields.slice(0, 3), 0, fields[4]].join(',') : line;
  });
  writeFileSync(join(folder, 'quiet.csv'), `${quiet.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(
  more: string,
  log = 'clicks.csv',
  sources = 'co-click, build: co-click, window: 4',
): Promise<Report> {
  const specText = `version: 1
log: {path: ${log}, user: user_id, item: item_id, label: click, time: ts, features: [position]}
split: {evaluate: 25%, slices: 10}
sources: [{name: ${sources}}]
seeds: 2
${more}`;
  const nothing = { signal: new AbortController().signal, onProgress: () => {} };
  return evaluate({
    specPath: join(folder, 'lis.yaml'),
    specText,
    run: { ...nothing, threads: 1, memoryBytes: 2 ** 31 },
  });
}

const FIXED =
  'ranker: {kind: fm, learningRate: 0.05, l2: 0.0001, l2Factors: 0.01, initialScale: 0.05, epochs: 2}\n';
const DAYS = 'rolling: {every: 1d, windows: 4, lengths: [2, 4], lags: [1, 3]}\n';

describe('windows', () => {
  let report: Report;
  let rolling: RollingReport;
  let plain: Report;
  beforeAll(async () => {
    [report, plain] = [await run(`${FIXED}${DAYS}`), await run(FIXED)];
    rolling = report.rolling!;
  });

  it('follow each other to the end of the log, each trained on all that came before', () => {
    expect(rolling.every).toBe('1d');
    expect(rolling.windows).toHaveLength(4);
    for (const [k, { from, to, trainRows, rows, positives, users }] of rolling.windows.entries()) {
      expect(Date.parse(to) - Date.parse(from)).toBe(24 * 3600e3);
      const next = rolling.windows[k + 1];
      if (next !== undefined) {
        expect(next.from).toBe(to);
        expect(next.trainRows).toBe(trainRows + rows);
      }
      expect(users).toBeGreaterThan(50);
      expect(positives / rows).toBeGreaterThan(0.1);
    }
  });

  it('say of each what a run says: the base, the gains and the placebo, each with an interval', () => {
    for (const { baseAuc, sources } of rolling.windows) {
      expect(baseAuc!.value).toBeGreaterThan(0.45);
      expect(baseAuc!.low).toBeLessThan(baseAuc!.value);
      expect(baseAuc!.high).toBeGreaterThan(baseAuc!.value);
      expect(baseAuc!.high).toBeLessThan(0.9);
      const [{ name, lis, honestGain, freshness, placeboGain }] = sources as [(typeof sources)[0]];
      expect(name).toBe('co-click');
      for (const estimate of [lis, honestGain!, freshness!, placeboGain])
        expect(estimate.se).toBeGreaterThan(0);
    }
    const [source] = rolling.sources;
    const values = rolling.windows.map(({ sources }) => sources[0]!.lis.value);
    expect(source!.mean.value).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 4, 10);
    // Equal distances: the line's slope weighs the ends three times as much as the middle.
    const slope = (3 * (values[3]! - values[0]!) + values[2]! - values[1]!) / 10;
    expect(source!.change!.value).toBeCloseTo(3 * slope, 10);
    expect(source!.mean.value).toBeGreaterThan(0);
    expect(source!.mean.se).toBeLessThan(rolling.windows[0]!.sources[0]!.lis.se);
  });

  it('leave the report of the run itself as it is', () => {
    const numbers = ({ arms, sources }: Report) => JSON.stringify({ arms, sources });
    expect(numbers(report)).toBe(numbers(plain));
    expect(plain.rolling).toBeUndefined();
  });

  it('a length is what a source with that window has, and the lag 1 its honest arm', async () => {
    const { lengths, lags } = rolling.sources[0]!;
    const other = await run(FIXED, 'clicks.csv', 'co-click, build: co-click, window: 2');
    expect(lengths!.map(({ slices }) => slices)).toEqual([2, 4]);
    expect(lengths![0]!.lis.value).toBe(other.sources[0]!.lis.transferable!.value);
    expect(lengths![0]!.honestGain!.value).toBe(other.sources[0]!.honestGain!.value);
    const [source] = report.sources;
    expect(lengths![1]!.lis).toEqual({ ...source!.lis.transferable });
    expect(lags![0]!.gain).toEqual({ ...source!.honestGain });
    expect(lags![1]!.slices).toBe(3);
    expect(lags![1]!.gain.value).not.toBe(lags![0]!.gain.value);
  });

  it('that begin with the evaluation share its base: their blocks are not trained again', async () => {
    const two = 'rolling: {every: 16h, windows: 2}\n';
    const shared = await run(`${FIXED}${two}`);
    const [first, second] = shared.rolling!.windows;
    expect(Date.parse(first!.from)).toBeGreaterThanOrEqual(Date.parse(shared.data.evaluate!.from));
    const { trainRows } = shared.data;
    const expected =
      (2 * Number(plain.ranker['epochs']) * (first!.trainRows ** 2 + second!.trainRows ** 2)) / trainRows;
    const rows = shared.resources.baseRowsTrained! - plain.resources.baseRowsTrained!;
    expect(rows / expected).toBeGreaterThan(0.7);
    expect(rows / expected).toBeLessThan(1.4);
  });
});

it('a window without positives is skipped, with its reason, and the others are measured', async () => {
  const { rolling, warnings } = await run(`${FIXED}rolling: {every: 1d, windows: 4}\n`, 'quiet.csv');
  expect(rolling!.windows.map(({ skipped }) => skipped)).toEqual([
    undefined,
    undefined,
    'no positives',
    undefined,
  ]);
  expect(rolling!.windows[2]).toMatchObject({ positives: 0, sources: [] });
  expect(rolling!.sources[0]!.change).toBeDefined();
  const warning = warnings.find(({ code }) => code === 'window-skipped');
  expect(warning).toMatchObject({ count: 1 });
  expect(warning!.message).toMatch(
    /^1 of the 4 windows could not be measured: 2023-11-21 00:00 \(no positives\)\.$/,
  );
});

it.each(['gbdt', 'lr'])('follows the base of kind %s', async (ranker) => {
  const { rolling } = await run(`ranker: ${ranker}\nrolling: {every: 1d, windows: 2}\nhead: trees\n`);
  expect(rolling!.base!.mean.value).toBeGreaterThan(0.5);
  expect(rolling!.base!.change).toBeUndefined(); // two windows make no line
  expect(rolling!.sources[0]!.mean.se).toBeGreaterThan(0);
});

it('follows another metric by its own intervals', async () => {
  const { rolling } = await run(`${FIXED}metric: gauc\nrolling: {every: 1d, windows: 3}\n`);
  const { mean, change } = rolling!.sources[0]!;
  const values = rolling!.windows.map(({ sources }) => sources[0]!.lis.value);
  expect(mean.value).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 3, 10);
  expect(change!.value).toBeCloseTo(values[2]! - values[0]!, 10);
  expect(change!.se).toBeGreaterThan(mean.se);
});

it('refuses windows that begin before the log, at their key', async () => {
  await expect(run(`${FIXED}rolling: {every: 1d, windows: 9}\n`)).rejects.toMatchObject({
    code: 'rolling-too-long',
    where: { line: 7 },
  });
});
