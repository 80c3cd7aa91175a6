/**
 * The rankers again, slow and obvious: double precision, one object per id, pairs added up one by one. The kernels are
 * checked against it.
 */
import type { Kind } from '../../../src/ranker/kind.ts';
import { openKind } from '../../../src/ranker/kinds.ts';
import type { ProjectedField } from '../../../src/ranker/projection.ts';
import type { RankerOptions } from '../../../src/specfile/schema.ts';

export interface SlowRow {
  weight: number;
  weightSquares: number;
  factorSquares: number;
  factors: number[];
}

export const OPTIONS: RankerOptions = {
  kind: 'fm',
  factors: 16,
  learningRate: 0.05,
  l2: 1e-3,
  l2Factors: 1e-2,
  initialScale: 0.2,
  epochs: 6,
  patience: 6,
  bins: 32,
  refit: true,
};

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, k) => sum + x * b[k]!, 0);

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** bias + Σ w_i + Σ_{i<j} ⟨v_i, v_j⟩ */
export function slowLogit(bias: number, rows: readonly SlowRow[]): number {
  let logit = bias;
  for (const [i, row] of rows.entries()) {
    logit += row.weight;
    for (const other of rows.slice(i + 1)) logit += dot(row.factors, other.factors);
  }
  return logit;
}

/** Log loss of one row, and ½ L2 of what it touches: what one online step descends. */
export function slowLoss(
  bias: number,
  rows: readonly SlowRow[],
  label: number,
  options: RankerOptions,
): number {
  const p = sigmoid(slowLogit(bias, rows));
  const penalty = rows.map(
    (row) => options.l2 * row.weight ** 2 + options.l2Factors * dot(row.factors, row.factors),
  );
  return -Math.log(label === 1 ? p : 1 - p) + penalty.reduce((a, b) => a + b, 0) / 2;
}

/** One ranker in plain JavaScript. */
export class SlowRanker {
  readonly options: RankerOptions;
  readonly table: SlowRow[];
  bias: number;
  biasSquares = 0;

  constructor(options: RankerOptions, table: SlowRow[], bias: number) {
    this.options = options;
    this.table = table;
    this.bias = bias;
  }

  score(ids: readonly number[]): number {
    return slowLogit(
      this.bias,
      ids.map((id) => this.table[id]!),
    );
  }

  train(ids: readonly number[], label: number): void {
    const { learningRate, l2, l2Factors } = this.options;
    const rows = ids.map((id) => this.table[id]!);
    const error = sigmoid(this.score(ids)) - label;
    const gradients = rows.map((row, i) =>
      row.factors.map((v, k) => {
        const others = rows.filter((_, j) => j !== i).reduce((sum, other) => sum + other.factors[k]!, 0);
        return error * others + l2Factors * v;
      }),
    );
    for (const [i, row] of rows.entries()) {
      const gradient = error + l2 * row.weight;
      row.weightSquares += gradient ** 2;
      row.weight -= (learningRate * gradient) / Math.sqrt(row.weightSquares);
      const factorGradients = gradients[i]!;
      if (factorGradients.length === 0) continue;
      row.factorSquares += dot(factorGradients, factorGradients) / factorGradients.length;
      row.factors = row.factors.map(
        (v, k) => v - (learningRate * factorGradients[k]!) / Math.sqrt(row.factorSquares),
      );
    }
    this.biasSquares += error ** 2;
    this.bias -= (learningRate * error) / Math.sqrt(this.biasSquares);
  }
}

/** A kernel opened for tests: its parameters can be read and written. */
export class OpenKernel {
  readonly options: RankerOptions;
  readonly fields: number;
  readonly ids: number;
  readonly kind: Kind;

  constructor(options: RankerOptions, fields: number, ids: number, projected?: ProjectedField) {
    this.options = options;
    this.fields = fields;
    this.ids = ids;
    this.kind = openKind(options, fields, ids, 0, projected);
  }

  get #view(): DataView {
    return new DataView(this.kind.buffer);
  }

  get bias(): number {
    return this.#view.getFloat32(this.kind.layout.state, true);
  }

  set bias(value: number) {
    this.#view.setFloat32(this.kind.layout.state, value, true);
  }

  get biasSquares(): number {
    return this.#view.getFloat32(this.kind.layout.state + 4, true);
  }

  #at(id: number): number {
    return this.kind.layout.table + id * this.kind.rowBytes;
  }

  read(id: number): SlowRow {
    const at = this.#at(id);
    const f32 = (byte: number): number => this.#view.getFloat32(at + byte, true);
    const fm = this.options.kind === 'fm';
    return {
      weight: f32(0),
      weightSquares: f32(4),
      factorSquares: fm ? f32(8) : 0,
      factors: fm ? Array.from({ length: this.options.factors }, (_, k) => f32(16 + 4 * k)) : [],
    };
  }

  /** All rows, as the slow ranker holds them. */
  table(): SlowRow[] {
    return Array.from({ length: this.ids }, (_, id) => this.read(id));
  }

  write(id: number, weight: number, factors: readonly number[]): void {
    const at = this.#at(id);
    this.#view.setFloat32(at, weight, true);
    for (const [k, v] of factors.entries()) this.#view.setFloat32(at + 16 + 4 * k, v, true);
  }

  #load(rows: readonly (readonly number[])[]): void {
    new Uint32Array(this.kind.buffer, this.kind.layout.ids).set(rows.flat());
  }

  score(rows: readonly (readonly number[])[]): number[] {
    this.#load(rows);
    this.kind.score(rows.length);
    return [...new Float32Array(this.kind.buffer, this.kind.layout.out, rows.length)];
  }

  train(rows: readonly (readonly number[])[], labels: readonly number[]): void {
    this.#load(rows);
    new Uint8Array(this.kind.buffer, this.kind.layout.labels).set(labels);
    this.kind.train(rows.length);
  }
}

/** Random values everywhere: weights and factors uniform in ±scale. */
export function fill(kernel: OpenKernel, next: () => number, scale: number): void {
  kernel.bias = scale * (2 * next() - 1);
  const factors = kernel.options.kind === 'fm' ? kernel.options.factors : 0;
  for (let id = 0; id < kernel.ids; id++) {
    kernel.write(
      id,
      scale * (2 * next() - 1),
      Array.from({ length: factors }, () => scale * (2 * next() - 1)),
    );
  }
}
