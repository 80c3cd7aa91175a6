import { describe, expect, test } from 'vitest';
import { randomBits } from '../../../src/common/random.ts';
import type { VectorTable } from '../../../src/data/dataset.ts';
import { PairSample } from '../../../src/preference/pairs/pair-sample.ts';
import { Adapter } from '../../../src/preference/vectors/adapter.ts';
import { AdapterKernel } from '../../../src/preference/vectors/adapter-kernel.ts';

/** Uniform in ±1, the same in every run. */
function uniforms(seed: number): () => number {
  const bits = randomBits(seed);
  return () => bits() * 2 ** -31 - 1;
}

/** Mean symmetric InfoNCE of the batch by its definition. `x` and `weights` are row-major, without padding. */
function slowLoss(
  x: readonly number[][],
  items: ArrayLike<number>,
  weights: readonly number[][],
  temperature: number,
): number {
  const pairs = x.length / 2;
  const adapted = x.map((vector) => {
    const z = weights[0]!.map((_, k) => vector.reduce((sum, value, d) => sum + value * weights[d]![k]!, 0));
    const length = Math.hypot(...z);
    return z.map((value) => (length > 0 ? value / length : 0));
  });
  const left = (m: number) => items[m]!;
  const right = (m: number) => items[pairs + m]!;
  const logit = (m: number, n: number) =>
    adapted[m]!.reduce((sum, value, k) => sum + value * adapted[pairs + n]![k]!, 0) / temperature;
  const counts = (m: number, n: number) =>
    m === n || (left(m) !== left(n) && right(m) !== right(n) && left(m) !== right(n));
  let loss = 0;
  for (let m = 0; m < pairs; m++) {
    let row = 0;
    let column = 0;
    for (let n = 0; n < pairs; n++) {
      if (counts(m, n)) row += Math.exp(logit(m, n));
      if (counts(n, m)) column += Math.exp(logit(n, m));
    }
    loss += (Math.log(row) + Math.log(column)) / 2 - logit(m, m);
  }
  return loss / pairs;
}

interface Case {
  kernel: AdapterKernel;
  x: number[][];
  weights: number[][];
}

function randomCase(
  dimension: number,
  outputs: number,
  batch: number,
  kinds: number,
  temperature: number,
): Case {
  const next = uniforms(dimension * 1000 + outputs);
  const kernel = new AdapterKernel({ dimension, outputs, batch, rate: 0.01, temperature });
  const vectors = Array.from({ length: kinds }, () => Array.from({ length: dimension }, next));
  const x = Array.from({ length: 2 * batch }, (_, row) => {
    // A pair is of two different items, as in every source.
    const item =
      row < batch
        ? Math.floor((kinds * (next() + 1)) / 2)
        : (kernel.items[row - batch]! + 1 + (row % (kinds - 1))) % kinds;
    kernel.items[row] = item;
    kernel.x.set(vectors[item]!, row * kernel.stride);
    return vectors[item]!;
  });
  const weights = Array.from({ length: dimension }, () => Array.from({ length: outputs }, next));
  writeWeights(kernel, weights);
  return { kernel, x, weights };
}

function writeWeights(kernel: AdapterKernel, weights: readonly number[][]): void {
  for (const [d, row] of weights.entries()) kernel.weights.set(row, d * kernel.outputs);
}

function tableOf(vectors: readonly number[][]): VectorTable {
  const dimension = vectors[0]!.length;
  const unit = vectors.map((vector) => vector.map((value) => value / Math.hypot(...vector)));
  return {
    dimension,
    start: Uint32Array.from({ length: vectors.length + 1 }, (_, item) => item),
    values: Float32Array.from(unit.flat()),
  };
}

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [product, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    product += a[k]! * b[k]!;
    aa += a[k]! ** 2;
    bb += b[k]! ** 2;
  }
  return product / Math.sqrt(aa * bb);
};

const OPTIONS = { dimensions: 8, batch: 32, temperature: 0.5, rate: 0.03 };
const nowhere = () => undefined;

describe('loss and gradient of the adapter', () => {
  test.each([
    { dimension: 5, outputs: 4, batch: 4, kinds: 40, temperature: 0.5 },
    { dimension: 16, outputs: 8, batch: 8, kinds: 6, temperature: 0.1 }, // most of the batch is masked
    { dimension: 21, outputs: 12, batch: 16, kinds: 60, temperature: 0.2 },
    { dimension: 40, outputs: 40, batch: 12, kinds: 9, temperature: 1 },
  ])('agree with the definition and with finite differences: %o', (shape) => {
    const { dimension, outputs, batch, kinds, temperature } = shape;
    const { kernel, x, weights } = randomCase(dimension, outputs, batch, kinds, temperature);
    kernel.differentiate();
    const loss = slowLoss(x, kernel.items, weights, temperature);
    expect(kernel.loss).toBeCloseTo(loss, 4);
    // f32 sums over the batch: a few 1e-6 of the largest element.
    const largest = kernel.gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    expect(largest).toBeGreaterThan(0);
    for (const row of weights) {
      for (const [k, value] of row.entries()) {
        const step = 1e-5;
        row[k] = value + step;
        const above = slowLoss(x, kernel.items, weights, temperature);
        row[k] = value - step;
        const below = slowLoss(x, kernel.items, weights, temperature);
        row[k] = value;
        const at = weights.indexOf(row) * outputs + k;
        expect(Math.abs(kernel.gradient[at]! - (above - below) / (2 * step))).toBeLessThan(
          2e-5 * largest + 1e-7,
        );
      }
    }
  });

  test('a batch that holds one pair many times has no negative: no loss, no gradient', () => {
    const kernel = new AdapterKernel({ dimension: 4, outputs: 4, batch: 8, rate: 0.01, temperature: 0.5 });
    kernel.weights.set([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    for (let row = 0; row < 16; row++) {
      kernel.items[row] = row < 8 ? 3 : 5;
      kernel.x.set(row < 8 ? [1, 0, 0, 0] : [0.6, 0.8, 0, 0], row * kernel.stride);
    }
    kernel.differentiate();
    expect(kernel.loss).toBeCloseTo(0, 6);
    expect(Math.max(...kernel.gradient.map(Math.abs))).toBeLessThan(1e-7);
  });

  test('a batch by hand: cosine 1 to the partner, 0 to two others, its twin masked; temperature 1', () => {
    const kernel = new AdapterKernel({ dimension: 4, outputs: 4, batch: 4, rate: 0.01, temperature: 1 });
    kernel.weights.set([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    // The pairs (1, 3), (1, 3), (2, 4), (2, 4): in every row and column the twin is masked.
    kernel.items.set([1, 1, 2, 2, 3, 3, 4, 4]);
    for (const [row, axis] of [0, 0, 1, 1, 0, 0, 1, 1].entries()) kernel.x[row * kernel.stride + axis] = 1;
    kernel.differentiate();
    // −ln(e / (e + 1 + 1)).
    expect(kernel.loss).toBeCloseTo(Math.log(Math.E + 2) - 1, 6);
  });
});

describe('an untrained adapter', () => {
  const next = uniforms(3);

  test('with as many outputs as numbers is the identity', async () => {
    const vectors = Array.from({ length: 10 }, () => Array.from({ length: 8 }, next));
    const table = tableOf(vectors);
    const adapter = await Adapter.of(table, OPTIONS, nowhere);
    const adapted = await adapter.adapt(adapter.start(), Uint32Array.from(vectors.keys()), nowhere);
    expect(adapter.outputs).toBe(8);
    for (const [at, value] of adapted.entries()) expect(value).toBeCloseTo(table.values[at]!, 6);
  });

  test('with fewer keeps the cosines of vectors that lie in few directions, and nearly those of others', async () => {
    const basis = Array.from({ length: 4 }, () => Array.from({ length: 60 }, next));
    const mixed = (noise: number) =>
      Array.from({ length: 300 }, () => {
        const parts = basis.map(() => next());
        return basis[0]!.map(
          (_, d) => noise * next() + basis.reduce((sum, row, b) => sum + parts[b]! * row[d]!, 0),
        );
      });
    for (const [noise, tolerance] of [
      [0, 1e-4],
      [0.2, 0.12],
    ] as const) {
      const table = tableOf(mixed(noise));
      const adapter = await Adapter.of(table, OPTIONS, nowhere);
      const adapted = await adapter.adapt(
        adapter.start(),
        Uint32Array.from({ length: 300 }, (_, e) => e),
        nowhere,
      );
      expect(adapter.outputs).toBe(8);
      let worst = 0;
      for (let e = 1; e < 300; e++) {
        const before = cosine(table.values.subarray(0, 60), table.values.subarray(e * 60, (e + 1) * 60));
        const after = cosine(adapted.subarray(0, 8), adapted.subarray(e * 8, (e + 1) * 8));
        worst = Math.max(worst, Math.abs(before - after));
      }
      expect(worst).toBeLessThan(tolerance);
    }
  });

  test('a vector that the adapter maps to nothing stays 0, and is no number else', async () => {
    const vectors = Array.from({ length: 20 }, (_, e) => [1 + e, 2, 3 + (e % 5), 0, 0, 0, 0, 0]);
    vectors.push([0, 0, 0, 1, 0, 0, 0, 0]);
    const adapter = await Adapter.of(tableOf(vectors), { ...OPTIONS, dimensions: 4 }, nowhere);
    const state = adapter.start();
    state.weights.fill(0);
    const adapted = await adapter.adapt(state, Uint32Array.of(0, 20), nowhere);
    expect([...adapted]).toEqual(new Array(8).fill(0));
  });
});

describe('training', () => {
  /** Two groups of items that differ in two of forty numbers; the rest is noise of their own. */
  function twoGroups() {
    const next = uniforms(11);
    const vectors = Array.from({ length: 40 }, (_, item) =>
      Array.from({ length: 40 }, (_, d) => (d === item % 2 ? 1 : d < 2 ? -1 : 1.5 * next())),
    );
    const sample = new PairSample(32 * 150, 5);
    for (let a = 0; a < 40; a++)
      for (let b = 0; b < 40; b++) if (a !== b && a % 2 === b % 2) sample.offer(a, b, 1);
    return { table: tableOf(vectors), sample };
  }

  /** How much nearer items of one group are than those of two, in mean cosine. */
  function apart(vectors: Float32Array, width: number): number {
    const sums = { same: 0, other: 0 };
    for (let a = 0; a < 40; a++) {
      for (let b = 0; b < a; b++) {
        const value = cosine(
          vectors.subarray(a * width, (a + 1) * width),
          vectors.subarray(b * width, (b + 1) * width),
        );
        sums[a % 2 === b % 2 ? 'same' : 'other'] += value;
      }
    }
    return sums.same / 380 - sums.other / 400;
  }

  test('brings items together that belong together, and says by how much', async () => {
    const { table, sample } = twoGroups();
    const adapter = await Adapter.of(table, OPTIONS, nowhere);
    const state = adapter.start();
    const all = Uint32Array.from({ length: 40 }, (_, item) => item);
    const before = apart(await adapter.adapt(state, all, nowhere), adapter.outputs);
    const loss = await adapter.train(state, sample, (item) => item, nowhere);
    const after = apart(await adapter.adapt(state, all, nowhere), adapter.outputs);
    expect(before).toBeLessThan(0.4);
    expect(after).toBeGreaterThan(1);
    expect(state.steps).toBe(150);
    // All of the pair's group at cosine 1 and the others at −1 leaves about ln 16 = 2.77; before it was above ln 25.
    expect(loss).toBeLessThan(2.8);
  });

  test('goes on where it stopped: two halves are the whole, bit for bit, and two states do not meet', async () => {
    const { table, sample } = twoGroups();
    const adapter = await Adapter.of(table, OPTIONS, nowhere);
    const whole = adapter.start();
    await adapter.train(whole, sample, (item) => item, nowhere);
    const halves = adapter.start();
    const other = adapter.start();
    for (const from of [0, 75 * 32]) {
      const half = new PairSample(75 * 32, 1);
      half.left.set(sample.left.subarray(from, from + 75 * 32));
      half.right.set(sample.right.subarray(from, from + 75 * 32));
      await adapter.train(halves, half, (item) => item, nowhere);
      await adapter.train(other, half, (item) => (item + 1) % 40, nowhere);
    }
    expect(halves.weights).toEqual(whole.weights);
    expect(other.weights).not.toEqual(whole.weights);
  });

  test('the chance to cancel comes after every batch', async () => {
    const { table, sample } = twoGroups();
    const adapter = await Adapter.of(table, OPTIONS, nowhere);
    let batches = 0;
    const cancelled = adapter.train(
      adapter.start(),
      sample,
      (item) => item,
      () => {
        if (++batches === 3) throw new Error('cancelled');
        return undefined;
      },
    );
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(batches).toBe(3);
  });

  test('fifty steps are those of an independent implementation', async () => {
    // autograd 1.9.1 (Python, double precision) on the same vectors, weights and pairs: loss by numpy, its own derivative, Adam.
    const next = congruential(42);
    const vectors = Array.from({ length: 30 }, () => Array.from({ length: 12 }, next));
    const weights = Array.from({ length: 12 }, () => Array.from({ length: 8 }, next));
    const sample = new PairSample(16 * 50, 1);
    for (let pair = 0; pair < sample.left.length; pair++) {
      const left = Math.floor((next() + 0.5) * 30);
      sample.left[pair] = left;
      sample.right[pair] = (left + 1 + Math.floor((next() + 0.5) * 29)) % 30;
    }
    const table = tableOf(vectors);
    // The rate is relative to 1/√12.
    const adapter = await Adapter.of(
      table,
      {
        dimensions: 8,
        batch: 16,
        temperature: 0.5,
        rate: 0.02 * Math.sqrt(12),
      },
      nowhere,
    );
    const state = adapter.start();
    state.weights.set(weights.flat());
    const lossOf = async (steps: number): Promise<number> => {
      const trained = {
        ...state,
        weights: state.weights.slice(),
        moments: state.moments.slice(),
        squares: state.squares.slice(),
      };
      const begin = new PairSample((steps - 1) * 16, 1);
      begin.left.set(sample.left.subarray(0, (steps - 1) * 16));
      begin.right.set(sample.right.subarray(0, (steps - 1) * 16));
      await adapter.train(trained, begin, (item) => item, nowhere);
      const last = new PairSample(16, 1);
      last.left.set(sample.left.subarray((steps - 1) * 16, steps * 16));
      last.right.set(sample.right.subarray((steps - 1) * 16, steps * 16));
      return adapter.train(trained, last, (item) => item, nowhere);
    };
    expect(await lossOf(1)).toBeCloseTo(2.9645376256, 5);
    expect(await lossOf(10)).toBeCloseTo(2.9771401796, 4);
    expect(await lossOf(50)).toBeCloseTo(3.011443424, 4);
    await adapter.train(state, sample, (item) => item, nowhere);
    // Single precision over fifty steps.
    expect(state.weights[0]).toBeCloseTo(0.4256914657, 4);
    expect(state.weights[5 * 8 + 7]).toBeCloseTo(0.2674393782, 4);
    expect(state.weights[11 * 8 + 3]).toBeCloseTo(-0.0806186627, 4);
    expect(Math.hypot(...state.weights)).toBeCloseTo(3.29062273, 4);
    const adapted = await adapter.adapt(state, Uint32Array.of(0, 1, 3, 17), nowhere);
    const vector = (at: number) => adapted.subarray(at * 8, (at + 1) * 8);
    expect(cosine(vector(0), vector(1))).toBeCloseTo(-0.2038665459, 4);
    expect(cosine(vector(2), vector(3))).toBeCloseTo(-0.2230073632, 4);
  });
});

/** The C library's old generator, uniform in ±0.5: simple enough to be the same in another language. */
function congruential(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 1103515245n + 12345n) % 2147483648n;
    return Number(state) / 2147483648 - 0.5;
  };
}
