/** Successive cuts of logs and rankers that are less than plain: programs, logged scores, overlapping splits, one-sided days, vectors. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { PROGRAM } from '../../support/program-workspace.ts';
import { query } from '../../support/query.ts';
import { smallLog } from '../../support/small-workspace.ts';

let folder: string;
const kept = (): string => join(folder, 'kept');
const HALF_DAY = 12 * 3600;
const dayOf = (seconds: string): string => new Date(1000 * Number(seconds)).toISOString().slice(0, 10);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-rolling-'));
  mkdirSync(kept());
  // 8,000 rows, one every 90 seconds from 2023-11-14 22:13 on, until 2023-11-23 06:13.
  const [, ...lines] = smallLog(8000).trim().split('\n');
  const rows = lines.map((line, row) => {
    const [user, item, ts, click, position] = line.split(',') as [string, string, string, string, string];
    const day = dayOf(ts);
    // On one day there are two users, one of whom clicks whatever they see.
    const pair = day === '2023-11-21' ? `u${row % 2}` : user;
    const eager = day === '2023-11-21' && row % 2 === 1 ? '1' : click;
    const late = day < '2023-11-18' ? '0' : click;
    const known = click === '1' ? Number(ts) + HALF_DAY : '';
    const score = (Number(user.slice(1)) % 5 === Number(item.slice(1)) % 5 ? 0.6 : 0.2) + (row % 7) / 100;
    return [
      ...[user, item, ts, click, position, pair, eager, late, known, score],
      row % 10 < 3 ? 'test' : 'train',
    ].join(',');
  });
  const header = 'user_id,item_id,ts,click,position,pair,eager,late,known,score,part';
  writeFileSync(join(folder, 'clicks.csv'), `${[header, ...rows].join('\n')}\n`);
  const vectors = Array.from({ length: 60 }, (_, item) => {
    const v = Array.from({ length: 8 }, (__, k) => Number(k === item % 5) + ((item * 7 + k * 3) % 11) / 100);
    return JSON.stringify({ item: `i${item}`, v });
  });
  writeFileSync(join(folder, 'vectors.jsonl'), `${vectors.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(more: string, log = 'user: user_id, label: click', split = 'evaluate: 25%, slices: 10') {
  const specText = `version: 1
log: {path: clicks.csv, item: item_id, time: ts, features: [position], ${log}}
split: {${split}}
seeds: 1
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
const SOURCE = 'sources: [{name: co-click, build: co-click, window: 4}]\n';
const skippedOf = ({ rolling }: Report) => rolling!.windows.map(({ skipped }) => skipped);

it('a program is told the labels that were known at each cut; rows after the last window have no score', async () => {
  process.env['LIS_TEST_KEEP'] = kept();
  const command = `ranker: {command: ['${process.execPath}', '${PROGRAM}', rate]}\ntraining: staged\n`;
  const more = `${SOURCE}${command}rolling: {every: 1d, windows: 2}\n`;
  const report = await run(more, 'user: user_id, label: click, labelTime: known').finally(
    () => delete process.env['LIS_TEST_KEEP'],
  );
  const { windows, base } = report.rolling!;
  expect(windows.at(-1)!.to).toBe('2023-11-23T00:00:00.000Z');
  expect(skippedOf(report)).toEqual([undefined, undefined]);
  expect(base!.mean.se).toBeGreaterThan(0);
  const blocks = readdirSync(kept());
  expect(blocks.length).toBeGreaterThan(3);
  for (const block of blocks) {
    const [{ cut, last }] = (await query(`
      SELECT min(epoch(time)) FILTER (part = 2)::DOUBLE AS cut, max(epoch(time)) FILTER (label = 1)::DOUBLE AS last
      FROM read_parquet('${join(kept(), block)}')`)) as [{ cut: number; last: number }];
    expect(last + HALF_DAY).toBeLessThan(cut);
    expect(last + HALF_DAY).toBeGreaterThan(cut - 3600);
  }
});

it('where training rows are as late as evaluation rows, no score of the run is taken over', async () => {
  const split = 'column: part, train: train, evaluate: test';
  const more = `${FIXED}sources: [{name: logged, columns: [score]}]\n`;
  const plain = await run(more, undefined, split);
  const rolled = await run(`${more}rolling: {every: 1d, windows: 2}\n`, undefined, split);
  const visits = rolled.rolling!.windows.reduce((sum, { trainRows }) => sum + trainRows ** 2, 0);
  const extra = rolled.resources.baseRowsTrained! - plain.resources.baseRowsTrained!;
  // The windows alone would take so many, by the epochs of the run; the blocks before them take about as many again.
  const shared = (Number(plain.ranker['epochs']) * visits) / plain.data.trainRows;
  expect(extra / shared).toBeGreaterThan(1.5);
});

it('a window is left out before which one label alone was known, or in which one user has both', async () => {
  const score = 'ranker: {score: score, inSample: allow}\n';
  const early = await run(
    `${SOURCE}${score}rolling: {every: 1d, windows: 6}\n`,
    'user: user_id, label: late',
  );
  expect(skippedOf(early)).toEqual([
    ...['no positives', 'no positives known before it'],
    ...[undefined, undefined, undefined, undefined],
  ]);
  const pairs = `${SOURCE}${score}metric: ndcg\nrolling: {every: 1d, windows: 3}\n`;
  expect(skippedOf(await run(pairs, 'user: pair, label: eager'))).toEqual([
    undefined,
    'too few users',
    undefined,
  ]);
});

it('a ranker without a base of its own reads projections in every window', async () => {
  const model =
    'models: [{name: tower, embeddings: vectors.jsonl, item: item, vector: v, use: [projection]}]\n';
  const { rolling } = await run(`ranker: gbdt\nsources: []\n${model}rolling: {every: 1d, windows: 2}\n`);
  for (const { models } of rolling!.windows) expect(models[0]!.ais.se).toBeGreaterThan(0);
});

it('lengths and ages are measured source by source, each as if it were alone', async () => {
  const two = ['long', 'short'].map((name, i) => `{name: ${name}, build: co-click, window: ${4 - 2 * i}}`);
  const more = `ranker: gbdt\nsources: [${two}]\nrolling: {every: 1d, windows: 2, lengths: [2], lags: [2]}\n`;
  const [long, short] = (await run(more)).rolling!.sources;
  expect(long!.lengths).toHaveLength(1);
  expect(long!.lengths![0]!.lis.value).toBe(short!.lengths![0]!.lis.value);
  expect(long!.lags![0]!.gain.value).not.toBe(short!.lags![0]!.gain.value);
});
