import { describe, expect, it } from 'vitest';
import { logLoss } from '../../../src/metrics/index.ts';
import { Course } from '../../../src/ranker/course.ts';
import { bestCheck, runTrial, type TrialHooks, type TrialTask } from '../../../src/ranker/trial.ts';
import { deepfmOptions } from '../../../src/specfile/schema-ranker.ts';
import { smallTask } from './small-task.ts';

const HOOKS: TrialHooks = { logLoss, isCancelled: () => false, onFraction: () => {} };

function trial(kind: 'lr' | 'fm' | 'deepfm', changes: Partial<TrialTask> = {}): TrialTask {
  const { options, seed, blocks, label, parts } = smallTask(3000);
  const kindOptions =
    kind === 'deepfm' ? deepfmOptions.parse({ kind, learningRate: 0.1, hidden: [8] }) : options;
  return {
    ...{ seed, blocks, label, parts, options: { ...kindOptions, kind } as TrialTask['options'] },
    ...{ quarters: 11, patience: { quarters: 100, share: 0 }, keep: true },
    ...changes,
  };
}

describe('a trial', () => {
  it.each(['lr', 'fm', 'deepfm'] as const)('of %s goes on from a checkpoint as if never stopped', (kind) => {
    const task = trial(kind);
    const whole = runTrial(task, HOOKS);
    let soFar = runTrial({ ...task, quarters: 2 }, HOOKS);
    for (const quarters of [3, 8, 11]) soFar = runTrial({ ...task, quarters, soFar }, HOOKS);
    expect(soFar).toEqual(whole);
    expect(whole.logLoss).toHaveLength(11);
    expect(whole.checkpoint!.quarters).toBe(11);
    expect(whole.checkpoint!.table.buffer).toBeInstanceOf(SharedArrayBuffer);
    // The checks tell the model apart from quarter to quarter: equal ones would prove nothing.
    expect(new Set(whole.logLoss).size).toBe(11);
  });

  it('goes on without a checkpoint to the same end', () => {
    const task = trial('fm', { keep: false });
    const first = runTrial({ ...task, quarters: 5 }, HOOKS);
    expect(first.checkpoint).toBeUndefined();
    expect(runTrial({ ...task, soFar: first }, HOOKS)).toEqual(runTrial(task, HOOKS));
  });

  it('says the log loss of the validation rows after every quarter', () => {
    const task = trial('fm', { quarters: 3 });
    const { fit, validate } = task.parts;
    const course = new Course(task, HOOKS);
    course.begin(fit);
    const labels = Uint8Array.from(validate, (row) => task.label[row]!);
    const expected = [1, 2, 3].map(() => {
      course.quarter();
      return logLoss(course.score(validate), labels);
    });
    expect(runTrial(task, HOOKS).logLoss).toEqual(expected);
  });

  it('ends once the log loss has turned', () => {
    const losses = [0.7, 0.6, 0.65, 0.6, 0.64, 0.1];
    const hooks = { ...HOOKS, logLoss: () => losses.shift()! };
    const turned = runTrial(trial('fm', { patience: { quarters: 3, share: 0 } }), hooks);
    expect(turned).toEqual({ logLoss: [0.7, 0.6, 0.65, 0.6, 0.64], ended: 'turned' });
    expect(bestCheck(turned)).toEqual({ quarters: 2, logLoss: 0.6 });
    expect(runTrial(trial('fm', { soFar: turned, quarters: 90 }), HOOKS)).toEqual(turned);
  });

  it('waits longer for a recipe that falls slowly', () => {
    const losses = [0.9, 0.8, 0.7, 0.6, 0.61, 0.62, 0.63, 0.5];
    const hooks = { ...HOOKS, logLoss: () => losses.shift()! };
    const patience = { quarters: 1, share: 0.5 };
    expect(runTrial(trial('fm', { patience }), hooks).logLoss).toEqual([0.9, 0.8, 0.7, 0.6, 0.61, 0.62]);
  });

  it('counts its patience across rungs', () => {
    const losses = [0.5, 0.6, 0.7, 0.8, 0.9];
    const hooks = { ...HOOKS, logLoss: () => losses.shift()! };
    const soFar = runTrial(trial('fm', { patience: { quarters: 3, share: 0 }, quarters: 3 }), hooks);
    expect(soFar.ended).toBeUndefined();
    expect(runTrial(trial('fm', { patience: { quarters: 3, share: 0 }, soFar }), hooks)).toEqual({
      logLoss: [0.5, 0.6, 0.7, 0.8],
      ended: 'turned',
    });
  });

  it('that diverges ends without a failure', () => {
    const task = trial('fm');
    const options = { ...task.options, learningRate: 1e30 };
    const lost = runTrial({ ...task, options }, HOOKS);
    expect(lost.ended).toBe('diverged');
    expect(lost.logLoss).toEqual([]); // not one that is a number
    expect(lost.checkpoint).toBeUndefined();
    expect(bestCheck({ logLoss: [] })).toEqual({ quarters: 0, logLoss: Infinity });
  });

  it('tells its progress from where it begins', () => {
    const told: number[] = [];
    const task = trial('lr', { quarters: 2 });
    const soFar = runTrial(task, HOOKS);
    runTrial({ ...task, soFar, quarters: 4 }, { ...HOOKS, onFraction: (f) => told.push(f) });
    expect(told).toEqual([0.5, 1]);
  });
});
