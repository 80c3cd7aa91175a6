/** A vector field among the others: what it may and may not change. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeColumn, fieldBlock, type RankTask, runTask } from '../../../src/ranker/index.ts';
import { Model } from '../../../src/ranker/model.ts';
import { deepfmOptions } from '../../../src/specfile/schema-ranker.ts';
import { columnCodes } from '../../support/codes.ts';
import { random } from '../../support/random.ts';
import { smallTask } from '../../unit/ranker/small-task.ts';

const DIMENSION = 6;
const ITEMS = 30;
const HOOKS = { auc: () => 0.5, isCancelled: () => false, onFraction: () => {} };
const task = smallTask(1500);
const deep = deepfmOptions.parse({ kind: 'deepfm', factors: 4, hidden: [8, 4], batch: 16, dropout: 0.2 });
const OPTIONS: RankTask['options'][] = [
  { ...task.options, kind: 'lr', epochs: 2 } as RankTask['options'],
  { ...task.options, kind: 'fm', epochs: 2 } as RankTask['options'],
  { ...deep, epochs: 2 },
];

const items = columnCodes(task.blocks[0]!, 1);
const next = random(4);
const VECTORS = Array.from({ length: ITEMS }, (_, i) =>
  Array.from({ length: DIMENSION }, (_, k) => (k === i % 2 ? 1 : 0) + 0.3 * (2 * next() - 1)),
);

/** The vectors of the items: every fifth item has none. */
function projection(vectors: readonly number[][] = VECTORS, missing = (item: number) => item % 5 === 0) {
  const values = Float32Array.from(vectors.flat());
  return {
    ...{ name: 'phi:1', cardinality: vectors.length + 1 },
    codes: Uint32Array.from(items, (item) => (missing(item) ? 0 : item + 1)),
    vectors: { dimension: DIMENSION, values },
  };
}

const other: CodeColumn = {
  ...{ name: 'phi:2', cardinality: 4 },
  codes: Uint32Array.from(items, (item) => (item * 7) % 4),
};

/** Scores after one pass over all rows, copied in pieces of so many batches, in turn. */
function scoresBy(options: RankTask['options'], pieces: readonly number[]): Float32Array {
  const model = new Model(options, [...task.blocks, fieldBlock([other, projection()])], task.label);
  const rows = Uint32Array.from(task.label, (_, row) => (row * 7) % task.label.length);
  const out = new Float32Array(rows.length);
  model.reset(1, 0);
  const each = (step: (from: number, to: number) => void) => {
    for (let from = 0, piece = 0; from < rows.length; piece++) {
      const to = Math.min(rows.length, from + 16 * pieces[piece % pieces.length]!);
      step(from, to);
      from = to;
    }
  };
  each((from, to) => model.train(rows, from, to));
  each((from, to) => model.score(rows, from, to, out));
  return out;
}

describe.each(OPTIONS)('$kind', (options) => {
  const scores = (changes: Partial<RankTask>) => runTask({ ...task, options, ...changes }, HOOKS).scores;
  const withField = (column: CodeColumn) => scores({ blocks: [...task.blocks, fieldBlock([column])] });

  it('scores the same bytes where every vector is missing as where the field is', () => {
    const none = scores({ missing: ['phi:1'] });
    expect(withField(projection(VECTORS, () => true))).toEqual(none);
    expect(withField(projection())).not.toEqual(none);
    expect(none).not.toEqual(scores({}));
  });

  it('learns nothing of a vector that all items have', () => {
    const first = withField(projection(VECTORS.map(() => VECTORS[0]!)));
    const another = withField(projection(VECTORS.map(() => VECTORS[1]!)));
    expect(first).toEqual(another);
  });

  it('does not see what all vectors have in common, nor their size', () => {
    const far = withField(projection(VECTORS.map((vector) => vector.map((x, k) => 4 * (x + (k % 3) - 1)))));
    for (const [row, score] of withField(projection()).entries()) expect(far[row]).toBeCloseTo(score, 2);
  });

  it('trains the same however many batches are copied at a time', () => {
    const whole = scoresBy(options, [100]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 }), (pieces) => {
        expect(scoresBy(options, pieces)).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });

  it('is put back by a snapshot', () => {
    const model = new Model(options, [...task.blocks, fieldBlock([projection()])], task.label);
    const rows = Uint32Array.from(task.label, (_, row) => row);
    const score = () => {
      const out = new Float32Array(512);
      model.score(rows, 0, 512, out);
      return out;
    };
    model.reset(1, 0.5);
    const begun = score();
    model.train(rows, 0, 512);
    const kept = model.snapshot();
    const before = score();
    model.train(rows, 512, 1500);
    expect(score()).not.toEqual(before);
    model.restore(kept);
    expect(score()).toEqual(before);
    model.reset(1, 0.5);
    expect(score()).toEqual(begun);
  });

  it('does not change at the same seed with the place of another field, beyond rounding', () => {
    const apart = scores({ blocks: [...task.blocks, fieldBlock([projection()]), fieldBlock([other])] });
    expect(scores({ blocks: [...task.blocks, fieldBlock([projection(), other])] })).toEqual(apart);
    if (options.kind === 'deepfm') return; // the order of the tower's inputs is the order of its sums
    const swapped = scores({ blocks: [...task.blocks, fieldBlock([other, projection()])] });
    for (const [row, score] of apart.entries()) expect(swapped[row]).toBeCloseTo(score, 3);
  });
});

it('fm and deepfm find what vectors say of unseen pairs of user and item', () => {
  // The label depends on whether user and item are both even or both odd, and so do the vectors' first two numbers.
  const auc = (scores: Float32Array): number => {
    const rows = [...task.parts.evaluate].map((row, i) => [scores[i]!, task.label[row]!] as const);
    const positives = rows.filter(([, y]) => y === 1);
    const negatives = rows.filter(([, y]) => y === 0);
    const wins = positives.flatMap(([a]) => negatives.map(([b]): number => (a > b ? 1 : a === b ? 0.5 : 0)));
    return wins.reduce((sum, win) => sum + win, 0) / wins.length;
  };
  const block = fieldBlock([projection(VECTORS, () => false)]);
  for (const options of OPTIONS.slice(1)) {
    const all = { ...options, epochs: 4 };
    const without = runTask({ ...task, options: all, missing: ['phi:1'] }, { ...HOOKS, auc }).scores;
    const found = runTask(
      { ...task, options: all, blocks: [...task.blocks, block] },
      { ...HOOKS, auc },
    ).scores;
    expect(auc(found)).toBeGreaterThan(auc(without) + 0.02);
  }
});
