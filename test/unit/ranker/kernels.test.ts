import { describe, expect, it } from 'vitest';
import { random } from '../../support/random.ts';
import {
  fill,
  OPTIONS,
  OpenKernel,
  SlowRanker,
  type SlowRow,
  sigmoid,
  slowLogit,
  slowLoss,
} from './slow-ranker.ts';

const KINDS = [
  { ...OPTIONS, kind: 'lr' },
  { ...OPTIONS, kind: 'fm', factors: 4 },
  { ...OPTIONS, kind: 'fm', factors: 12 },
  { ...OPTIONS, kind: 'fm', factors: 16 },
  { ...OPTIONS, kind: 'fm', factors: 64 },
] as const;
const title = ({ kind, factors }: { kind: string; factors: number }) =>
  kind === 'lr' ? kind : `${kind}, ${factors} factors`;

/** Central difference of `loss` in one number that `set` moves; h balances truncation against rounding of doubles. */
function difference(at: number, set: (value: number) => void, loss: () => number): number {
  const h = 1e-4;
  set(at + h);
  const above = loss();
  set(at - h);
  const below = loss();
  set(at);
  return (above - below) / (2 * h);
}

describe.each(KINDS)('$kind, $factors factors: one step', (base) => {
  // With empty accumulators the first step moves by rate · g / √(g²), so that both are known: g = −Δ · √squares / rate.
  const options = { ...base, learningRate: 1, l2: 0.05, l2Factors: 0.07 };

  it.each([0, 1])('follows the finite differences of the penalised log loss, label %i', (label) => {
    const kernel = new OpenKernel(options, 5, 9);
    fill(kernel, random(7), 0.4);
    const ids = [8, 1, 6, 3, 4];
    const before = kernel.table();
    const rows: SlowRow[] = structuredClone(ids.map((id) => before[id]!));
    let bias = kernel.bias;
    const biasBefore = bias;
    const loss = () => slowLoss(bias, rows, label, options);
    kernel.train([ids], [label]);

    const biasGradient = (biasBefore - kernel.bias) * Math.sqrt(kernel.biasSquares);
    expect(biasGradient).toBeCloseTo(
      difference(
        bias,
        (value) => {
          bias = value;
        },
        loss,
      ),
      5,
    );
    for (const [i, id] of ids.entries()) {
      const row = rows[i]!;
      const after = kernel.read(id);
      const weightGradient = (row.weight - after.weight) * Math.sqrt(after.weightSquares);
      const expected = difference(
        row.weight,
        (value) => {
          row.weight = value;
        },
        loss,
      );
      expect(weightGradient).toBeCloseTo(expected, 5);
      for (const [k, v] of row.factors.entries()) {
        const gradient = (v - after.factors[k]!) * Math.sqrt(after.factorSquares);
        const slope = difference(
          v,
          (value) => {
            row.factors[k] = value;
          },
          loss,
        );
        expect(gradient).toBeCloseTo(slope, 5);
      }
    }
  });

  it('leaves untouched ids alone', () => {
    const kernel = new OpenKernel(options, 2, 5);
    fill(kernel, random(3), 0.4);
    const before = kernel.table();
    kernel.train([[0, 3]], [1]);
    for (const id of [1, 2, 4]) expect(kernel.read(id)).toEqual(before[id]);
  });
});

describe.each(KINDS)('$kind, $factors factors', (options) => {
  it('scores like the sum over pairs', () => {
    const kernel = new OpenKernel(options, 6, 40);
    const next = random(11);
    fill(kernel, next, 0.5);
    const rows = Array.from({ length: 50 }, () => Array.from({ length: 6 }, () => Math.floor(next() * 40)));
    const table = kernel.table();
    for (const [r, score] of kernel.score(rows).entries()) {
      // 6 fields · 64 factors of size ½ in single precision
      expect(score).toBeCloseTo(
        slowLogit(
          kernel.bias,
          rows[r]!.map((id) => table[id]!),
        ),
        4,
      );
    }
  });

  it('stays with the slow ranker over 800 online rows', () => {
    const fields = 7;
    const perField = 12;
    const kernel = new OpenKernel(options, fields, fields * perField);
    const next = random(5);
    fill(kernel, next, 0.2);
    const slow = new SlowRanker(options, kernel.table(), kernel.bias);
    const rows = Array.from({ length: 800 }, () =>
      Array.from({ length: fields }, (_, f) => f * perField + Math.floor(next() * perField)),
    );
    const labels = rows.map(([a, b]) => (next() < sigmoid(((a! + b!) % 5) - 2) ? 1 : 0));
    kernel.train(rows, labels);
    for (const [r, ids] of rows.entries()) slow.train(ids, labels[r]!);

    // Rounding of singles, 6e-8 a step, over some 70 steps per id.
    expect(kernel.bias).toBeCloseTo(slow.bias, 4);
    for (const [id, row] of slow.table.entries()) {
      const fast = kernel.read(id);
      expect(fast.weight).toBeCloseTo(row.weight, 4);
      expect(fast.weightSquares).toBeCloseTo(row.weightSquares, 3);
      expect(fast.factorSquares).toBeCloseTo(row.factorSquares, 3);
      for (const [k, v] of row.factors.entries()) expect(fast.factors[k]).toBeCloseTo(v, 4);
    }
    const scores = kernel.score(rows.slice(0, 100));
    for (const [r, score] of scores.entries()) expect(score).toBeCloseTo(slow.score(rows[r]!), 3);
  });
});

it.each(KINDS.map((options) => [title(options), options] as const))(
  '%s: a certain row does not break a step',
  (_, options) => {
    const kernel = new OpenKernel(options, 2, 2);
    kernel.write(0, 80, []);
    kernel.write(1, 80, []);
    kernel.train([[0, 1]], [1]);
    kernel.train([[0, 1]], [0]);
    expect(kernel.score([[0, 1]])[0]).toBeLessThan(160);
    expect(Number.isFinite(kernel.read(0).weightSquares)).toBe(true);
  },
);
