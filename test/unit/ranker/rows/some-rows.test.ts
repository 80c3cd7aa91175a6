/** A trial on some rows alone ends as one on the same rows of the whole block, to the last bit. */
import { describe, expect, it } from 'vitest';
import { logLoss } from '../../../../src/metrics/index.ts';
import { fieldBlock } from '../../../../src/ranker/index.ts';
import { blockOfRows } from '../../../../src/ranker/rows/some-rows.ts';
import { runTrial } from '../../../../src/ranker/trial.ts';
import { builtInRanker } from '../../../../src/specfile/schema-ranker.ts';
import { random } from '../../../support/random.ts';

const ROWS = 4000;
const next = random(11);
const user = Uint32Array.from({ length: ROWS }, () => Math.floor(next() ** 2 * 900));
const item = Uint32Array.from({ length: ROWS }, () => Math.floor(next() * 500));
const hour = Uint32Array.from({ length: ROWS }, () => 1 + Math.floor(next() * 23));
const label = Uint8Array.from(user, (u, row) =>
  Number(next() < ((u ^ item[row]!) % 5) / 8 + hour[row]! / 80),
);
const keys = Uint32Array.from({ length: 900 }, (_, code) => (code * 2654435761) >>> 0);
const whole = fieldBlock([
  { name: 'user', codes: user, cardinality: 900, keys },
  { name: 'item', codes: item, cardinality: 500 },
  {
    ...{ name: 'hour', codes: hour, cardinality: 24, ordered: true },
    dense: Float32Array.from(hour, (h) => h / 24),
  },
]);
const rows = Uint32Array.from({ length: 1200 }, (_, i) => 3 * i + 7);
const some = blockOfRows(whole, rows);
const hooks = { logLoss, isCancelled: () => false, onFraction: () => {} };

describe('a block of some rows', () => {
  it('has the codes that occur in them, and missing', () => {
    const users = new Set([0, ...Array.from(rows, (row) => user[row]!)]);
    expect(some.cardinalities[0]).toBe(users.size);
    expect(some.cardinalities[0]).toBeLessThan(700);
    expect([...some.keys![0]!]).toEqual([...users].sort((a, b) => a - b).map((code) => keys[code]));
    expect(some.cardinalities[2]).toBe(24);
    expect(some.codes.rows).toBe(1200);
  });

  it.each(['lr', 'fm', 'deepfm'] as const)('trains %s to the same bits', (kind) => {
    const options = { ...builtInRanker(kind), learningRate: 0.1 };
    const common = { options, seed: 5, quarters: 6, patience: { quarters: 12, share: 0.5 }, keep: false };
    const fit = Uint32Array.from({ length: 1000 }, (_, i) => i);
    const validate = Uint32Array.from({ length: 200 }, (_, i) => 1000 + i);
    const onSome = {
      ...{ ...common, blocks: [some], parts: { fit, validate } },
      label: Uint8Array.from(rows, (row) => label[row]!),
    };
    const parts = { fit: fit.map((i) => rows[i]!), validate: validate.map((i) => rows[i]!) };
    const found = runTrial(onSome, hooks).logLoss;
    expect(found).toHaveLength(6);
    expect(new Set(found).size).toBeGreaterThan(3);
    expect(found).toEqual(runTrial({ ...common, blocks: [whole], label, parts }, hooks).logLoss);
  });
});
