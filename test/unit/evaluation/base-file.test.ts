/** The base in a file has the fields and the codes of the base in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { baseFile } from '../../../src/evaluation/arms/base-file.ts';
import { baseBlock, rowParts, trainingRows } from '../../../src/evaluation/arms/fields.ts';
import { Content } from '../../../src/evaluation/base/cache/content.ts';
import { pickFromFile } from '../../../src/ranker/rows/code-file.ts';
import type { Spec } from '../../../src/specfile/schema.ts';
import { type TimedDataset, testDataset } from '../../support/dataset.ts';
import { random } from '../../support/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'lis-base-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 9000;
const next = random(4);
/** Many rows of one time, and labels that take time to arrive where `delay` says so. */
function log(delay: number | undefined): TimedDataset {
  const rows = Array.from({ length: ROWS }, () => ({
    user: Math.floor(next() ** 2 * 700),
    item: Math.floor(next() * 400),
    time: Math.floor(next() * 500) * 60e6,
    label: Number(next() < 0.3),
    delay: delay === undefined ? undefined : Math.floor(next() * delay),
  }));
  return {
    ...testDataset(rows),
    features: [
      {
        name: 'price',
        type: 'numeric',
        values: Float64Array.from({ length: ROWS }, () => (next() < 0.1 ? Number.NaN : next() ** 3)),
      },
      {
        name: 'city',
        type: 'categorical',
        codes: Uint32Array.from({ length: ROWS }, () => Math.floor(next() * 5)),
        cardinality: 5,
        keys: Uint32Array.of(0, 9, 8, 7, 6),
      },
    ],
  };
}

it.each([
  ['labels known at once', undefined, 1, true],
  ['labels that take time', 3600e6 * 2, 3, true],
  ['several windows', undefined, 5, true],
  ['no counts', undefined, 2, false],
])('%s', async (name, delay, windows, counts) => {
  const data = log(delay);
  const training = trainingRows(rowParts(data.part));
  const spec = { log: { counts } } as unknown as Spec;
  const form = { bins: 16, dense: false };
  const breathe = async () => {};
  const there = await baseBlock(data, spec, training, form, breathe);
  const path = join(folder, `${name}.bin`);
  const { codes, ...rest } = await baseFile(data, spec, training, form, breathe, path, windows);
  const { codes: expected, ...others } = there;
  expect(rest).toEqual(others);
  expect(rest.names).toHaveLength(counts ? 8 : 4);
  expect(codes.windows).toBe(windows);
  expect(pickFromFile(codes, undefined)).toEqual(expected);
  expect(new Set(expected.bytes).size).toBeGreaterThan(10);
  // What was trained on either is kept for both.
  const content = new Content(breathe);
  expect(await content.keyOf({ block: { ...rest, codes } })).toBe(await content.keyOf({ block: there }));
});
