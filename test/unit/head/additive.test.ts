import { describe, expect, it } from 'vitest';
import { AdditiveModel } from '../../../src/head/additive-model.ts';
import { layoutOf } from '../../../src/head/additive-rows.ts';
import { calibrate } from '../../../src/head/calibrate.ts';
import {
  type AdditiveTask,
  type HeadColumn,
  type HeadTask,
  PENALTIES,
  runAdditive,
} from '../../../src/head/index.ts';
import { auc } from '../../../src/metrics/index.ts';
import { Cancelled } from '../../../src/report/failure.ts';
import { random } from '../../support/random.ts';
import { slowAdditive } from '../../support/slow-additive.ts';
import { column, HOOKS, headTask, labelsOf, range } from './small-head.ts';

const NONE = Number.POSITIVE_INFINITY;

/** Columns of every kind: smooth, by category, with and without missing values, of few and of many bins. */
function mixed(rows: number) {
  const next = random(12);
  const columns = [
    column('smooth', rows, 12, next),
    column('whole', rows, 5, next, 'numeric', 0),
    column('kinds', rows, 9, next, 'categorical'),
    column('flag', rows, 2, next),
    column('unseen', rows, 20, next, 'categorical', 0.8),
  ];
  // Two columns that say nearly the same are what a fit column by column is slow at.
  const twin: HeadColumn = {
    ...columns[0]!,
    name: 'twin',
    codes: columns[0]!.codes.map((code) => Math.min(code, 7)),
  };
  return [...columns, twin];
}

const extra = (columns: readonly HeadColumn[]) => (row: number) =>
  Math.sin(columns[0]!.codes[row]! / 2) + ((columns[2]!.codes[row]! * 5) % 3) - 1;

describe('the additive model', () => {
  const columns = mixed(1200);
  const task = headTask(1200, columns, extra(columns));
  const rows = range(0, 900);

  it.each([1000, 100, 10, 1])('is the least of the penalised loss at the penalty %d', (penalty) => {
    const layout = layoutOf(columns, () => penalty);
    const model = new AdditiveModel({ ...task, layout, rows }, () => {});
    model.start(calibrate(task.base, task.label, rows));
    model.fit(900);
    const slow = slowAdditive(columns, task, [...rows], penalty);
    const scores = model.score(range(900, 1200), task.base, 100);
    for (const [i, score] of scores.entries()) {
      const row = 900 + i;
      const sum = columns.reduce((all, { codes }, c) => all + slow.values[c]![codes[row]!]!, 0);
      expect(Math.abs(score - (slow.intercept + slow.slope * task.base[row]! + sum))).toBeLessThan(2e-4);
    }
    const { slope, values } = model.fitted;
    expect(Math.abs(slope - slow.slope)).toBeLessThan(1e-4);
    for (const [c, own] of slow.values.entries())
      for (const [bin, value] of own.entries())
        expect(Math.abs(values[layout.offsets[c]! + bin]! - value)).toBeLessThan(2e-4);
  });

  it('without a column is the calibrated base', () => {
    const model = new AdditiveModel({ ...task, layout: layoutOf([], () => 10), rows }, () => {});
    const { slope, intercept } = calibrate(task.base, task.label, rows);
    model.start({ slope: 0.5, intercept: 0 });
    model.fit(900);
    expect(model.fitted.slope).toBeCloseTo(slope, 4);
    expect(model.fitted.intercept).toBeCloseTo(intercept, 4);
  });
});

describe('the additive head', () => {
  const columns = mixed(3000);
  const whole = headTask(3000, columns, extra(columns));
  /** The first two columns are those of all arms. */
  const split = ({ columns: all, base, label, fit, validate, evaluate }: HeadTask): AdditiveTask => ({
    ...{ shared: all.slice(0, 2), own: all.slice(2) },
    ...{ base, label, fit, validate, evaluate },
  });
  const task = split(whole);
  const labels = labelsOf(whole);
  const calibrated = (
    { slope, intercept }: { slope: number; intercept: number },
    { base, evaluate }: AdditiveTask = task,
  ) => Float32Array.from(evaluate, (row) => slope * base[row]! + intercept);

  it('finds in 1,800 rows what columns say beside the base, and penalises them as the validation rows want it', () => {
    const { scores, calibration, penalties, validationLoss } = runAdditive(task, HOOKS);
    expect(auc(scores, labels)).toBeGreaterThan(auc(calibrated(calibration), labels) + 0.05);
    expect(penalties.shared).toBeLessThan(NONE);
    expect(penalties.own).toBeLessThan(NONE);
    const least = validationLoss.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(least.penalties).toEqual(penalties);
    expect(validationLoss[0]!.penalties).toEqual({ shared: NONE, own: NONE });
    for (const { penalties: tried } of validationLoss) expect(PENALTIES).toContain(tried.own);
  });

  it('gives the same bytes for the same task, and where the task names the penalties that it chose', () => {
    const before = structuredClone(task);
    const first = runAdditive(task, HOOKS);
    expect(runAdditive(task, HOOKS).scores).toEqual(first.scores);
    const named = runAdditive({ ...task, penalties: first.penalties }, HOOKS);
    expect(named).toMatchObject({ penalties: first.penalties, validationLoss: [] });
    expect(named.scores).toEqual(first.scores);
    expect(task).toEqual(before);
  });

  it('is to the last bit the head of the shared columns where the own ones do not help', () => {
    const base = runAdditive({ ...task, own: [] }, HOOKS);
    expect(base.penalties.shared).toBeLessThan(NONE);
    const arms = [1, 2, 3, 4, 5, 6].map((seed) => {
      const own = [column('noise', 3000, 60, random(seed), seed % 2 === 0 ? 'numeric' : 'categorical')];
      return runAdditive({ ...task, own }, HOOKS);
    });
    const without = arms.filter(({ penalties }) => penalties.own === NONE);
    expect(without.length).toBeGreaterThan(0);
    for (const arm of arms) expect(arm.penalties.shared).toBe(base.penalties.shared);
    for (const arm of without) expect(arm.scores).toEqual(base.scores);
  });

  it('loses next to nothing to thirty useless columns', () => {
    const losses = [1, 2, 3, 4, 5, 6].map((seed) => {
      const next = random(seed);
      const noise = Array.from({ length: 30 }, (_, c) =>
        column(`noise ${c}`, 5000, c % 3 === 0 ? 60 : 32, next, c % 3 === 0 ? 'categorical' : 'numeric'),
      );
      const useless = headTask(5000, noise, () => 0, {}, seed);
      const { scores, calibration } = runAdditive(split(useless), HOOKS);
      const own = labelsOf(useless);
      return auc(calibrated(calibration, split(useless)), own) - auc(scores, own);
    });
    expect(losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toBeLessThan(0.003);
  });

  it.each<[string, Partial<AdditiveTask>]>([
    ['without columns', { shared: [], own: [] }],
    [
      'with a constant column',
      { shared: [], own: [{ ...columns[0]!, codes: new Uint8Array(3000).fill(3) }] },
    ],
    ['with validation rows of one class', { validate: task.validate.filter((row) => task.label[row] === 1) }],
    ['without validation rows', { validate: range(0, 0) }],
    ['with fit rows of one class', { fit: task.fit.filter((row) => task.label[row] === 0) }],
    ['that is told to', { penalties: { shared: NONE, own: NONE } }],
  ])('that can learn nothing is the calibrated base: %s', (_, changes) => {
    const { scores, penalties, calibration } = runAdditive({ ...task, ...changes }, HOOKS);
    expect(penalties).toEqual({ shared: NONE, own: NONE });
    expect(scores).toEqual(calibrated(calibration));
  });

  it('stays finite where a column or the base tells the label', () => {
    const label = Uint8Array.from(task.label, (_, row) => (columns[2]!.codes[row]! > 4 ? 1 : 0));
    for (const base of [task.base, Float32Array.from(label, (y) => 100 * y - 50)]) {
      const { scores } = runAdditive({ ...task, label, base, penalties: { shared: 1, own: 1 } }, HOOKS);
      expect(scores.every(Number.isFinite)).toBe(true);
      expect(
        auc(
          scores,
          Uint8Array.from(task.evaluate, (row) => label[row]!),
        ),
      ).toBeGreaterThan(0.999);
    }
  });

  it('works from a base that is one number, and from one that ranks the wrong way round', () => {
    for (const base of [new Float32Array(3000), task.base.map((z) => -z)]) {
      const { scores, calibration, penalties } = runAdditive({ ...task, base }, HOOKS);
      expect(calibration.slope * base[1]!).toBeCloseTo(0, 12);
      expect(penalties.own).toBeLessThan(NONE);
      expect(auc(scores, labels)).toBeGreaterThan(0.6);
    }
  });

  it('stops at the next poll, and says how far it is', () => {
    for (const polls of [0, 1, 40]) {
      let left = polls;
      expect(() => runAdditive(task, { ...HOOKS, isCancelled: () => left-- <= 0 })).toThrow(Cancelled);
    }
    const fractions: number[] = [];
    runAdditive(task, { ...HOOKS, onFraction: (fraction) => fractions.push(fraction) });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });
});
