import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arenaAddresses } from '../../../src/kernels/arena.ts';
import { deepFmSizes, towerShape } from '../../../src/ranker/deepfm-memory.ts';
import { type CodeColumn, fieldBlock, type RankTask, runTask } from '../../../src/ranker/index.ts';
import { Model } from '../../../src/ranker/model.ts';
import { deepfmOptions } from '../../../src/specfile/schema-ranker.ts';
import { columnCodes } from '../../support/codes.ts';
import { random } from '../../support/random.ts';
import { smallTask } from '../../unit/ranker/small-task.ts';

const OPTIONS = deepfmOptions.parse({ kind: 'deepfm', factors: 4, hidden: [8, 4], batch: 16, dropout: 0.2 });
const HOOKS = { auc: () => 0.5, isCancelled: () => false, onFraction: () => {} };
const task = smallTask(1500);

/** Columns of one row; those in `numeric` have a dense input too. */
const columns = fc
  .shuffledSubarray(['user', 'item', 'count:rate', 'phi:1', 'phi:2'], { minLength: 2 })
  .chain((names) => fc.tuple(fc.constant(names), fc.subarray(names)))
  .map(([names, numeric]) =>
    names.map(
      (name): CodeColumn => ({
        ...{ name, cardinality: 3, codes: new Uint32Array(1) },
        ...(numeric.includes(name) && { dense: new Float32Array(1) }),
      }),
    ),
  );

/** Initial weights of the first layer by field and dense input, and of the rest of the tower. */
function initialTower(fields: readonly CodeColumn[], seed: number): Map<string, number[]> {
  const block = fieldBlock(fields);
  const model = new Model(OPTIONS, [block], new Uint8Array(1));
  model.reset(seed, 0);
  const names = block.dense?.names ?? [];
  const inputs = { fields: fields.length, denses: names.length, dimension: 0 };
  const at = arenaAddresses(deepFmSizes(OPTIONS, inputs, 0));
  const shape = towerShape(OPTIONS, inputs);
  const { state } = model.snapshot();
  const weights = new Float32Array(state.buffer, at.tower - at.state, shape.parameters);
  const [first] = shape.layers;
  const rows = (from: number, count: number) => [
    ...weights.slice(from * first!.outputs, (from + count) * first!.outputs),
  ];
  return new Map([
    ...fields.map(({ name }, f): [string, number[]] => [name, rows(4 * f, 4)]),
    ...names.map((name, d): [string, number[]] => [`dense ${name}`, rows(4 * fields.length + d, 1)]),
    ['rest', [...weights.slice(first!.biases / 4)]],
  ]);
}

describe('the initial tower', () => {
  it('has weights that belong to names: other fields and their order do not move them', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 0, max: 0xffffffff }), (fields, seed) => {
        const together = initialTower(fields, seed);
        const [alone] = fields;
        for (const [name, weights] of initialTower([alone!], seed)) {
          expect(together.get(name)).toEqual(weights);
        }
        const reversed = initialTower(fields.toReversed(), seed);
        for (const [name, weights] of together) expect(reversed.get(name)).toEqual(weights);
      }),
      { numRuns: 40 },
    );
  });

  it('differs between seeds, fields and units', () => {
    const field = (name: string): CodeColumn => ({
      ...{ name, cardinality: 3, codes: new Uint32Array(1), dense: new Float32Array(1) },
    });
    const fields = [field('user'), field('item')];
    const inputs = [1, 2].flatMap((seed) =>
      [...initialTower(fields, seed)].flatMap(([name, weights]) => (name === 'rest' ? [] : weights)),
    );
    expect(new Set(inputs).size).toBe(inputs.length);
    expect(initialTower(fields, 1).get('rest')).not.toEqual(initialTower(fields, 2).get('rest'));
  });
});

/** Scores after one pass over all rows, copied in pieces of the given numbers of batches, in turn. */
function scoresBy(pieces: readonly number[]): Float32Array {
  const model = new Model(OPTIONS, task.blocks, task.label);
  const rows = Uint32Array.from(task.label, (_, row) => (row * 7) % task.label.length);
  const out = new Float32Array(rows.length);
  model.reset(1, 0);
  const each = (step: (from: number, to: number) => void, unit: number) => {
    for (let from = 0, piece = 0; from < rows.length; piece++) {
      const to = Math.min(rows.length, from + unit * pieces[piece % pieces.length]!);
      step(from, to);
      from = to;
    }
  };
  each((from, to) => model.train(rows, from, to), OPTIONS.batch);
  each((from, to) => model.score(rows, from, to, out), 3); // scoring knows no batches
  return out;
}

it('training does not depend on how many batches are copied at a time', () => {
  const whole = scoresBy([100]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 }), (pieces) => {
      expect(scoresBy(pieces)).toEqual(whole);
    }),
    { numRuns: 8 },
  );
});

describe('fields of other arms', () => {
  const next = random(9);
  const [block] = task.blocks;
  const columnOf = (f: number): CodeColumn => ({
    ...{ name: block!.names[f]!, cardinality: block!.cardinalities[f]! },
    codes: columnCodes(block!, f),
    dense: Float32Array.from(task.label, () => 2 * next() - 1),
  });
  const base = fieldBlock([columnOf(0), columnOf(1)]);
  const options = { ...OPTIONS, epochs: 2 };
  const scores = (changes: Partial<RankTask>) =>
    runTask({ ...task, options, blocks: [base], ...changes }, HOOKS).scores;
  const emptyBlock = (count: number) =>
    fieldBlock(
      Array.from({ length: count }, (_, i) => ({
        ...{ name: `phi:${i + 1}`, codes: new Uint32Array(task.label.length), cardinality: 4 },
        dense: new Float32Array(task.label.length),
      })),
    );

  it('missing by name score the same bytes as own fields without a value, numbers included', () => {
    const byName = scores({ missing: ['phi:1', 'phi:2', 'phi:3'] });
    expect(scores({ blocks: [base, emptyBlock(3)] })).toEqual(byName);
    expect(scores({ blocks: [base, emptyBlock(1)], missing: ['phi:2', 'phi:3'] })).toEqual(byName);
    expect(scores({})).not.toEqual(byName);
  });

  it('numbers beside the bins are read', () => {
    const { dense: _, ...codesAlone } = base;
    expect(scores({ blocks: [codesAlone] })).not.toEqual(scores({}));
  });

  it('fm and lr pass over them', () => {
    const { dense: _, ...codesAlone } = base;
    for (const kind of ['lr', 'fm'] as const) {
      const plain = { ...task.options, kind } as RankTask['options'];
      expect(scores({ options: plain, blocks: [codesAlone] })).toEqual(scores({ options: plain }));
    }
  });
});
