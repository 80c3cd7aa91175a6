/** Scores of the rows that are read are those that all rows would have there. */
import { describe, expect, it } from 'vitest';
import type { BlockPlan } from '../../../../src/evaluation/base/blocks.ts';
import { allRows, ofAllRows, scoresAt } from '../../../../src/evaluation/base/row-scores.ts';
import { baseTasks, gatherScores } from '../../../../src/evaluation/base/scores.ts';
import { scoreColumn } from '../../../../src/evaluation/head/columns.ts';
import type { RankResult } from '../../../../src/ranker/ranker.ts';
import { builtInRanker } from '../../../../src/specfile/schema-ranker.ts';

const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);
const label = new Uint8Array(20);
const plan: Pick<BlockPlan, 'trainings'> = {
  trainings: [
    { fit: range(0, 4), stop: range(2, 4), score: range(4, 9), share: 0.25, label },
    { fit: range(0, 9), stop: range(7, 9), score: range(9, 12), share: 0.5, label },
    { fit: range(0, 16), stop: range(12, 16), score: range(16, 20), share: 1, label },
  ],
};
const recipe = { options: builtInRanker('fm'), epochs: 1 };
/** Each row's score is its number and its training's. */
const resultsOf = (tasks: ReturnType<typeof baseTasks>) =>
  tasks.map(({ parts }) => ({
    scores: Float32Array.from(parts.evaluate, (row) => row + parts.fit.length / 100),
  })) as RankResult[];

describe('base scores of some rows', () => {
  const rows = Uint32Array.of(1, 5, 8, 9, 13, 17, 19);
  const some = baseTasks(plan as BlockPlan, recipe, { seed: 1, blocks: [], rows });
  const all = baseTasks(plan as BlockPlan, recipe, { seed: 1, blocks: [] });

  it('ask each training for these alone, and train on the same rows', () => {
    expect(some.map(({ parts }) => [...parts.evaluate])).toEqual([[17, 19], [9], [5, 8]]);
    expect(some.map(({ parts }) => parts.fit)).toEqual(all.map(({ parts }) => parts.fit));
    expect(some.map(({ epochs }) => epochs)).toEqual(all.map(({ epochs }) => epochs));
  });

  it('are those of all rows, missing where no training scores a row', () => {
    const whole = gatherScores(all, resultsOf(all), 20);
    const values = gatherScores(some, resultsOf(some), 20, rows);
    expect(values).toEqual(Float32Array.from(rows, (row) => whole[row]!));
    expect(Number.isNaN(values[0])).toBe(true);
    expect(Number.isNaN(values[4])).toBe(true);
    const scores = { rows, values };
    const wanted = Uint32Array.of(5, 9, 19);
    expect(scoresAt(scores, wanted)).toEqual(scoresAt(ofAllRows(whole), wanted));
    expect(scoresAt(scores, rows)).toBe(values);
    expect(() => allRows(scores)).toThrow(/some rows/);
    expect(() => scoresAt(scores, undefined)).toThrow(/some rows/);
    expect(() => scoresAt(scores, Uint32Array.of(6))).toThrow(RangeError);
    expect(allRows(ofAllRows(whole))).toBe(whole);
    // Bins are those of the rows that a head is fitted on, whatever else is there.
    const fit = Uint32Array.of(5, 8, 9);
    expect(scoreColumn(scores, fit, 'score', wanted)).toEqual(
      scoreColumn(ofAllRows(whole), fit, 'score', wanted),
    );
  });
});
