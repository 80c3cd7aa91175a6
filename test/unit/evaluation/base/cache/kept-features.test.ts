import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packed } from '../../../../../src/data/kept/packed.ts';
import { Store } from '../../../../../src/data/kept/store.ts';
import { BaseCache } from '../../../../../src/evaluation/base/cache/cache.ts';
import { keptFeatures } from '../../../../../src/evaluation/base/cache/kept-features.ts';
import type { FeatureResult, FeatureTask } from '../../../../../src/evaluation/tasks/feature-task.ts';
import type { FieldBlock } from '../../../../../src/ranker/ranker.ts';
import { codeRowsOf } from '../../../../support/codes.ts';

const block: FieldBlock = {
  ...{ fields: 2, cardinalities: [3, 300], names: ['phi:0', 'phi:1'], ordered: [true, false] },
  codes: codeRowsOf([3, 300], [0, 299, 1, 2, 2, 0, 1, 1]),
  keys: [undefined, Uint32Array.from({ length: 300 }, (_, code) => 7 * code)],
  dense: { names: ['phi:0'], values: Float32Array.of(0, -1, 1, 0.5) },
  numeric: [{ name: 'phi:0', values: Float64Array.of(NaN, 1, 2, 1.5) }],
};
const resultOf = (changes: Partial<FieldBlock> = {}): FeatureResult => ({
  ...{ source: 's', seed: 1, provenance: 'built', warnings: [{ code: 'few', message: 'Few pairs.' }] },
  blocks: [{ arm: 'leaked', block: { ...block, ...changes } }],
  touched: Uint8Array.of(1, 0, 1, 1),
});
const task = (seed = 1) =>
  ({ input: { data: { rows: 4 } }, seed, sources: [{ name: 's' }] }) as unknown as FeatureTask;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-features-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const find = (wanted = task()) =>
  keptFeatures(new BaseCache(folder, async () => {}, 'p', 'features'), wanted);
const files = (): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.bin'));

describe('kept features', () => {
  it('are found by their task, as they were built', async () => {
    const { value, keep } = await find();
    expect(value).toBeUndefined();
    await keep([resultOf()]);
    expect((await find()).value).toEqual([resultOf()]);
    expect((await find(task(2))).value).toBeUndefined();
  });

  it('are none of vectors, which all arms share', async () => {
    const vector = {
      name: 'phi:1',
      dimension: 1,
      values: Float32Array.of(1),
      mean: Float32Array.of(0),
      scale: 1,
    };
    await (await find()).keep([resultOf({ vector })]);
    expect(files()).toEqual([]);
  });

  it.each<[string, Partial<FieldBlock>]>([
    ['a code that its field does not have', { codes: codeRowsOf([3, 300], [0, 299, 3, 2, 2, 0, 1, 1]) }],
    ['codes of other rows', { codes: codeRowsOf([3, 300], [0, 299]) }],
    ['fields without a name', { names: ['phi:0'] }],
    ['numbers of other rows', { numeric: [{ name: 'phi:0', values: Float64Array.of(1) }] }],
    ['keys of other fields', { keys: [undefined] }],
  ])('are built anew where a file holds %s', async (_, changes) => {
    await (await find()).keep([resultOf()]);
    const [path = ''] = files();
    const store = new Store(join(folder, 'features'));
    await store.write(path.slice(-68, -4), packed([resultOf(changes)]));
    expect((await find()).value).toBeUndefined();
  });
});
