/** Heads from the cache, which anybody can write: what does not fit the job is made again. */
import { describe, expect, it } from 'vitest';
import type { HeadJob, HeadJobResult } from '../../../../src/evaluation/head/job.ts';
import { keptModels, packedModels } from '../../../../src/evaluation/head/kept-models.ts';
import type { ModelOf } from '../../../../src/evaluation/head/model.ts';
import { runHeadJob, runScoreJob } from '../../../../src/evaluation/head/run-job.ts';
import { fieldBlock } from '../../../../src/ranker/fields.ts';
import { calibrations } from '../../../../src/ranker/head/index.ts';
import { random } from '../../../support/random.ts';
import { column, HOOKS, range } from '../../ranker/head/small-head.ts';

const ROWS = 3000;
const next = random(4);
const codes = Uint32Array.from({ length: ROWS }, () => Math.floor(next() * 300));
const shared = column('shared', ROWS, 20, next);
const label = Uint8Array.from(codes, (code, row) =>
  Number(next() < (code % 2) / 2 + shared.codes[row]! / 40),
);
const score = Float32Array.from(label, () => next() - 0.5);
const rows = { fit: range(0, 2000), validate: range(2000, 2500), evaluate: new Uint32Array(0) };
const projected = Float32Array.from(label, (y) => y + next());
const armBlock = fieldBlock([
  { name: 'own', codes, cardinality: 300 },
  { name: 'vector', codes, cardinality: 300 },
]);
const job = (kind: HeadJob['kind']): HeadJob => ({
  ...{ arm: 'a', seed: 1, score, calibrations: calibrations({ base: score, label, ...rows }) },
  ...{ columns: [shared], projected, without: undefined, label, rows, kind, keeps: true },
  own: { ...armBlock, vector: { name: 'vector' } as never },
});
const entryOf = (results: HeadJobResult[]) => {
  const { facts, bytes } = packedModels(results);
  return { facts: structuredClone(facts), bytes: Buffer.concat(bytes as Uint8Array[]) } as never;
};
type Trees = ModelOf<'trees'>;
type Additive = ModelOf<'additive'>;

function reader<Kind extends HeadJob['kind']>(kind: Kind) {
  const fitted = runHeadJob(job(kind), HOOKS);
  const model = fitted.model as ModelOf<Kind>;
  const read = (change: (model: ModelOf<Kind>) => object = () => ({})) =>
    keptModels(entryOf([{ ...fitted, model: { ...model, ...change(structuredClone(model)) } }]), [job(kind)]);
  return { model, read };
}

describe('trees', () => {
  const { model, read } = reader('trees');
  const tree = model.depths.findIndex((depth) => depth > 1) * (model.nodes.length / model.depths.length);
  const node = (at: number, value: number, write: 'setUint32' | 'setFloat32' = 'setUint32') =>
    read(({ nodes }) => {
      new DataView(nodes.buffer, nodes.byteOffset)[write](tree + at, value, true);
      return { nodes };
    });

  it('that were kept score rows', () => {
    const [found] = read()!;
    const head = job('trees');
    const job1 = { ...head, head, model: found!.model!, first: 0 };
    expect(runScoreJob(job1, HOOKS)).toEqual(runScoreJob({ ...job1, model }, HOOKS));
  });

  it.each<[string, (model: Trees) => object]>([
    ['a column that rows lack', ({ columns }) => ({ columns: ['unknown', ...columns.slice(1)] })],
    ['a column twice', ({ columns }) => ({ columns: [...columns, columns[0]] })],
    ['more nodes than trees', ({ depths }) => ({ depths: depths.slice(1) })],
    [
      'a tree that ends later than it says',
      ({ depths }) => ({ depths: depths.map((depth) => Math.min(depth, 1)) }),
    ],
    ['a tree deeper than its nodes', ({ depths }) => ({ depths: depths.map(() => 2 ** 31) })],
    ['a slope out of bounds', () => ({ calibration: { slope: 1e300, intercept: 0 } })],
  ])('are made again where they have %s', (_, change) => expect(read(change)).toBeUndefined());

  it('are made again where a node leads out of its tree, or to a column that there is not', () => {
    expect(node(0, model.columns.length)).toBeUndefined();
    expect(node(4, 2 ** 31)).toBeUndefined();
    expect(node(8, 50)).toBeUndefined();
    expect(node(4, 0)).toBeUndefined();
  });

  it('are made again where a leaf has no number', () => {
    const view = new DataView(model.nodes.buffer, model.nodes.byteOffset);
    let leaf = 0;
    while (view.getUint32(tree + leaf + 4, true) !== leaf) leaf = view.getUint32(tree + leaf + 4, true);
    expect(node(leaf + 12, Number.NaN, 'setFloat32')).toBeUndefined();
    expect(node(leaf + 12, 0.5, 'setFloat32')).toBeDefined();
  });
});

describe('an additive head', () => {
  const { model, read } = reader('additive');

  it('that was kept scores rows, with a value for each bin', () => {
    expect(read()![0]!.model).toEqual(model);
    expect(model.values.map(([name]) => name).sort()).toEqual(['own', 'shared', 'vector']);
  });

  it.each<[string, (model: Additive) => object]>([
    [
      'a column that rows lack',
      ({ values }) => ({ values: [['unknown', values[0]![1]], ...values.slice(1)] }),
    ],
    ['a column twice', ({ values }) => ({ values: [...values, values[0]] })],
    [
      'fewer values than bins',
      ({ values }) => ({ values: values.map(([name, ofBins]) => [name, ofBins.slice(1)]) }),
    ],
    [
      'a value that is no number',
      ({ values }) => ({ values: values.map(([name, ofBins]) => [name, ofBins.fill(Number.NaN)]) }),
    ],
    ['an intercept out of bounds', () => ({ intercept: -1e300 })],
  ])('is made again where it has %s', (_, change) => expect(read(change)).toBeUndefined());

  it('is made again where another kind is wanted', () => {
    expect(keptModels(entryOf([{ ...runHeadJob(job('additive'), HOOKS) }]), [job('trees')])).toBeUndefined();
  });
});
