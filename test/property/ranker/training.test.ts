import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binCodes, fieldBlock, quantileBins } from '../../../src/ranker/index.ts';
import { Model } from '../../../src/ranker/model.ts';
import { columnCodes, flatCodes } from '../../support/codes.ts';
import { smallTask } from '../../unit/ranker/small-task.ts';

const task = smallTask(1500);

/** Scores after one pass over all rows, copied in pieces of the given sizes, in turn. */
function scoresBy(sizes: readonly number[], blocks = task.blocks, kind: 'lr' | 'fm' = 'fm'): Float32Array {
  const model = new Model({ ...task.options, kind }, blocks, task.label);
  const rows = Uint32Array.from(task.label, (_, row) => (row * 7) % task.label.length);
  const out = new Float32Array(rows.length);
  model.reset(1, 0);
  for (const step of [
    (from: number, to: number) => model.train(rows, from, to),
    (from: number, to: number) => model.score(rows, from, to, out),
  ]) {
    for (let from = 0, piece = 0; from < rows.length; piece++) {
      const to = Math.min(rows.length, from + sizes[piece % sizes.length]!);
      step(from, to);
      from = to;
    }
  }
  return out;
}

describe('training', () => {
  it.each(['lr', 'fm'] as const)('%s does not depend on the size of the blocks', (kind) => {
    const whole = scoresBy([1500], task.blocks, kind);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        expect(scoresBy(sizes, task.blocks, kind)).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  it('does not depend on whether neighbouring fields share a block', () => {
    const [both] = task.blocks;
    const apart = [0, 1].map((f) =>
      fieldBlock([
        {
          name: both!.names[f]!,
          cardinality: both!.cardinalities[f]!,
          codes: columnCodes(both!, f),
        },
      ]),
    );
    expect(scoresBy([1500], apart)).toEqual(scoresBy([1500]));
  });

  it('copies what it trains on: the shared codes stay as they were', () => {
    const before = flatCodes(task.blocks[0]!);
    scoresBy([400]);
    expect(flatCodes(task.blocks[0]!)).toEqual(before);
  });

  it('is put back by a snapshot', () => {
    const model = new Model(task.options, task.blocks, task.label);
    const rows = Uint32Array.from(task.label, (_, row) => row);
    const score = () => {
      const out = new Float32Array(500);
      model.score(rows, 0, 500, out);
      return out;
    };
    model.reset(1, 0.5);
    model.train(rows, 0, 500);
    const kept = model.snapshot();
    const before = score();
    model.train(rows, 500, 1500);
    expect(score()).not.toEqual(before);
    model.restore(kept);
    expect(score()).toEqual(before);
  });
});

describe('quantile bins', () => {
  const value = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true }),
    fc.constant(Number.NaN),
  );
  const lists = fc.array(value, { minLength: 1, maxLength: 200 });
  const counts = fc.integer({ min: 2, max: 32 });

  it('are at most as many as asked, ascending, and each holds a training value', () => {
    fc.assert(
      fc.property(lists, counts, (list, count) => {
        const values = Float64Array.from(list);
        const edges = quantileBins(
          values,
          Uint32Array.from(list, (_, row) => row),
          count,
        );
        const codes = binCodes(values, edges);
        expect(edges.length + 1).toBeLessThanOrEqual(count);
        expect([...edges].every((edge, i) => i === 0 || edge > edges[i - 1]!)).toBe(true);
        const used = new Set([...codes].filter((code) => code > 0));
        if (used.size > 0) expect(used.size).toBe(edges.length + 1);
      }),
    );
  });

  it('keep the order of values, and missing apart', () => {
    fc.assert(
      fc.property(lists, counts, (list, count) => {
        const values = Float64Array.from(list);
        const codes = binCodes(
          values,
          quantileBins(
            values,
            Uint32Array.from(list, (_, row) => row),
            count,
          ),
        );
        for (const [a, va] of list.entries()) {
          expect(codes[a] === 0).toBe(Number.isNaN(va));
          for (const [b, vb] of list.entries()) {
            if (va < vb) expect(codes[a]!).toBeLessThanOrEqual(codes[b]!);
            if (va === vb) expect(codes[a]).toBe(codes[b]);
          }
        }
      }),
    );
  });

  it('give a value held by two shares of the rows a bin of its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 60 }),
        fc.integer({ min: 4, max: 32 }),
        (others, count) => {
          const heavy = Array.from({ length: Math.ceil((2 * (others.length + 1)) / (count - 2)) }, () => 0);
          const list = [...others, ...heavy];
          const values = Float64Array.from(list);
          const codes = binCodes(
            values,
            quantileBins(
              values,
              Uint32Array.from(list, (_, row) => row),
              count,
            ),
          );
          const bin = codes[list.length - 1];
          for (const [row, v] of list.entries()) expect(codes[row] === bin).toBe(v === 0);
        },
      ),
    );
  });
});
