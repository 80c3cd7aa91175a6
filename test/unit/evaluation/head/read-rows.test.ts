/** Features are built of the rows that heads read, and of no others where there are many. */
import { describe, expect, it } from 'vitest';
import { rowParts, trainingRows } from '../../../../src/evaluation/arms/fields.ts';
import { headOf } from '../../../../src/evaluation/base/head-rows.ts';
import { readRows } from '../../../../src/evaluation/head/read-rows.ts';
import { sampleHeadRows } from '../../../../src/evaluation/head/rows.ts';
import { type SpecInput, SpecSchema } from '../../../../src/specfile/schema.ts';
import { testDataset } from '../../../support/dataset.ts';

const data = testDataset(
  Array.from({ length: 6000 }, (_, i) => ({
    user: i % 97,
    item: i % 31,
    time: i,
    label: Number(i % 3 === 0),
  })),
);
const parts = rowParts(data.part);
const seeds = [1, 2];
const breathe = async (): Promise<void> => undefined;
const specOf = (more: Partial<SpecInput>) =>
  SpecSchema.parse({
    version: 1,
    log: { path: 'log.csv', user: 'user', item: 'item', label: 'y', time: 't' },
    sources: [{ name: 'co-click', build: 'co-click' }],
    headRows: 1000,
    ...more,
  });
const read = (more: Partial<SpecInput> = {}, evaluate = parts.evaluate) =>
  readRows(data, specOf(more), parts, evaluate, seeds, breathe);
const sorted = (...lists: Uint32Array[]): number[] =>
  [...new Set(lists.flatMap((list) => [...list]))].sort((a, b) => a - b);

describe('the rows that features are built of', () => {
  it('are those of each seed’s heads and the evaluation rows; for the first seed those of all seeds', async () => {
    const { training, rows } = await read();
    const head = await headOf({ data, parts, seeds, breathe }, { kind: 'fm' });
    const ofSeed = seeds.map((seed) => sampleHeadRows(head, seed, 1000));
    const second = sorted(ofSeed[1]!.fit, ofSeed[1]!.validate);
    const all = sorted(...ofSeed.flatMap(({ fit, validate }) => [fit, validate]));
    expect([...training[1]!]).toEqual(second);
    expect([...training[0]!]).toEqual(all);
    expect(all.length).toBeGreaterThan(second.length);
    expect([...rows[1]!]).toEqual(sorted(training[1]!, parts.evaluate));
    expect([...rows[0]!]).toEqual(sorted(training[0]!, parts.evaluate));
    expect(training[0]!.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('are those of the evaluation rows that are read first', async () => {
    const few = parts.evaluate.subarray(0, 40);
    const { training, rows } = await read({}, few);
    expect([...rows[1]!]).toEqual(sorted(training[1]!, few));
    const { training: whole, rows: ofAll } = await read({ headRows: 4000 }, few);
    expect([...whole[0]!]).toEqual([...trainingRows(parts)]);
    expect([...ofAll[0]!]).toEqual(sorted(trainingRows(parts), few));
    expect(ofAll[1]).toBe(ofAll[0]);
  });

  it('are of every ranker: trees alone have heads on all training rows', async () => {
    const ofBoth = await read({ rankers: ['fm', 'gbdt'] });
    const ofFm = await read();
    expect(ofBoth.training[1]!.length).toBeGreaterThan(ofFm.training[1]!.length);
    expect(Math.min(...ofBoth.training[1]!)).toBeLessThan(Math.min(...ofFm.training[1]!));
  });

  it.each<[string, Partial<SpecInput>]>([
    ['heads are trained on all rows', { headRows: 4000 }],
    ['whole rankers are trained', { training: 'joint' }],
    ['windows have heads on other rows', { rolling: { every: '1d', windows: 2 } }],
    [
      'a projection of vectors is learned',
      { sources: [{ name: 'v', embeddings: 'v.parquet', item: 'item', vector: 'e', use: ['projection'] }] },
    ],
  ])('are all rows where %s', async (_, more) => {
    const { training, rows } = await read(more);
    expect(rows).toEqual([undefined, undefined]);
    expect([...training[1]!]).toEqual([...trainingRows(parts)]);
    expect(training[1]).toBe(training[0]);
  });
});
