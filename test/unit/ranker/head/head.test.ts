import { describe, expect, it } from 'vitest';
import { Cancelled, Failure } from '../../../../src/common/failure.ts';
import { auc, logLoss } from '../../../../src/metrics/index.ts';
import { type HeadColumn, type HeadTask, headOptions, runHead } from '../../../../src/ranker/head/index.ts';
import { random } from '../../../support/random.ts';
import { column, HOOKS, headTask, labelsOf, range } from './small-head.ts';

const calibrated = (
  { base, evaluate }: HeadTask,
  { slope, intercept }: { slope: number; intercept: number },
) => Float32Array.from(evaluate, (row) => slope * base[row]! + intercept);

const noise = (rows: number, count: number, seed = 5): HeadColumn[] => {
  const next = random(seed);
  return Array.from({ length: count }, (_, c) =>
    c % 3 === 0 ? column(`noise ${c}`, rows, 200, next, 'categorical') : column(`noise ${c}`, rows, 32, next),
  );
};

describe('the head', () => {
  it('finds an interaction of two columns that alone say nothing', () => {
    const next = random(3);
    const [a, b] = [column('a', 12_000, 17, next, 'numeric', 0), column('b', 12_000, 17, next, 'numeric', 0)];
    const task = headTask(12_000, [a, b], (row) => (a.codes[row]! > 8 === b.codes[row]! > 8 ? 1.5 : -1.5));
    const result = runHead(task, HOOKS);
    const before = auc(calibrated(task, result.calibration), labelsOf(task));
    expect(auc(result.scores, labelsOf(task))).toBeGreaterThan(before + 0.1);
    expect(result.trees).toBeGreaterThan(5);
    expect(Math.min(...result.validationLoss)).toBe(result.validationLoss[result.trees]);
    expect(result.validationLoss[result.trees]).toBeLessThan(result.validationLoss[0]! - 0.05);
  });

  it('finds what categories and missing values say', () => {
    const next = random(8);
    const kinds = column('kinds', 12_000, 200, next, 'categorical', 0);
    const gaps = column('gaps', 12_000, 20, next, 'numeric', 0.5);
    for (const [informative, extra] of [
      [kinds, (row: number) => (((kinds.codes[row]! * 37) % 5) - 2) * 0.8],
      [gaps, (row: number) => (gaps.codes[row] === 0 ? 1 : -1)],
    ] as const) {
      const task = headTask(12_000, [informative], extra);
      const result = runHead(task, HOOKS);
      const before = auc(calibrated(task, result.calibration), labelsOf(task));
      expect(auc(result.scores, labelsOf(task))).toBeGreaterThan(before + 0.05);
    }
  });

  it('loses next to nothing to thirty useless columns', () => {
    const losses = [1, 2, 3, 4].map((seed) => {
      const task = headTask(15_000, noise(15_000, 30, seed), () => 0, {}, seed);
      const { scores, calibration } = runHead(task, HOOKS);
      const labels = labelsOf(task);
      return auc(calibrated(task, calibration), labels) - auc(scores, labels);
    });
    for (const loss of losses) expect(Math.abs(loss)).toBeLessThan(0.006);
    expect(losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toBeLessThan(0.002);
  });

  it('gives the same bytes for the same task, others for another seed, and leaves the task as it was', () => {
    const task = headTask(4000, noise(4000, 6), (row) => Math.sin(row), { minRows: 20 });
    const [a] = task.columns;
    const informative = {
      ...task,
      label: Uint8Array.from(task.label, (y, row) => (a!.codes[row]! > 100 ? 1 : y)),
    };
    const before = structuredClone(informative);
    const first = runHead(informative, HOOKS);
    expect(first.trees).toBeGreaterThan(0);
    expect(runHead(informative, HOOKS).scores).toEqual(first.scores);
    expect(runHead({ ...informative, seed: 2 }, HOOKS).scores).not.toEqual(first.scores);
    expect(informative).toEqual(before);
  });

  it('scores rows in any order, one or many times, more than fit at once', () => {
    const next = random(3);
    const a = column('a', 3000, 17, next);
    const task = headTask(3000, [a], (row) => a.codes[row]! / 4 - 2, { minRows: 20 });
    const once = runHead({ ...task, evaluate: range(0, 3000) }, HOOKS);
    expect(once.trees).toBeGreaterThan(0);
    const many = Uint32Array.from({ length: 70_000 }, (_, i) => (i * 7919) % 3000);
    const { scores } = runHead({ ...task, evaluate: many }, HOOKS);
    expect(scores).toEqual(Float32Array.from(many, (row) => once.scores[row]!));
  });
});

describe('a head that can learn nothing is the calibrated base', () => {
  const next = random(6);
  const a = column('a', 1000, 17, next);
  const task = headTask(1000, [a], (row) => a.codes[row]! / 4 - 2, { minRows: 10 });
  const expectBase = (changed: HeadTask): void => {
    const { scores, trees, calibration } = runHead(changed, HOOKS);
    expect(trees).toBe(0);
    expect(scores).toEqual(calibrated(changed, calibration));
  };
  const codes = (codeOf: (row: number) => number): HeadColumn => ({
    ...a,
    codes: a.codes.map((_, row) => codeOf(row)),
  });

  it.each<[string, Partial<HeadTask>]>([
    ['without columns', { columns: [] }],
    ['with a column all missing', { columns: [codes(() => 0)] }],
    ['with a constant column', { columns: [codes(() => 3)] }],
    [
      'with a column that differs in evaluation rows alone',
      { columns: [codes((row) => (row < 800 ? 3 : 4))] },
    ],
    ['with fewer rows than two leaves need', { fit: range(0, 15), validate: range(600, 800) }],
    ['with validation rows of one class', { validate: task.validate.filter((row) => task.label[row] === 1) }],
    ['without validation rows', { validate: range(0, 0) }],
    ['with no tree allowed', { options: { ...task.options, trees: 0 } }],
  ])('%s', (_, changes) => expectBase({ ...task, ...changes }));

  it('where the fit rows have one class, or there are none', () => {
    expectBase({ ...task, fit: task.fit.filter((row) => task.label[row] === 0) });
    expectBase({ ...task, fit: range(0, 0) });
    const none = { ...task, fit: range(0, 0), validate: range(0, 0) };
    expect(runHead(none, HOOKS).scores).toEqual(Float32Array.from(task.evaluate, (row) => task.base[row]!));
  });

  it('has no scores where nothing is to be scored', () => {
    expect(runHead({ ...task, evaluate: range(0, 0) }, HOOKS).scores).toHaveLength(0);
  });

  it('is a small table that still learns where its leaves may be small', () => {
    const y = Uint8Array.from(task.label, (_, row) => (a.codes[row]! > 8 ? 1 : 0));
    const small = { ...task, label: y, fit: range(0, 60), validate: range(60, 100) };
    const { scores, trees } = runHead({ ...small, options: { ...task.options, minRows: 5 } }, HOOKS);
    expect(trees).toBeGreaterThan(0);
    expect(auc(scores, labelsOf(small))).toBeGreaterThan(0.95);
    expect(logLoss(scores, labelsOf(small))).toBeLessThan(0.69);
  });
});

describe('a head that cannot be', () => {
  const task = headTask(100, [column('a', 100, 17, random(1))]);
  const failureOf = (changed: HeadTask): Failure => {
    try {
      runHead(changed, HOOKS);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
    throw new Error('expected a failure');
  };

  it.each<[string, Partial<HeadColumn>[], string]>([
    ['head-bins', [{ bins: 65 }], "The head's numeric column a has 65 bins"],
    ['head-bins', [{ bins: 257, type: 'categorical' }], "The head's categorical column a has 257 bins"],
    ['head-names', [{}, {}], 'The head has two columns named a'],
    ['head-codes', [{ bins: 5 }], "The head's column a holds the code"],
  ])('fails with %s', (code, changes, words) => {
    const columns = changes.map((change) => ({ ...task.columns[0]!, ...change }));
    const failure = failureOf({ ...task, columns });
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
  });

  it('names a row whose base score is not finite', () => {
    const base = task.base.slice();
    base[90] = Number.NaN;
    expect(failureOf({ ...task, base }).message).toContain('The base score of row 90 is NaN');
  });
});

describe('a head that is stopped', () => {
  const task = headTask(20_000, noise(20_000, 10), () => 0, { patience: 300 });

  it('throws at the next poll, whenever that is', () => {
    for (const polls of [0, 1, 20, 300]) {
      let left = polls;
      expect(() => runHead(task, { ...HOOKS, isCancelled: () => left-- <= 0 })).toThrow(Cancelled);
    }
  });

  it('says how far it is, from 0 to 1', () => {
    const fractions: number[] = [];
    runHead(task, { ...HOOKS, onFraction: (fraction) => fractions.push(fraction) });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions[0]).toBeGreaterThan(0);
  });
});

describe('a number of trees that the task names', () => {
  it('is grown without a validation, to the same scores', () => {
    const next = random(4);
    const single = column('a', 6000, 17, next);
    const task = headTask(6000, [single], (row) => (single.codes[row]! > 8 ? 1.5 : -1.5));
    const chosen = runHead(task, HOOKS);
    const named = runHead({ ...task, trees: chosen.trees }, HOOKS);
    expect(chosen.trees).toBeGreaterThan(0);
    expect(named).toMatchObject({ trees: chosen.trees, validationLoss: [] });
    expect(named.scores).toEqual(chosen.scores);
    expect(runHead({ ...task, trees: 0 }, HOOKS).trees).toBe(0);
  });
});

describe('the options of a head', () => {
  it('learn twice as fast from many rows as from few', () => {
    const few = headOptions(0).learningRate;
    expect(headOptions(125_000).learningRate).toBe(1.5 * few);
    expect(headOptions(250_000).learningRate).toBe(2 * few);
    expect(headOptions(1e6)).toEqual(headOptions(250_000));
  });
});
