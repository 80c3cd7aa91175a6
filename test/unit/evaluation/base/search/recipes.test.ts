import { describe, expect, it } from 'vitest';
import { axesOf, recipesOf, STAGES } from '../../../../../src/evaluation/base/search/recipes.ts';
import type { RankerOptions } from '../../../../../src/specfile/schema.ts';
import { builtInRanker } from '../../../../../src/specfile/schema-ranker.ts';

const KINDS = ['lr', 'fm', 'deepfm'] as const;
const none = new Set<string>();
const start = (options: RankerOptions, given: ReadonlySet<string> = none) =>
  recipesOf(options, axesOf(options, given), 0);

describe('recipes', () => {
  it('are sixteen at most', () => {
    expect(STAGES.reduce((sum, { recipes }) => sum + recipes, 0)).toBe(16);
    for (const kind of KINDS) expect(start(builtInRanker(kind))).toHaveLength(STAGES[0]!.recipes);
  });

  it('search what moves the log loss of their kind, and leave the rest as it is', () => {
    const searched = KINDS.map((kind) => Object.keys(start(builtInRanker(kind))[0]!.searched));
    const factors = ['learningRate', 'l2Factors', 'l2', 'initialScale'];
    expect(searched).toEqual([['learningRate', 'l2'], factors, [...factors, 'towerRate', 'dropout']]);
    const options = { ...builtInRanker('fm'), factors: 8 };
    for (const recipe of start(options)) {
      expect(recipe.options).toEqual({ ...options, ...recipe.searched });
    }
    expect(start(builtInRanker('fm'))[0]!.searched).toEqual({
      ...{ learningRate: 0.06, l2Factors: 0.05, l2: 0.01, initialScale: 0.03 },
    });
  });

  it('keep what the spec gives, even the value of a default', () => {
    const options = builtInRanker('fm');
    for (const { options: tried, searched } of start(options, new Set(['learningRate', 'l2']))) {
      expect(tried).toMatchObject({ learningRate: 0.01, l2: 1e-4 });
      expect(Object.keys(searched)).toEqual(['l2Factors', 'initialScale']);
    }
  });

  it('are one where nothing is left to search', () => {
    const options = builtInRanker('lr');
    expect(start(options, new Set(['learningRate', 'l2']))).toMatchObject([
      { options, searched: {}, edge: [] },
    ]);
  });

  it('lie inside the space, and in later stages within a box around the best', () => {
    for (const kind of KINDS) {
      const options = builtInRanker(kind);
      const axes = axesOf(options, none);
      for (const best of start(options)) {
        for (const at of best.point) expect(Math.abs(at - 0.5)).toBeLessThanOrEqual(0.5);
        for (const [stage, { recipes, width }] of [...STAGES.entries()].slice(1)) {
          const near = recipesOf(options, axes, stage, best);
          expect(near).toHaveLength(recipes);
          for (const { point, searched } of near) {
            for (const [d, axis] of axes.entries()) {
              const far = Math.abs(point[d]! - best.point[d]!);
              expect(far).toBeLessThanOrEqual(width + 1e-12);
              expect(searched[axis.option]).toBeGreaterThanOrEqual(axis.low * 0.999);
              expect(searched[axis.option]).toBeLessThanOrEqual(axis.high * 1.001);
            }
          }
          expect(new Set(near.map(({ point }) => point[0])).size).toBe(recipes);
        }
      }
    }
  });

  it('say which of their values lie at an edge of the space', () => {
    const options = builtInRanker('fm');
    const axes = axesOf(options, none);
    const best = start(options)[0]!;
    const corner = { ...best, point: axes.map((_, d) => (d === 0 ? 1 : 0.5)) };
    const tried = recipesOf(options, axes, 2, corner);
    for (const { searched, edge } of tried) {
      // A twentieth of the axis, which goes from 0.01 to 0.3.
      const atEdge = searched['learningRate']! > 0.3 * 30 ** -0.05;
      expect(edge).toEqual(atEdge ? ['learningRate'] : []);
    }
    expect(tried.some(({ edge }) => edge.length > 0)).toBe(true);
    expect(best.edge).toEqual([]);
  });
});
