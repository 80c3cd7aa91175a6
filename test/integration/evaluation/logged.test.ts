/** The feed's production score as the base (examples/feed/README.md): its spec runs as it is, and finds what co-clicks add. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import type { Report } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';

let folder: string;
let report: Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-logged-'));
  await writeFeed(simulate(100_000, 1), join(folder, 'data'));
  const specPath = join(folder, 'lis.yaml');
  writeFileSync(specPath, readFileSync('examples/feed/logged.lis.yaml'));
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 1,
    memoryBytes: 2 ** 31,
  };
  report = await evaluate({ specPath, seeds: 1, sources: ['co-click'], run });
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('takes the score as it is: no ranker is trained, and nothing is wrong with it', () => {
  expect(report.ranker).toEqual({ kind: 'logged', score: 'pctr' });
  expect(report.warnings.filter(({ code }) => code.startsWith('score-'))).toEqual([]);
  const base = report.arms.find(({ id }) => id === 'base')!;
  expect(base.auc).toBeGreaterThan(0.645);
  expect(base.auc).toBeLessThan(0.66);
});

it('finds what co-clicks add to it, and next to nothing in permuted ones', () => {
  const [{ lis, placeboGain }] = report.sources as [Report['sources'][number]];
  expect(lis.transferable!.low).toBeGreaterThan(0);
  expect(lis.transferable!.value).toBeGreaterThan(0.012);
  expect(lis.transferable!.value).toBeLessThan(0.028); // less than it adds to a weaker base
  expect(Math.abs(placeboGain!.value)).toBeLessThan(0.002);
});
