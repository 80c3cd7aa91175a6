/** Title embeddings (GloVe, 100 numbers) of MovieLens 100k, in one run with co-likes: a file as people have it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { evaluate } from '../../support/evaluate.ts';

const data = resolve(process.env['LIS_REFERENCE_DATA'] ?? '../shared/data', 'ml-100k');
const vectors = join(data, 'embeddings-glove100.parquet');
const folder = mkdtempSync(join(tmpdir(), 'lis-glove-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says that words of titles bring a ranker of known films nothing', { timeout: 300_000 }, async (test) => {
  if (!existsSync(vectors)) {
    const message = `needs ${vectors}: set LIS_REFERENCE_DATA to the folder that holds ml-100k`;
    if (process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(message);
    return test.skip(message);
  }
  const specPath = join(folder, 'lis.yaml');
  writeFileSync(
    specPath,
    `version: 1
log: {path: ${JSON.stringify(join(data, 'ratings.parquet'))}, user: user_id, item: item_id, label: rating >= 4, time: ts}
split: {evaluate: 20%, slices: 10}
sources:
  - {name: co-like, build: co-click, window: all, use: [max, mean]}
  - {name: glove, embeddings: ${JSON.stringify(vectors)}, item: item_id, vector: emb, use: [max, mean]}
ranker: {kind: fm, bins: 24}
seeds: 1
`,
  );
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 1,
    memoryBytes: 2 ** 31,
  };
  const report = await evaluate({ specPath, run });
  const [coLike, glove] = report.sources;
  expect(glove).toMatchObject({ name: 'glove', kind: 'embeddings', provenance: 'declared' });
  expect(glove!.coverage).toBeGreaterThan(0.9);
  // Films have many ratings before the cut, so that the ranker knows them better than their titles do.
  expect(Math.abs(glove!.lis.total.value)).toBeLessThan(0.01);
  expect(glove!.lis.total.low).toBeLessThan(0.001);
  expect(glove!.placeboGain!.low).toBeLessThan(0.001);
  expect(coLike!.lis.total.low).toBeGreaterThan(glove!.lis.total.value);
  // Users come in bursts: ids say less of the last block than counts do, which is said.
  const ofBase = ['weak-base', 'search-edge', 'one-seed'];
  expect(report.warnings.filter(({ code }) => !ofBase.includes(code))).toEqual([]);
});
