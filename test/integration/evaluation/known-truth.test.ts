/** Preference files whose worth is known by construction (examples/feed/README.md): LIS must put them in that order. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import type { Report, SourceReport } from '../../../src/report/schema.ts';
import { evaluate } from '../../support/evaluate.ts';

let folder: string;
let report: Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-truth-'));
  await writeFeed(simulate(40_000, 1), join(folder, 'data'));
  const specPath = join(folder, 'truth.lis.yaml');
  copyFileSync('examples/feed/truth.lis.yaml', specPath);
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 1,
    memoryBytes: 2 ** 31,
  };
  report = await evaluate({
    specPath,
    seeds: 2,
    sources: ['informative', 'partly', 'stale', 'popularity', 'random'],
    run,
  });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string): SourceReport => report.sources.find((listed) => listed.name === name)!;
const total = (name: string): number => source(name).lis.total.value;

describe('preference files of known worth', () => {
  it('are put in the order of their usefulness', () => {
    expect(total('informative')).toBeGreaterThan(total('partly'));
    expect(total('partly')).toBeGreaterThan(total('stale'));
    expect(total('stale')).toBeGreaterThan(Math.max(total('popularity'), total('random')));
    expect(source('informative').lis.total.low).toBeGreaterThan(source('partly').lis.total.value);
  });

  it('are told apart from the best of the others, which its own interval alone would leave open', () => {
    const { versus } = source('informative');
    expect(versus!.source).toBe('partly');
    expect(versus!.difference.value).toBeCloseTo(total('informative') - total('partly'), 12);
    expect(versus!.difference.low).toBeGreaterThan(0);
    // Four others: Bonferroni over the pairs.
    expect(versus!.difference.level).toBeCloseTo(1 - 0.05 / 4, 12);
    for (const name of ['partly', 'stale', 'popularity', 'random']) {
      expect(source(name).versus!.source).toBe('informative');
      expect(source(name).versus!.difference.high).toBeLessThan(0);
    }
    // Measured on the same users, a difference is known better than two apart.
    const apart = Math.hypot(source('informative').lis.total.se, source('partly').lis.total.se);
    expect(versus!.difference.se).toBeLessThan(apart);
  });

  it('have headroom where they know something, and none where they know nothing', () => {
    const codes = (name: string) =>
      report.verdicts.filter(({ target }) => target === name).map(({ code }) => code);
    expect(codes('informative')[0]).toBe('headroom');
    expect(codes('partly')[0]).toBe('headroom');
    expect(codes('popularity')).not.toContain('headroom');
    expect(codes('random')).not.toContain('headroom');
  });

  it('gain nothing once their items are permuted', () => {
    for (const { placeboGain } of report.sources) expect(placeboGain!.low).toBeLessThan(0.001);
  });
});
