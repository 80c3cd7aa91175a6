/** Sums and components that wait on the disk: intervals come to the same bits, whatever the metric. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { collectGarbage } from '../../../../src/common/garbage.ts';
import { mixture } from '../../../../src/evaluation/arms/mixture.ts';
import { componentBytes, sumsStore } from '../../../../src/evaluation/describe/sums-store.ts';
import { Scratch } from '../../../../src/evaluation/parts/scratch.ts';
import {
  contrast,
  evaluationRows,
  type Measure,
  measureOf,
  ScoredArm,
} from '../../../../src/metrics/index.ts';
import { IN_MEMORY, type NumberStore } from '../../../../src/metrics/numbers.ts';

const place = mkdtempSync(join(tmpdir(), 'lis-sums-test-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const ROWS = 240;
const user = Uint32Array.from({ length: ROWS }, (_, row) => Math.floor(row / 6));
const item = Uint32Array.from({ length: ROWS }, (_, row) => (row * 7) % 19);
const label = Uint8Array.from({ length: ROWS }, (_, row) => Number((row * row) % 5 === 1));
const rows = evaluationRows(label, user, item);
const weight = Float64Array.from(label, (positive, row) => (positive === 1 ? 1 + (row % 3) : 1));

/** Scores that know a little of the label. */
const scoresOf = (seed: number, skill: number): Float32Array =>
  Float32Array.from(label, (positive, row) => skill * positive + Math.sin(row * 12.9898 + seed * 78.233));

function armOf(skill: number, measure: Measure | undefined, store: NumberStore): ScoredArm {
  const arm = new ScoredArm(rows, measure, store);
  for (const seed of [1, 2, 3]) arm.add(seed, scoresOf(seed, skill));
  return arm;
}

it.each(['auc', 'gauc', 'ndcg', 'weighted-auc'] as const)('%s', async (metric) => {
  vi.stubEnv('TMPDIR', place);
  const scratch = new Scratch();
  const stored = await scratch.store();
  const measure = measureOf(metric, label, user, 7, weight);
  const found = [IN_MEMORY, stored].map((store) => {
    const [a, b, c] = [armOf(1.5, measure, store), armOf(1, measure, store), armOf(0.5, measure, store)];
    const mixed = mixture(rows, [
      [0.5, a],
      [0.5, b],
    ]);
    const sums = a.perSeed.map(({ positiveSums, terms }) => [positiveSums, terms?.map((t) => ({ ...t }))]);
    return [contrast(rows, a, b), contrast(rows, mixed, c), [...a.meanComponents], sums];
  });
  expect(found[1]).toEqual(found[0]);
  expect((found[0]![0] as { value: number }).value).toBeGreaterThan(0);
  const files = readdirSync(place, { recursive: true });
  // Of three arms: the components once, and of each seed two sums, with those of the metric's own terms.
  const ofTerms = { auc: 0, gauc: 2, ndcg: 2, 'weighted-auc': 4 }[metric];
  expect(files.filter((file) => String(file).includes('.bin.'))).toHaveLength(3 * (1 + 3 * (2 + ofTerms)));
  await scratch.close();
  expect(readdirSync(place)).toEqual([]);
});

it('a file that is gone is said as such', async () => {
  vi.stubEnv('TMPDIR', place);
  const scratch = new Scratch();
  const arm = armOf(1, undefined, await scratch.store());
  await scratch.close();
  expect(() => arm.perSeed[0]!.positiveSums).toThrow('make room there, or name another one in TMPDIR');
  expect(() => arm.add(4, scoresOf(4, 1))).toThrow('make room there');
});

it('a log whose arms are small next to the memory setting stays in memory', async () => {
  vi.stubEnv('TMPDIR', place);
  const scratch = new Scratch();
  const bytes = 6 * 8 * 1000;
  expect(componentBytes(1000, 6, { memoryBytes: 20 * bytes })).toBe(bytes);
  expect(componentBytes(1000, 6, { memoryBytes: 20 * bytes - 20 })).toBe(0);
  expect(await sumsStore(1000, 6, { memoryBytes: 20 * bytes, scratch })).toBe(IN_MEMORY);
  expect(existsSync(place) && readdirSync(place)).toEqual([]);
  expect(await sumsStore(1000, 6, { memoryBytes: 20 * bytes - 20, scratch })).not.toBe(IN_MEMORY);
  expect(await sumsStore(1000, 6, { memoryBytes: 2 ** 40, rowsAtOnce: 999, scratch })).not.toBe(IN_MEMORY);
  expect(await sumsStore(1000, 6, { memoryBytes: 1, rowsAtOnce: 1000, scratch })).toBe(IN_MEMORY);
  expect(await sumsStore(1000, 6, { memoryBytes: 1 })).toBe(IN_MEMORY); // nowhere to put them
  await scratch.close();
});

it('nothing of an array is held once it is written', async () => {
  vi.stubEnv('TMPDIR', place);
  const scratch = new Scratch();
  const slot = (await scratch.store()).slot<Float32Array>();
  const written = (): WeakRef<ArrayBufferLike> => {
    const numbers = new Float32Array(2 ** 20).fill(3);
    slot.write(numbers);
    return new WeakRef(numbers.buffer);
  };
  const buffer = written();
  await setImmediate();
  collectGarbage();
  expect(buffer.deref()).toBeUndefined();
  expect(slot.read()).toEqual(new Float32Array(2 ** 20).fill(3));
  await scratch.close();
});
