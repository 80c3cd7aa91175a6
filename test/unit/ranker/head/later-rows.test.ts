/** Rows that are scored after a head was fitted: as if they had been there. */
import { describe, expect, it } from 'vitest';
import {
  pollOf,
  runAdditive,
  runHead,
  scoreRows,
  scoreRowsByTrees,
} from '../../../../src/ranker/head/index.ts';
import { random } from '../../../support/random.ts';
import { column, HOOKS, headTask, range } from './small-head.ts';

const ROWS = 4000;
const next = random(9);
const columns = [
  column('a', ROWS, 20, next),
  column('same', ROWS, 1, next, 'numeric', 1),
  column('b', ROWS, 200, next, 'categorical'),
  column('c', ROWS, 8, next),
];
const task = headTask(
  ROWS,
  columns,
  (row) => columns[0]!.codes[row]! / 10 + (columns[2]!.codes[row]! % 3) / 2,
);
const poll = pollOf(HOOKS);
/** In another order, with some that the head does not read. */
const others = [column('other', ROWS, 5, next), ...columns.toReversed()];
const none = { ...task, evaluate: new Uint32Array(0) };

describe('trees', () => {
  const { scores, trees } = runHead(task, HOOKS);

  it('score rows bit by bit as they would have then', () => {
    const { model, scores: nothing, trees: count } = runHead({ ...none, keeps: true }, HOOKS);
    expect(nothing).toHaveLength(0);
    expect(count).toBe(trees);
    expect(trees).toBeGreaterThan(3);
    const later = (from: number, to: number) =>
      scoreRowsByTrees(structuredClone(model!), others, task.base, task.evaluate.slice(from, to), poll);
    expect(later(0, 800)).toEqual(scores);
    expect([...later(0, 300), ...later(300, 800)]).toEqual([...scores]);
    expect(model!.columns).not.toContain('same');
  });

  it('are not handed out where nobody asks for them, and may be none', () => {
    expect(runHead(task, HOOKS).model).toBeUndefined();
    const { model, scores: bare } = runHead({ ...task, trees: 0, keeps: true }, HOOKS);
    expect(scoreRowsByTrees(model!, columns, task.base, task.evaluate, poll)).toEqual(bare);
  });

  it('can be told to stop', () => {
    const { model } = runHead({ ...none, keeps: true }, HOOKS);
    const stop = pollOf({ isCancelled: () => true, onFraction: () => {} });
    expect(() => scoreRowsByTrees(model!, columns, task.base, range(0, 10), stop)).toThrow();
  });
});

it('an additive head scores rows bit by bit as it would have then', () => {
  const { columns: all, ...rest } = task;
  const additive = { ...rest, shared: all.slice(0, 3), own: all.slice(3) };
  const { scores } = runAdditive(additive, HOOKS);
  const { model, scores: nothing } = runAdditive({ ...additive, evaluate: new Uint32Array(0) }, HOOKS);
  expect(nothing).toHaveLength(0);
  const read = [...model.values.keys()].map((name) => all.find((found) => found.name === name)!);
  expect(scoreRows(model, read, task.base, task.evaluate, poll)).toEqual(scores);
});
