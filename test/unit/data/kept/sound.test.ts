/** A log that was kept is taken up only where its numbers fit together. */
import { expect, it } from 'vitest';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { isSound } from '../../../../src/data/kept/sound.ts';
import { testDataset } from '../../../support/dataset.ts';

const log = testDataset(
  Array.from({ length: 40 }, (_, i) => ({ user: i % 5, item: i % 7, time: i * 10, label: i % 2 })),
);
const ids = (...codes: number[]) => Uint32Array.from(codes);
const starts = (count: number) => Uint32Array.from({ length: 8 }, (_, i) => (i === 0 ? 0 : count));
const codes = new Uint32Array(40).fill(2);
const whole: Dataset = {
  ...log,
  group: new Uint32Array(40),
  objectives: { buy: { label: new Uint8Array(40), weight: new Float64Array(40) } },
  features: [
    { name: 'x', type: 'numeric', values: new Float64Array(40) },
    {
      name: 'c',
      type: 'categorical',
      codes,
      cardinality: 3,
      keys: ids(0, 1, 2),
      names: ['missing', 'a', 'b'],
    },
  ],
  pairs: {
    p: {
      left: ids(0, 1),
      right: ids(1, 6),
      weight: Float64Array.of(1, 0.5),
      user: ids(4, 0),
      slice: Uint16Array.of(0, 9),
    },
  },
  vectors: { v: { start: starts(2), dimension: 2, values: Float32Array.of(1, 0, 0, 1) } },
  clusters: { c: { start: starts(2), levels: [{ name: 'id', codes: ids(1, 2), cardinality: 3 }] } },
};

/** The log with one of its columns changed. */
const changed = (path: string, value: unknown): Dataset => {
  const copy = structuredClone(whole) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  let at = copy;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1)!] = value;
  return copy as unknown as Dataset;
};
const descending = Float64Array.from(log.timeline.time).reverse();
const withNaN = Float64Array.from(log.timeline.time);
withNaN[20] = Number.NaN;

it('takes up a log whose numbers fit together', () => {
  expect(isSound(whole)).toBe(true);
});

it.each([
  ['user', new Uint32Array(39)],
  ['user', new Uint32Array(40).fill(5)],
  ['users', 4],
  ['item', new Uint32Array(40).fill(7)],
  ['itemNames', ['a']],
  ['label', new Uint8Array(40).fill(2)],
  ['part', new Uint8Array(40).fill(4)],
  ['group', new Uint32Array(41)],
  ['objectives.buy.label', new Uint8Array(40).fill(3)],
  ['objectives.buy.weight', new Float64Array(3)],
  ['timeline.time', descending],
  ['timeline.time', withNaN],
  ['timeline.slice', new Uint16Array(40).fill(10)],
  ['timeline.sliceStarts', new Float64Array(9)],
  ['features.0.values', new Float64Array(1)],
  ['features.1.codes', new Uint32Array(40).fill(3)],
  ['features.1.keys', ids(0, 1)],
  ['features.1.names', ['missing']],
  ['pairs.p.right', ids(1, 7)],
  ['pairs.p.weight', Float64Array.of(1, -1)],
  ['pairs.p.weight', Float64Array.of(1, Infinity)],
  ['pairs.p.user', ids(0, 5)],
  ['pairs.p.user', ids(0)],
  ['pairs.p.slice', Uint16Array.of(0, 10)],
  ['vectors.v.start', starts(3)],
  ['vectors.v.start', ids(0, 2, 1, 2, 2, 2, 2, 2)],
  ['vectors.v.dimension', 3],
  ['vectors.v.dimension', 0],
  ['vectors.v.values', Float32Array.of(1, 0, 0, Number.NaN)],
  ['clusters.c.levels.0.codes', ids(1, 3)],
  ['clusters.c.levels.0.codes', ids(1)],
  ['clusters.c.start', ids(0, 2)],
] as const)('refuses a log with another %s', (path, value) => {
  expect(isSound(changed(path, value))).toBe(false);
});
