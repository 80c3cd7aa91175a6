/** Fields whose factors are a learned projection of a vector, against finite differences and a slow twin. */
import { describe, expect, it } from 'vitest';
import { random } from '../../support/random.ts';
import { DEEP, OpenDeepFm } from './slow-deepfm.ts';
import { anyVector, gradientOf, OpenProjection, type SlowProjection } from './slow-projection.ts';
import { fill, OPTIONS, OpenKernel, SlowRanker, sigmoid, slowLoss } from './slow-ranker.ts';

/** Three fields of six ids, then the projection: table row 18 where it is missing, then its slots. */
const FIELDS = 4;
const PER_FIELD = 6;
const MISSING = 18;
const projected = (dimension: number) => ({ field: 1, missing: MISSING, dimension });

interface Row {
  ids: number[];
  vector: number[] | undefined;
  label: 0 | 1;
}

/** Rows of which a quarter has no vector; the projected field is the second of four. */
function rowsOf(next: () => number, count: number, dimension: number, slots: number): Row[] {
  const items = Array.from({ length: 7 }, () => anyVector(next, dimension));
  return Array.from({ length: count }, (_, r) => {
    const item = Math.floor(next() * 9);
    const [a, b, c] = [0, 1, 2].map((f) => f * PER_FIELD + Math.floor(next() * PER_FIELD));
    const vector = items[item];
    const projectedId = vector === undefined ? MISSING : MISSING + 1 + (r % slots);
    const label = next() < sigmoid(((a! + item) % 5) - 2) ? 1 : 0;
    return { ids: [a!, projectedId, b!, c!], vector, label };
  });
}

/** Central difference of `loss` in the i-th number of a list. */
function slope(list: number[], i: number, loss: () => number): number {
  const h = 1e-4;
  const at = list[i]!;
  list[i] = at + h;
  const above = loss();
  list[i] = at - h;
  const below = loss();
  list[i] = at;
  return (above - below) / (2 * h);
}

/** Checks what one step from empty accumulators at rate 1 tells of the gradient. */
function expectGradient(before: SlowProjection, after: SlowProjection, loss: () => number): void {
  const { weights, matrix } = structuredClone({ weights: before.weights, matrix: before.matrix });
  for (const [i, w] of weights.entries()) {
    const gradient = (w - after.weights[i]!) * Math.sqrt(after.weightSquares);
    expect(gradient).toBeCloseTo(slope(before.weights, i, loss), 3);
    for (const [k, x] of matrix[i]!.entries()) {
      const matrixGradient = (x - after.matrix[i]![k]!) * Math.sqrt(after.matrixSquares);
      expect(matrixGradient).toBeCloseTo(slope(before.matrix[i]!, k, loss), 3);
    }
  }
}

function expectNear(fast: SlowProjection, slow: SlowProjection, digits: number): void {
  for (const [i, w] of slow.weights.entries()) expect(fast.weights[i]).toBeCloseTo(w, digits);
  for (const [i, x] of slow.matrix.flat().entries()) expect(fast.matrix.flat()[i]).toBeCloseTo(x, digits);
}

const ONLINE = [
  { ...OPTIONS, kind: 'lr' as const, dimension: 5 },
  { ...OPTIONS, factors: 4, dimension: 8 },
  { ...OPTIONS, factors: 16, dimension: 3 },
  { ...OPTIONS, factors: 24, dimension: 9 },
  { ...OPTIONS, factors: 64, dimension: 17 },
];

describe.each(ONLINE)('$kind, $factors factors of $dimension numbers', ({ dimension, ...base }) => {
  const open = (options = base) => {
    const kernel = new OpenKernel(options, FIELDS, MISSING + 2, projected(dimension));
    fill(kernel, random(7), 0.4);
    const projection = new OpenProjection(
      kernel.kind,
      dimension,
      options.kind === 'lr' ? 0 : options.factors,
    );
    projection.fill(random(8), 0.4);
    return { kernel, projection };
  };

  it.each([0, 1] as const)('has the gradient of the penalised log loss, label %i', (label) => {
    const options = { ...base, learningRate: 1, l2: 0.05, l2Factors: 0.07 };
    const { kernel, projection } = open(options);
    const vector = anyVector(random(3), dimension);
    const ids = [4, MISSING + 1, 8, 15];
    const table = kernel.table();
    const { bias } = kernel;
    const before = projection.read();
    projection.load([vector]);
    kernel.train([ids], [label]);
    const loss = () => {
      const rows = ids.map((id) => (id > MISSING ? before.row(vector) : table[id]!));
      return slowLoss(bias, rows, label, options);
    };
    expectGradient(before, projection.read(), loss);
  });

  it('stays with the slow one over 400 rows, some without a vector', () => {
    const { kernel, projection } = open();
    const slow = new SlowRanker(base, kernel.table(), kernel.bias);
    const slowly = projection.read();
    const rows = rowsOf(random(5), 400, dimension, 1);
    for (const { ids, vector, label } of rows) {
      const lent = vector === undefined ? undefined : slowly.row(vector);
      if (lent !== undefined) slow.table[MISSING + 1] = { ...lent };
      slow.train(ids, label);
      if (lent === undefined) continue;
      slowly.step(
        [gradientOf(vector!, lent, slow.table[MISSING + 1]!, base.learningRate)],
        base.learningRate,
      );
    }
    projection.load(rows.map(({ vector }) => vector));
    kernel.train(
      rows.map(({ ids }) => ids),
      rows.map(({ label }) => label),
    );
    expectNear(projection.read(), slowly, 3);
    for (let id = 0; id <= MISSING; id++) {
      const fast = kernel.read(id);
      expect(fast.weight).toBeCloseTo(slow.table[id]!.weight, 3);
      for (const [k, v] of slow.table[id]!.factors.entries()) expect(fast.factors[k]).toBeCloseTo(v, 3);
    }
    const scores = kernel.score(rows.map(({ ids }) => ids));
    for (const [r, { ids, vector }] of rows.entries()) {
      if (vector !== undefined) slow.table[MISSING + 1] = slowly.row(vector);
      expect(scores[r]).toBeCloseTo(slow.score(ids), 2);
    }
  });

  it('moves nothing for rows without a vector', () => {
    const { kernel, projection } = open();
    const before = projection.read();
    projection.load([undefined]);
    kernel.train([[0, MISSING, 7, 13]], [1]);
    expect(projection.read()).toEqual(before);
  });
});

const DEEP_SHAPES = [
  { factors: 16, hidden: [12, 8], dimension: 9, batch: 12 },
  { factors: 4, hidden: [8], dimension: 4, batch: 4 },
];

describe.each(DEEP_SHAPES)('deepfm, $factors factors of $dimension numbers, batch $batch', (shape) => {
  const { dimension, batch, ...rest } = shape;
  const denses = 2;
  const open = (options: Partial<typeof DEEP> = {}) => {
    const all = { ...DEEP, ...rest, batch, dropout: 0, ...options };
    const kernel = new OpenDeepFm(all, FIELDS, MISSING + 1 + all.batch, denses, projected(dimension));
    kernel.fill(random(7), 0.4);
    const projection = new OpenProjection(kernel.kind, dimension, rest.factors);
    projection.fill(random(8), 0.4);
    return { kernel, projection };
  };
  const examplesOf = (rows: readonly Row[]) => {
    const next = random(6);
    return rows.map(({ ids, label }) => ({ ids, label, dense: [next(), next()] }));
  };

  it('has the gradient of the summed penalised log loss of a batch', () => {
    const { kernel, projection } = open({
      learningRate: 1,
      towerRate: 1,
      l2: 0.05,
      l2Factors: 0.07,
      batch: 8,
    });
    const rows = rowsOf(random(2), 7, dimension, 8);
    const examples = examplesOf(rows);
    const slow = kernel.slow();
    const before = projection.read();
    projection.load(rows.map(({ vector }) => vector));
    kernel.train(examples);
    const loss = () => {
      for (const { ids, vector } of rows) if (vector !== undefined) slow.table[ids[1]!] = before.row(vector);
      return slow.loss(examples);
    };
    expectGradient(before, projection.read(), loss);
  });

  it.each([0, 0.3])('stays with the slow one over batches and a rest, dropout %d', (dropout) => {
    const { kernel, projection } = open({ dropout });
    const { learningRate } = kernel.options;
    const slow = kernel.slow();
    const slowly = projection.read();
    const rows = rowsOf(random(5), 10 * batch + 3, dimension, batch);
    const examples = examplesOf(rows);
    const lend = (some: readonly Row[]) =>
      some.flatMap(({ ids, vector }) => {
        if (vector === undefined) return [];
        const lent = slowly.row(vector);
        slow.table[ids[1]!] = { ...lent };
        return [{ vector, lent, id: ids[1]! }];
      });
    for (let from = 0; from < rows.length; from += batch) {
      const lent = lend(rows.slice(from, from + batch));
      slow.train(examples.slice(from, from + batch));
      slowly.step(
        lent.map((example) =>
          gradientOf(example.vector, example.lent, slow.table[example.id]!, learningRate),
        ),
        learningRate,
      );
    }
    projection.load(rows.map(({ vector }) => vector));
    kernel.train(examples);
    expectNear(projection.read(), slowly, 3);
    const scores = kernel.score(examples);
    for (const [r, row] of rows.entries()) {
      lend([row]);
      expect(scores[r]).toBeCloseTo(slow.score(examples[r]!), 2);
    }
  });
});
