/** The world of ads (examples/ads/README.md): its spec runs as it is, and finds what is known of sources, vectors and objectives. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeAds } from '../../../examples/ads/generate.ts';
import { simulateAds } from '../../../examples/ads/impressions.ts';
import type { ObjectiveReport, Report } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';

let folder: string;
let report: Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-ads-'));
  await writeAds(simulateAds(40_000, 1), join(folder, 'data'));
  const specPath = join(folder, 'lis.yaml');
  copyFileSync('examples/ads/lis.yaml', specPath);
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 1,
    memoryBytes: 2 ** 31,
  };
  const sources = ['co-click', 'full', 'category', 'noise'];
  report = await evaluate({ specPath, seeds: 1, sources, run });
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const objective = (name: string): ObjectiveReport => report.objectives!.find((other) => other.name === name)!;
const lisOf = ({ sources }: Pick<Report, 'sources'>) => sources[0]!.lis.transferable!;
const aisOf = ({ models }: Pick<Report, 'models'>, name: string) =>
  models.find((model) => model.name === name)!.ais;

it('has a strong base, and nothing wrong with the labels and their times', () => {
  const base = report.arms.find(({ id }) => id === 'base')!;
  expect(base.auc).toBeGreaterThan(0.68);
  expect(base.auc).toBeLessThan(0.71);
  expect(report.warnings.filter(({ code }) => /label|leak|times/.test(code))).toEqual([]);
  expect(objective('conversion').positiveRate).toBeCloseTo(0.039, 2); // of clicks 0.157
  expect(objective('value').positiveRate).toBe(objective('conversion').positiveRate);
});

it('finds headroom in co-clicks: more for conversions than for clicks, and none in permuted ones', () => {
  const [clicks, conversions, value] = [report, objective('conversion'), objective('value')].map(lisOf);
  expect(clicks!.low).toBeGreaterThan(0);
  expect(clicks!.value).toBeGreaterThan(0.005);
  expect(clicks!.value).toBeLessThan(0.014);
  expect(conversions!.low).toBeGreaterThan(0);
  expect(conversions!.value).toBeGreaterThan(1.3 * clicks!.value);
  expect(value!.low).toBeGreaterThan(0);
  for (const { sources } of [report, ...report.objectives!])
    expect(Math.abs(sources[0]!.placeboGain!.value)).toBeLessThan(0.0025);
});

it('puts vectors in their order by every objective: the latent ones, categories, nothing in noise', () => {
  for (const judged of [report, ...report.objectives!]) {
    expect(aisOf(judged, 'full').low).toBeGreaterThan(aisOf(judged, 'category').value);
    expect(aisOf(judged, 'category').low).toBeGreaterThan(0);
    expect(Math.abs(aisOf(judged, 'noise').value)).toBeLessThan(0.0025);
  }
});
