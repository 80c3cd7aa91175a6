import { describe, expect, it } from 'vitest';
import { random } from '../../support/random.ts';
import { DEEP, type Example, OpenDeepFm, type Tower, towerNumbers } from './slow-deepfm.ts';
import { sigmoid } from './slow-ranker.ts';

/** Random rows whose field f has the ids f · perField … */
function examples(
  next: () => number,
  rows: number,
  fields: number,
  perField: number,
  denses: number,
): Example[] {
  return Array.from({ length: rows }, () => {
    const ids = Array.from({ length: fields }, (_, f) => f * perField + Math.floor(next() * perField));
    const dense = Array.from({ length: denses }, () => 4 * next() - 2);
    const logit = ((ids[0]! + ids[1]!) % 5) - 2 + (dense[0] ?? 0);
    return { ids, dense, label: next() < sigmoid(logit) ? 1 : 0 };
  });
}

const SHAPES = [
  { factors: 16, hidden: [64, 32], fields: 3, denses: 3, batch: 16 },
  { factors: 4, hidden: [4], fields: 2, denses: 0, batch: 4 },
  { factors: 12, hidden: [20, 12, 8], fields: 3, denses: 1, batch: 8 },
  { factors: 16, hidden: [12, 16], fields: 4, denses: 4, batch: 12 },
] as const;

describe.each(SHAPES)('$factors factors, $fields fields, $denses dense, $hidden, batch $batch', (shape) => {
  const { factors, fields, denses, batch } = shape;
  const hidden = [...shape.hidden];
  const perField = 6;
  const open = (options: Partial<typeof DEEP> = {}) => {
    const kernel = new OpenDeepFm(
      { ...DEEP, factors, hidden, batch, dropout: 0, ...options },
      fields,
      fields * perField,
      denses,
    );
    kernel.fill(random(7), 0.4);
    return kernel;
  };

  it('scores like loops over units, in batches of any size', () => {
    const kernel = open();
    const slow = kernel.slow();
    const rows = examples(random(1), 3 * batch + 3, fields, perField, denses);
    for (const [r, score] of kernel.score(rows).entries()) expect(score).toBeCloseTo(slow.score(rows[r]!), 4);
    const alone = rows.map((row) => kernel.score([row])[0]);
    expect(kernel.score(rows)).toEqual(alone);
  });

  // Seven rows of six ids: some occur twice, and a row of zeros pads the batch. 0.4 keeps units away from their kinks.
  it('has the gradient of the finite differences of the penalised log loss', () => {
    const options = { learningRate: 1, towerRate: 1, l2: 0.05, l2Factors: 0.07, batch: 8 };
    const kernel = open(options);
    const rows = examples(random(2), 7, fields, perField, denses);
    const slow = kernel.slow();
    const before = structuredClone(slow.table);
    const biasBefore = kernel.bias;
    const slope = (get: () => number, set: (value: number) => void): number => {
      const h = 1e-5;
      const at = get();
      set(at + h);
      const above = slow.loss(rows);
      set(at - h);
      const below = slow.loss(rows);
      set(at);
      return (above - below) / (2 * h);
    };
    const slopeAt = <T extends number[]>(list: T, i: number): number =>
      slope(
        () => list[i]!,
        (value) => {
          list[i] = value;
        },
      );
    const tower: Tower = slow.tower;
    const lists = [...tower.layers.flatMap(({ weights, biases }) => [...weights, biases]), tower.output];
    const numbers = lists.flatMap((list) => list.map((_, j) => [list, j] as const));
    const every = Math.ceil(numbers.length / 400); // of the tower's parameters; a difference costs two losses
    const expected = numbers.flatMap(([list, j], i) =>
      i % every === 0 ? [[i, slopeAt(list, j)] as const] : [],
    );
    kernel.train(rows);
    const gradient = kernel.gradient();
    for (const [i, g] of expected) expect(gradient[i]).toBeCloseTo(g, 3);

    const ofBias = slope(
      () => slow.bias,
      (value) => {
        slow.bias = value;
      },
    );
    expect((biasBefore - kernel.bias) * Math.sqrt(kernel.biasSquares)).toBeCloseTo(ofBias, 3);
    // The first Adagrad step moves by rate · g / √(g²): g = −Δ · √squares / rate.
    for (const id of new Set(rows.flatMap(({ ids }) => ids))) {
      const row = slow.table[id]!;
      const after = kernel.read(id);
      const ofWeight = slope(
        () => row.weight,
        (value) => {
          row.weight = value;
        },
      );
      expect((row.weight - after.weight) * Math.sqrt(after.weightSquares)).toBeCloseTo(ofWeight, 3);
      for (const [k, v] of row.factors.entries()) {
        const g = (v - after.factors[k]!) * Math.sqrt(after.factorSquares);
        expect(g).toBeCloseTo(slopeAt(row.factors, k), 3);
      }
    }
    const touched = new Set(rows.flatMap(({ ids }) => ids));
    for (const [id, row] of before.entries()) if (!touched.has(id)) expect(kernel.read(id)).toEqual(row);
  });

  it.each([0, 0.3])('stays with the slow one over 15 batches and a rest, dropout %d', (dropout) => {
    const kernel = open({ dropout, l2Tower: 0.01 });
    const slow = kernel.slow();
    const rows = examples(random(3), 15 * batch + 5, fields, perField, denses);
    for (let from = 0; from < rows.length; from += batch) slow.train(rows.slice(from, from + batch));
    kernel.train(rows);

    expect(kernel.bias).toBeCloseTo(slow.bias, 3);
    // Adam divides by the size of the gradient, rounding included: 16 steps of at most `towerRate` 0.001.
    const numbers = towerNumbers(kernel.tower());
    for (const [i, w] of towerNumbers(slow.tower).entries()) expect(numbers[i]).toBeCloseTo(w, 3);
    for (const [id, row] of slow.table.entries()) {
      const fast = kernel.read(id);
      expect(fast.weight).toBeCloseTo(row.weight, 3);
      for (const [k, v] of row.factors.entries()) expect(fast.factors[k]).toBeCloseTo(v, 3);
    }
    const scored = rows.slice(0, 40);
    for (const [r, score] of kernel.score(scored).entries()) {
      expect(score).toBeCloseTo(slow.score(scored[r]!), 2);
    }
  });
});

describe('dropout', () => {
  const shape = [4, 4 * 6, 2] as const;
  const rows = examples(random(4), 64, 4, 6, 2);
  const trained = (dropout: number, passes: number) => {
    const kernel = new OpenDeepFm({ ...DEEP, dropout }, ...shape);
    kernel.fill(random(7), 0.4);
    for (let pass = 0; pass < passes; pass++) kernel.train(rows);
    return kernel;
  };

  it('drops in training alone: scores do not change from one time to the next', () => {
    const kernel = trained(0.5, 2);
    expect(kernel.score(rows)).toEqual(kernel.score(rows));
  });

  it('changes what is learnt, the same way every time', () => {
    expect(trained(0.5, 2).score(rows)).toEqual(trained(0.5, 2).score(rows));
    expect(trained(0.5, 2).score(rows)).not.toEqual(trained(0, 2).score(rows));
  });

  it('drops as many units as it says', () => {
    const lanes = trained(0.3, 0).lanes();
    const drawn = Array.from({ length: 25_000 }, () => lanes.next()).flat();
    const dropped = drawn.filter((x) => x < 0.3 * 2 ** 24).length / drawn.length;
    // 100,000 draws: standard error 0.0014.
    expect(Math.abs(dropped - 0.3)).toBeLessThan(0.007);
  });
});

it('does not break a step on a certain row', () => {
  const kernel = new OpenDeepFm(DEEP, 2, 2, 0);
  kernel.fill(() => 0.5, 1);
  kernel.bias = 160;
  const row = { ids: [0, 1], dense: [] };
  kernel.train([{ ...row, label: 1 }]);
  kernel.train([{ ...row, label: 0 }]);
  expect(kernel.score([{ ...row, label: 0 }])[0]).toBeLessThan(160);
});
