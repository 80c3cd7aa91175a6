import { describe, expect, it } from 'vitest';
import { Cancelled, Failure } from '../../../src/common/failure.ts';
import { auc } from '../../../src/metrics/index.ts';
import { logOdds } from '../../../src/ranker/course.ts';
import { fieldBlock, runTask, type TrainHooks } from '../../../src/ranker/index.ts';
import { extraBlock, smallTask } from './small-task.ts';

const HOOKS: TrainHooks = { auc, isCancelled: () => false, onFraction: () => {} };

/** An `auc` that answers with the given values, one per check. */
function scripted(values: readonly number[]): TrainHooks {
  let check = 0;
  return { ...HOOKS, auc: () => values[check++]! };
}

function failureOf(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('expected a failure');
}

describe('a ranking task', () => {
  const task = smallTask(8000);
  const evaluateLabel = task.label.subarray(task.parts.evaluate[0]);
  const quality = (t: typeof task) => auc(runTask(t, HOOKS).scores, evaluateLabel);

  it('learns: fm finds the interaction that lr cannot express', () => {
    const lr = quality({ ...task, options: { ...task.options, kind: 'lr' } });
    const fm = quality(task);
    expect(lr).toBeGreaterThan(0.6);
    expect(fm).toBeGreaterThan(lr + 0.1);
  });

  it("uses the arm's own block", () => {
    const lr = { ...task, options: { ...task.options, kind: 'lr' as const } };
    expect(quality({ ...lr, blocks: [...lr.blocks, extraBlock(task)] })).toBeGreaterThan(quality(lr) + 0.1);
  });

  it('is the same with a field that is missing in every row as with its name among the missing', () => {
    const empty = fieldBlock([
      { name: 'phi:1', codes: new Uint32Array(task.label.length), cardinality: 9 },
      { name: 'phi:2', codes: new Uint32Array(task.label.length), cardinality: 3 },
    ]);
    for (const kind of ['lr', 'fm'] as const) {
      const ofKind = { ...task, options: { ...task.options, kind } };
      const named = runTask({ ...ofKind, missing: ['phi:1', 'phi:2'] }, HOOKS);
      expect(runTask({ ...ofKind, blocks: [...ofKind.blocks, empty] }, HOOKS).scores).toEqual(named.scores);
      expect(runTask(ofKind, HOOKS).scores).not.toEqual(named.scores);
    }
  });

  it('gives the same bytes again, and others for another seed', () => {
    const once = runTask(task, HOOKS);
    const again = runTask(task, HOOKS);
    expect(again.scores).toEqual(once.scores);
    expect(again.stop).toEqual(once.stop);
    expect(runTask({ ...task, seed: 2 }, HOOKS).scores).not.toEqual(once.scores);
  });

  it('scores one finite logit per evaluation row', () => {
    const { scores, seconds } = runTask(task, HOOKS);
    expect(scores).toHaveLength(task.parts.evaluate.length);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(seconds).toBeGreaterThan(0);
  });
});

describe('early stopping', () => {
  const task = smallTask(1000, { epochs: 3, patience: 2 });

  it('stops after `patience` checks without a rise, four checks an epoch', () => {
    const { stop, rowsTrained } = runTask(task, scripted([0.6, 0.7, 0.65, 0.7]));
    expect(stop).toEqual({ epochs: 0.5, validationAuc: [0.6, 0.7, 0.65, 0.7] });
    // Choosing visits 700 rows; the refit 2 quarters of 800.
    expect(rowsTrained).toBe(700 + 400);
  });

  it('goes on to `epochs` while the AUC rises', () => {
    const rising = Array.from({ length: 12 }, (_, check) => 0.5 + check / 100);
    const { stop } = runTask(task, scripted(rising));
    expect(stop).toEqual({ epochs: 3, validationAuc: rising });
  });

  it('without refit keeps the model of the best check', () => {
    const options = { ...task.options, refit: false };
    const stopped = runTask({ ...task, options }, scripted([0.6, 0.7, 0.65, 0.64]));
    const short = { ...options, epochs: 0.5 };
    const direct = runTask({ ...task, options: short }, scripted([0.6, 0.7]));
    expect(stopped.scores).toEqual(direct.scores);
    expect(stopped.stop.epochs).toBe(0.5);
  });

  it('refits on fit and validation rows from scratch', () => {
    const { fit, validate, evaluate } = task.parts;
    const refitted = runTask(task, scripted([0.6, 0.7, 0.65, 0.64]));
    const all = Uint32Array.from([...fit, ...validate]);
    const options = { ...task.options, epochs: 0.5 };
    const direct = runTask(
      { ...task, options, parts: { fit: all, validate: new Uint32Array(0), evaluate } },
      HOOKS,
    );
    expect(refitted.scores).toEqual(direct.scores);
  });

  it('trains all epochs where there is nothing to validate on', () => {
    const parts = { ...task.parts, validate: new Uint32Array(0) };
    const { stop, rowsTrained } = runTask({ ...task, parts }, HOOKS);
    expect(stop).toEqual({ epochs: 3, validationAuc: [] });
    expect(rowsTrained).toBe(3 * 700);
  });

  it('chooses nothing where the length is settled', () => {
    const chosen = runTask(task, scripted([0.6, 0.7, 0.65, 0.64]));
    const never: TrainHooks = { ...HOOKS, auc: () => expect.fail('no look at validation rows') };
    const settled = runTask({ ...task, epochs: 0.5 }, never);
    expect(settled.scores).toEqual(chosen.scores);
    expect(settled.stop).toEqual({ epochs: 0.5, validationAuc: [] });
    expect(settled.rowsTrained).toBe(400);

    const options = { ...task.options, refit: false };
    const kept = runTask({ ...task, options }, scripted([0.6, 0.7, 0.65, 0.64]));
    expect(runTask({ ...task, options, epochs: 0.5 }, never).scores).toEqual(kept.scores);
  });

  it('visits every row once an epoch, also where quarters do not divide it', () => {
    const fit = task.parts.fit.slice(0, 7);
    const parts = { ...task.parts, fit, validate: new Uint32Array(0) };
    expect(runTask({ ...task, parts }, HOOKS).rowsTrained).toBe(3 * 7);
  });
});

describe('a run in progress', () => {
  it('is cancelled between two blocks', () => {
    const task = smallTask(8000);
    let polls = 0;
    const hooks = { ...HOOKS, isCancelled: () => ++polls > 3 };
    expect(() => runTask(task, hooks)).toThrow(Cancelled);
    expect(polls).toBe(4);
  });

  it('is cancelled while a large table is prepared, and while many rows are shuffled', () => {
    const task = smallTask(100);
    const large = { ...task.blocks[0]!, cardinalities: [1_000_000, 30] };
    const cancelAt = (call: number) => {
      let polls = 0;
      return { ...HOOKS, isCancelled: () => ++polls === call };
    };
    expect(() => runTask({ ...task, blocks: [large] }, cancelAt(5))).toThrow(Cancelled);
    const fit = new Uint32Array(600_000);
    // Polls: the two fields, then 524,288 and 262,144 rows left to shuffle.
    expect(() => runTask({ ...task, parts: { ...task.parts, fit } }, cancelAt(4))).toThrow(Cancelled);
  });

  it('reports a fraction that never falls and ends at 1', () => {
    const seen: number[] = [];
    runTask(smallTask(60_000), { ...HOOKS, onFraction: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(seen.at(-1)).toBe(1);
  });
});

describe('a task that cannot run', () => {
  const task = smallTask(500);
  const none = new Uint32Array(0);

  it('has no rows to train on', () => {
    const failure = failureOf(() => runTask({ ...task, parts: { ...task.parts, fit: none } }, HOOKS));
    expect(failure).toMatchObject({ kind: 'data', code: 'no-training-rows' });
  });

  it.each([0, 1])('validates on rows of class %i only', (y) => {
    const validate = task.parts.validate.filter((row) => task.label[row] === y);
    const failure = failureOf(() => runTask({ ...task, parts: { ...task.parts, validate } }, HOOKS));
    expect(failure).toMatchObject({ kind: 'data', code: 'validate-one-class' });
    expect(failure.message).toContain(`${validate.length} validation rows`);
    expect(failure.message).toContain(`all have label ${y}`);
  });

  it('needs more than 4 GiB', () => {
    const [block] = task.blocks;
    const blocks = [{ ...block!, cardinalities: [60_000_000, 30] }];
    const failure = failureOf(() => runTask({ ...task, blocks }, HOOKS));
    expect(failure).toMatchObject({ kind: 'resource', code: 'ranker-memory', exitCode: 4 });
    expect(failure.message).toContain('4.5 GiB for 60,000,030 ids');
  });

  it('diverges', () => {
    const options = { ...task.options, learningRate: 1e30 };
    const failure = failureOf(() => runTask({ ...task, options }, HOOKS));
    expect(failure).toMatchObject({ kind: 'usage', code: 'ranker-diverged' });
    expect(failure.message).toContain('arm base, seed 1');
  });
});

it('starts the bias at smoothed log-odds', () => {
  const label = Uint8Array.from([1, 0, 0, 0]);
  expect(logOdds(label, Uint32Array.from([0, 1, 2, 3]))).toBeCloseTo(Math.log(2 / 4), 12);
  expect(logOdds(label, Uint32Array.from([1, 2]))).toBeCloseTo(Math.log(1 / 3), 12);
});
