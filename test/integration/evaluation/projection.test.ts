/** Vectors of known worth (examples/feed/README.md) through a projection that the ranker learns. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import type { Report, SourceReport } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';

const example = readFileSync('examples/feed/projection.lis.yaml', 'utf8');
const models = `models:
  - {name: good, embeddings: data/content-good.parquet, item: item_id, vector: vector, use: [projection]}
  - {name: cosines, embeddings: data/content-good.parquet, item: item_id, vector: vector, use: [max]}
`;
let folder: string;
let report: Report;

function evaluated(text: string, threads: number, { rows = 'many', seeds = 1 } = {}): Promise<Report> {
  const specPath = join(folder, rows, 'lis.yaml');
  writeFileSync(specPath, text);
  const run = { signal: new AbortController().signal, onProgress: () => {}, threads, memoryBytes: 2 ** 31 };
  return evaluate({ specPath, seeds, run });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-projection-'));
  // A projection of fewer rows says clearly less than the cosines; where numbers are only held against each other, few will do.
  await writeFeed(simulate(50_000, 1), join(folder, 'many', 'data'));
  await writeFeed(simulate(15_000, 1), join(folder, 'few', 'data'));
  report = await evaluated(example + models, 1, { seeds: 2 });
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string, from = report): SourceReport =>
  from.sources.find((listed) => listed.name === name)!;

it('useful vectors gain, useless ones and permuted ones do not', () => {
  const [good, weak, noise] = ['good', 'weak', 'noise'].map((worth) => source(`vectors-${worth}`).lis.total);
  expect(good!.low).toBeGreaterThan(Math.max(0.02, noise!.high));
  expect(good!.low).toBeGreaterThan(weak!.value);
  expect(noise!.low).toBeLessThan(0.001);
  for (const { placeboGain, coverage, features } of report.sources) {
    expect(placeboGain!.low).toBeLessThan(0.001);
    expect(coverage).toBeGreaterThan(0.99);
    expect(features).toEqual([{ name: 'projection', singleAuc: null, missing: 0 }]);
  }
});

it('a model through a projection is held against sources through one alone', () => {
  const [good, cosines] = report.models;
  expect(good!.ais.value).toBe(source('vectors-good').lis.total.value);
  expect(good!.captured['vectors-good']).toMatchObject({ value: 1 });
  expect(cosines!.captured['vectors-good']).toBeNull();
});

it('a projection beside cosines is trained without, as the strongest features are; threads change nothing', async () => {
  const two = example
    .split('\n')
    .filter((line) => !/weak|noise/.test(line))
    .join('\n')
    .replace('[projection]', '[max, projection]');
  const few = { rows: 'few' };
  const [oneThread, other] = [await evaluated(two, 1, few), await evaluated(two, 2, few)];
  const { features, lis } = source('vectors-good', oneThread);
  expect(features.map(({ name, dropGain }) => [name, dropGain !== undefined])).toEqual([
    ['max', true],
    ['projection', true],
  ]);
  // Cosines to the history say at once what factors of users must learn.
  expect(features[0]!.dropGain!.value).toBeGreaterThan(features[1]!.dropGain!.value);
  expect(source('vectors-good', other)).toMatchObject({ lis, features });
}, 400_000);

it('a head reads the score of a ranker that learns the projection out of sample', () => {
  const [good, weak, noise] = ['good', 'weak', 'noise'].map((worth) => source(`vectors-${worth}`).lis.total);
  expect(good!.low).toBeGreaterThan(0.02);
  expect(good!.low).toBeGreaterThan(weak!.value);
  expect(weak!.low).toBeGreaterThan(0.001);
  expect(Math.abs(noise!.value)).toBeLessThan(0.002);
  for (const { placeboGain } of report.sources) expect(Math.abs(placeboGain!.value)).toBeLessThan(0.002);
});

it('beside boosted trees a projection adds what its vectors say, not what its ranker knows', async () => {
  const alone = `${example.replace(/^.*vectors-(good|weak).*\n/gm, '')}ranker: gbdt\n`;
  const report = await evaluated(alone, 1, { seeds: 1 });
  const { lis, placeboGain } = source('vectors-noise', report);
  expect(Math.abs(lis.total.value)).toBeLessThan(0.004); // of one seed, which leaves more noise
  expect(Math.abs(placeboGain!.value)).toBeLessThan(0.004);
  // All arms have the score of the machine that learns projections.
  expect(report.arms[0]!.auc).toBeGreaterThan(0.62);
}, 400_000);
