/**
 * DeepFM again, slow and obvious: double precision, loops over units, one batch at a time. And the kernel opened for tests,
 * so that its parameters can be read and written as those of the slow one.
 */
import { arenaAddresses } from '../../../src/kernels/arena.ts';
import { deepFmSizes, towerShape } from '../../../src/ranker/deepfm-memory.ts';
import type { Kind } from '../../../src/ranker/kind.ts';
import { openKind } from '../../../src/ranker/kinds.ts';
import type { ProjectedField } from '../../../src/ranker/projection.ts';
import type { DeepFmOptions } from '../../../src/specfile/schema.ts';
import { deepfmOptions } from '../../../src/specfile/schema-ranker.ts';
import { OPTIONS, type SlowRow, sigmoid, slowLogit } from './slow-ranker.ts';

export const DEEP: DeepFmOptions = {
  ...deepfmOptions.parse({ kind: 'deepfm' }),
  ...{ learningRate: OPTIONS.learningRate, initialScale: OPTIONS.initialScale },
  ...{ l2: OPTIONS.l2, l2Factors: OPTIONS.l2Factors },
};

export interface SlowLayer {
  /** By input, then by output. */
  weights: number[][];
  biases: number[];
}

export interface Tower {
  layers: SlowLayer[];
  output: number[];
}

export interface Example {
  ids: number[];
  dense: number[];
  label: number;
}

/** A mask per hidden layer and unit: 0 for dropped, else what kept units are multiplied with. */
type Masks = number[][];

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, k) => sum + x * b[k]!, 0);

const towerNumbers = ({ layers, output }: Tower): number[] => [
  ...layers.flatMap(({ weights, biases }) => [...weights.flat(), ...biases]),
  ...output,
];

/** The values of each hidden layer for one row. */
function hiddenValues(tower: Tower, input: readonly number[], masks?: Masks): number[][] {
  const values: number[][] = [];
  for (const [l, { weights, biases }] of tower.layers.entries()) {
    const below = l === 0 ? input : values[l - 1]!;
    values.push(
      biases.map((bias, j) => {
        const sum = below.reduce((total, x, i) => total + x * weights[i]![j]!, bias);
        return Math.max(0, sum) * (masks === undefined ? 1 : masks[l]![j]!);
      }),
    );
  }
  return values;
}

/** The four xorshift lanes that the kernel draws dropout from. */
export class Lanes {
  #lanes: number[];

  constructor(lanes: readonly number[]) {
    this.#lanes = [...lanes];
  }

  next(): number[] {
    this.#lanes = this.#lanes.map((lane) => {
      let x = lane;
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return x >>> 0;
    });
    return this.#lanes.map((x) => x >>> 8);
  }
}

export class SlowDeepFm {
  readonly options: DeepFmOptions;
  readonly table: SlowRow[];
  readonly tower: Tower;
  bias: number;
  biasSquares = 0;
  readonly #lanes: Lanes;
  #first: number[];
  #second: number[];
  #steps = 0;

  constructor(options: DeepFmOptions, table: SlowRow[], tower: Tower, bias: number, lanes: Lanes) {
    this.options = options;
    this.table = table;
    this.tower = tower;
    this.bias = bias;
    this.#lanes = lanes;
    this.#first = towerNumbers(tower).map(() => 0);
    this.#second = towerNumbers(tower).map(() => 0);
  }

  #input({ ids, dense }: Example): number[] {
    return [...ids.flatMap((id) => this.table[id]!.factors), ...dense];
  }

  score(example: Example, masks?: Masks): number {
    const rows = example.ids.map((id) => this.table[id]!);
    const last = hiddenValues(this.tower, this.#input(example), masks).at(-1)!;
    return slowLogit(this.bias, rows) + dot(last, this.tower.output);
  }

  /** Summed log loss of a batch, and ½ L2 of what each row touches. */
  loss(batch: readonly Example[]): number {
    const { l2, l2Factors } = this.options;
    let sum = 0;
    for (const example of batch) {
      const p = sigmoid(this.score(example));
      sum -= Math.log(example.label === 1 ? p : 1 - p);
      for (const id of example.ids) {
        const { weight, factors } = this.table[id]!;
        sum += (l2 * weight ** 2 + l2Factors * dot(factors, factors)) / 2;
      }
    }
    return sum;
  }

  /** Layer by layer the masks of every row: the kernel rectifies and drops a layer of the whole batch at a time. */
  #masks(rows: number): Masks[] {
    const { dropout, hidden } = this.options;
    const limit = Math.round(dropout * 2 ** 24);
    const padded = Math.ceil(rows / 4) * 4;
    const byLayer = hidden.map((units) => {
      if (dropout === 0) return Array.from({ length: padded }, () => Array<number>(units).fill(1));
      const drawn = Array.from({ length: (padded * units) / 4 }, () => this.#lanes.next()).flat();
      const kept = drawn.map((x) => (x >= limit ? 1 / (1 - dropout) : 0));
      return Array.from({ length: padded }, (_, row) => kept.slice(row * units, (row + 1) * units));
    });
    return Array.from({ length: rows }, (_, row) => byLayer.map((layer) => layer[row]!));
  }

  train(batch: readonly Example[]): void {
    const { learningRate, l2, l2Factors, factors } = this.options;
    const { layers, output } = this.tower;
    const masks = this.#masks(batch.length);
    const ofTower: Tower = {
      layers: layers.map(({ weights, biases }) => ({
        weights: weights.map((row) => row.map(() => 0)),
        biases: biases.map(() => 0),
      })),
      output: output.map(() => 0),
    };
    const ofIds = new Map<number, { weight: number; factors: number[] }>();
    let ofBias = 0;
    for (const [r, example] of batch.entries()) {
      const rows = example.ids.map((id) => this.table[id]!);
      const input = this.#input(example);
      const values = hiddenValues(this.tower, input, masks[r]);
      const error = sigmoid(this.score(example, masks[r])) - example.label;
      ofBias += error;
      let deltas = output.map((w) => error * w);
      for (const [j, value] of values.at(-1)!.entries()) ofTower.output[j]! += error * value;
      for (let l = layers.length - 1; l >= 0; l--) {
        deltas = deltas.map((delta, j) => (values[l]![j]! > 0 ? delta * masks[r]![l]![j]! : 0));
        const below = l === 0 ? input : values[l - 1]!;
        for (const [i, x] of below.entries()) {
          for (const [j, delta] of deltas.entries()) ofTower.layers[l]!.weights[i]![j]! += x * delta;
        }
        for (const [j, delta] of deltas.entries()) ofTower.layers[l]!.biases[j]! += delta;
        deltas = below.map((_, i) => dot(deltas, layers[l]!.weights[i]!));
      }
      for (const [f, id] of example.ids.entries()) {
        const sum = ofIds.get(id) ?? { weight: 0, factors: Array<number>(factors).fill(0) };
        sum.weight += error + l2 * rows[f]!.weight;
        for (let k = 0; k < factors; k++) {
          const v = rows[f]!.factors[k]!;
          const others = rows.reduce((total, row) => total + row.factors[k]!, 0) - v;
          sum.factors[k]! += error * others + l2Factors * v + deltas[f * factors + k]!;
        }
        ofIds.set(id, sum);
      }
    }
    this.#stepTower(towerNumbers(ofTower).map((g) => g / batch.length));
    for (const [id, gradient] of ofIds) {
      const row = this.table[id]!;
      row.weightSquares += gradient.weight ** 2;
      row.weight -= (learningRate * gradient.weight) / Math.sqrt(row.weightSquares);
      row.factorSquares += dot(gradient.factors, gradient.factors) / factors;
      row.factors = row.factors.map(
        (v, k) => v - (learningRate * gradient.factors[k]!) / Math.sqrt(row.factorSquares),
      );
    }
    this.biasSquares += ofBias ** 2;
    this.bias -= (learningRate * ofBias) / Math.sqrt(this.biasSquares);
  }

  /** Adam (Kingma and Ba 2015) with its published constants. */
  #stepTower(gradients: readonly number[]): void {
    const { towerRate, l2Tower } = this.options;
    this.#steps++;
    const next = towerNumbers(this.tower).map((w, i) => {
      const g = gradients[i]! + l2Tower * w;
      this.#first[i] = 0.9 * this.#first[i]! + 0.1 * g;
      this.#second[i] = 0.999 * this.#second[i]! + 0.001 * g * g;
      const first = this.#first[i]! / (1 - 0.9 ** this.#steps);
      const second = this.#second[i]! / (1 - 0.999 ** this.#steps);
      return w - (towerRate * first) / (Math.sqrt(second) + 1e-8);
    });
    let at = 0;
    const take = (): number => next[at++]!;
    for (const layer of this.tower.layers) {
      layer.weights = layer.weights.map((row) => row.map(take));
      layer.biases = layer.biases.map(take);
    }
    this.tower.output = this.tower.output.map(take);
  }
}

/** The kernel with `fields` fields and `denses` dense inputs, opened. */
export class OpenDeepFm {
  readonly options: DeepFmOptions;
  readonly fields: number;
  readonly denses: number;
  readonly ids: number;
  readonly kind: Kind;
  readonly #at;
  readonly #shape;

  constructor(
    options: DeepFmOptions,
    fields: number,
    ids: number,
    denses: number,
    projected?: ProjectedField,
  ) {
    this.options = options;
    this.fields = fields;
    this.denses = denses;
    this.ids = ids;
    this.kind = openKind(options, fields, ids, denses, projected);
    const inputs = { fields, denses, dimension: projected?.dimension ?? 0 };
    this.#at = arenaAddresses(deepFmSizes(options, inputs, ids));
    this.#shape = towerShape(options, inputs);
  }

  #floats(at: number, length: number): Float32Array {
    return new Float32Array(this.kind.buffer, at, length);
  }

  get bias(): number {
    return this.#floats(this.#at.state, 1)[0]!;
  }

  set bias(value: number) {
    this.#floats(this.#at.state, 1)[0] = value;
  }

  get biasSquares(): number {
    return this.#floats(this.#at.state, 2)[1]!;
  }

  lanes(): Lanes {
    return new Lanes([...new Uint32Array(this.kind.buffer, this.kind.layout.state + 16, 4)]);
  }

  #row(id: number): Float32Array {
    return this.#floats(this.#at.table + id * this.kind.rowBytes, 4 + this.options.factors);
  }

  read(id: number): SlowRow {
    const [weight, weightSquares, factorSquares, , ...factors] = this.#row(id);
    return { weight: weight!, weightSquares: weightSquares!, factorSquares: factorSquares!, factors };
  }

  table(): SlowRow[] {
    return Array.from({ length: this.ids }, (_, id) => this.read(id));
  }

  /** Random weights and factors everywhere, and a tower as the ranker starts it. */
  fill(next: () => number, scale: number): void {
    const draw = () => scale * (2 * next() - 1);
    const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
    this.kind.initShared!(3, { fields: names('f', this.fields), denses: names('d', this.denses) });
    this.bias = draw();
    for (let id = 0; id < this.ids; id++) {
      const row = this.#row(id);
      row[0] = draw();
      for (let k = 0; k < this.options.factors; k++) row[4 + k] = draw();
    }
  }

  /** Numbers in the form of the tower's parameters, from an offset; without the rows that pad the dense inputs. */
  #tower(offset: number): Tower {
    const { layers } = this.#shape;
    const read = layers.map(({ inputs, outputs, weights, biases }, l) => {
      const used = l === 0 ? this.fields * this.options.factors + this.denses : inputs;
      return {
        weights: Array.from({ length: used }, (_, i) => [
          ...this.#floats(offset + weights + 4 * i * outputs, outputs),
        ]),
        biases: [...this.#floats(offset + biases, outputs)],
      };
    });
    const last = layers.at(-1)!;
    return { layers: read, output: [...this.#floats(offset + last.biases + 4 * last.outputs, last.outputs)] };
  }

  tower(): Tower {
    return this.#tower(this.#at.tower);
  }

  /** Gradient of the last batch, summed over its rows. */
  gradient(): number[] {
    return towerNumbers(this.#tower(this.#at.gradient));
  }

  #load(examples: readonly Example[]): void {
    const { buffer, layout } = this.kind;
    new Uint32Array(buffer, layout.ids).set(examples.flatMap(({ ids }) => ids));
    new Float32Array(buffer, layout.dense).set(examples.flatMap(({ dense }) => dense));
    new Uint8Array(buffer, layout.labels).set(examples.map(({ label }) => label));
  }

  train(examples: readonly Example[]): void {
    this.#load(examples);
    this.kind.train(examples.length);
  }

  score(examples: readonly Example[]): number[] {
    this.#load(examples);
    this.kind.score(examples.length);
    return [...new Float32Array(this.kind.buffer, this.kind.layout.out, examples.length)];
  }

  slow(): SlowDeepFm {
    return new SlowDeepFm(this.options, this.table(), this.tower(), this.bias, this.lanes());
  }
}

export { towerNumbers };
