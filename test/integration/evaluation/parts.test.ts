/** Evaluation rows in parts, where the parts differ: what is said of all rows must not depend on which come together. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { ownerTag } from '../../../src/common/owner.ts';
import type { EvaluateRequest } from '../../../src/evaluation/request.ts';
import type { Report } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';
import { smallLog } from '../../support/small-workspace.ts';

/** Of 3,000 rows, the first that is evaluated; the first 200 of these have no click. */
const CUT = 2250;
const ITEMS = 60;

const specText = `version: 1
log: {path: log.csv, user: user_id, item: item_id, time: ts, label: click, features: [position]}
split: {evaluate: 25%, slices: 10}
seeds: 1
ranker: gbdt
sources: [{name: co-click, build: co-click}]
models: [{name: good, embeddings: vectors.jsonl, item: item_id, vector: v, use: [max, mean]}]
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-parts-'));
  const [header, ...lines] = smallLog(3000).trimEnd().split('\n');
  const rows = lines.map((line, row) => {
    const [user, item, time, click, position] = line.split(',');
    return [user, item, time, row >= CUT && row < CUT + 200 ? 0 : click, position].join(',');
  });
  writeFileSync(join(folder, 'log.csv'), `${[header, ...rows].join('\n')}\n`);
  const vectors = Array.from({ length: ITEMS }, (_, i) => ({
    item_id: `i${i}`,
    v: [Math.sin(i % 5), 1, i % 3],
  }));
  writeFileSync(join(folder, 'vectors.jsonl'), vectors.map((row) => JSON.stringify(row)).join('\n'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function run(
  rowsAtOnce?: number,
  more: Partial<EvaluateRequest['run']> = {},
  text = specText,
): Promise<Report> {
  const nothing = { signal: new AbortController().signal, onProgress: () => {} };
  const request = { specPath: join(folder, 'lis.yaml'), specText: text, rowsAtOnce };
  return evaluate({ ...request, run: { ...nothing, threads: 1, memoryBytes: 2 ** 31, ...more } });
}

const numbers = ({ created: _, resources: __, ...rest }: Report) => rest;

it('may begin with rows of one class', async () => {
  expect(numbers(await run(100))).toEqual(numbers(await run()));
});

it('need no time, nor does a log with more rows than heads are trained on', async () => {
  const [header, ...lines] = readFileSync(join(folder, 'log.csv'), 'utf8').trimEnd().split('\n');
  const partOf = (row: number) => (row < 2000 ? 'train' : row < CUT ? 'valid' : 'test');
  const rows = lines.map((line, row) => `${line},${row},${partOf(row)},${(row * 7919) % 101}`);
  writeFileSync(join(folder, 'split.csv'), `${[`${header},id,part,hint`, ...rows].join('\n')}\n`);
  const scores = lines.map((_, row) => `${row},${(row * 31) % 17}`);
  writeFileSync(join(folder, 'scores.csv'), `${['id,score', ...scores].join('\n')}\n`);
  const text = `version: 1
log: {path: split.csv, user: user_id, item: item_id, label: click, features: [position]}
split: {column: part, train: train, validate: valid, evaluate: test}
seeds: 2
headRows: 1000
ranker: gbdt
sources: [{name: hint, columns: [{name: hint, type: numeric}]}]
models: [{name: scores, predictions: scores.csv, baseline: scores.csv, key: [id], score: score}]
`;
  const whole = await run(undefined, {}, text);
  expect(whole.sources[0]!.coverage).toBe(1);
  expect(numbers(await run(100, {}, text))).toEqual(numbers(whole));
});

it('leave nothing behind where they are cancelled', async () => {
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const abort = new AbortController();
  const scores = () => readdirSync(temporary).filter((name) => name.startsWith('lis-run-'));
  const onProgress = () => {
    if (scores().length > 0) abort.abort();
  };
  const error = await run(100, { signal: abort.signal, onProgress }).catch((ended: unknown) => ended);
  expect(abort.signal.aborted).toBe(true);
  expect(error).toBeInstanceOf(Cancelled);
  expect(readdirSync(temporary)).toEqual([]);
});

it('of a run that was killed go with the next run, whether it has parts or not', async () => {
  const temporary = mkdtempSync(join(folder, 'killed-'));
  vi.stubEnv('TMPDIR', temporary);
  const ended = ownerTag.replace(/\d+$/, '999999999'); // above all ids of processes
  const left = join(temporary, `lis-run-${ended}-abcdef`);
  mkdirSync(left);
  writeFileSync(join(left, '0.f32'), 'scores');
  const other = join(temporary, 'lis-run-of-somebody');
  mkdirSync(other);
  await run();
  expect(readdirSync(temporary)).toEqual(['lis-run-of-somebody']);
});
