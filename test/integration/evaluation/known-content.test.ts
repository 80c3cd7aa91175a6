/** Vectors and ids whose worth is known by construction (examples/feed/README.md): LIS must put them in that order. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import { evaluate } from '../../../src/evaluation/evaluate.ts';
import type { Report, SourceReport } from '../../../src/report/schema.ts';

let folder: string;
let report: Report;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-content-'));
  await writeFeed(simulate(60_000, 1), join(folder, 'data'));
  const specPath = join(folder, 'content.lis.yaml');
  copyFileSync('examples/feed/content.lis.yaml', specPath);
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 2,
    memoryBytes: 2 ** 31,
  };
  report = await evaluate({ specPath, seeds: 2, run });
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string): SourceReport => report.sources.find((one) => one.name === name)!;
const total = (name: string) => source(name).lis.total;

describe.each([
  ['vectors', 'embeddings'],
  ['ids', 'clusters'],
])('%s of known worth', (what, kind) => {
  it('are put in the order of their usefulness', () => {
    expect(total(`${what}-good`).low).toBeGreaterThan(total(`${what}-weak`).value);
    expect(total(`${what}-weak`).low).toBeGreaterThan(Math.max(0, total(`${what}-noise`).value));
    expect(total(`${what}-noise`).low).toBeLessThan(0.001);
  });

  it('are declared, and gain nothing once their items are permuted', () => {
    for (const worth of ['good', 'weak', 'noise']) {
      const { provenance, placeboGain, coverage, kind: found } = source(`${what}-${worth}`);
      expect([provenance, found]).toEqual(['declared', kind]);
      expect(placeboGain!.low).toBeLessThan(0.001);
      expect(coverage).toBeGreaterThan(0.9);
    }
  });

  it('have headroom where they know something alone', () => {
    const code = (name: string) => report.verdicts.find(({ target }) => target === name)!.code;
    expect([code(`${what}-good`), code(`${what}-weak`)]).toEqual(['headroom', 'headroom']);
    expect(code(`${what}-noise`)).not.toBe('headroom');
  });
});

it('names every file that was read', () => {
  expect(report.inputs.filter(({ role }) => role === 'source').map(({ path }) => path)).toEqual(
    ['good', 'weak', 'noise', 'good', 'weak', 'noise'].map((worth) => `data/content-${worth}.parquet`),
  );
});
