import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/common/failure.ts';
import { auc } from '../../../../src/metrics/index.ts';
import { AdditiveModel } from '../../../../src/ranker/head/additive-model.ts';
import { layoutOf } from '../../../../src/ranker/head/additive-rows.ts';
import { meanModel, scoreRows } from '../../../../src/ranker/head/additive-scores.ts';
import { calibrate } from '../../../../src/ranker/head/calibrate.ts';
import {
  type AdditiveTask,
  type HeadColumn,
  type HeadTask,
  PENALTIES,
  runAdditive,
} from '../../../../src/ranker/head/index.ts';
import { random } from '../../../support/random.ts';
import { slowAdditive } from '../../../support/slow-additive.ts';
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
    model.start({ values: new Map(), ...calibrate(task.base, task.label, rows) });
    model.fit(900, 1e-9);
    const slow = slowAdditive(columns, task, [...rows], penalty);
    const fitted = model.coefficients;
    const scores = scoreRows(fitted, columns, task.base, range(900, 1200), () => {});
    for (const [i, score] of scores.entries()) {
      const row = 900 + i;
      const sum = columns.reduce((all, { codes }, c) => all + slow.values[c]![codes[row]!]!, 0);
      expect(Math.abs(score - (slow.intercept + slow.slope * task.base[row]! + sum))).toBeLessThan(2e-4);
    }
    expect(Math.abs(fitted.slope - slow.slope)).toBeLessThan(1e-4);
    for (const [c, bins] of slow.values.entries())
      for (const [bin, value] of bins.entries())
        expect(Math.abs(fitted.values.get(columns[c]!.name)![bin]! - value)).toBeLessThan(2e-4);
  });

  it('without a column is the calibrated base', () => {
    const model = new AdditiveModel({ ...task, layout: layoutOf([], () => 10), rows }, () => {});
    const { slope, intercept } = calibrate(task.base, task.label, rows);
    model.start({ values: new Map(), slope: 0.5, intercept: 0 });
    model.fit(900, 1e-9);
    expect(model.coefficients.slope).toBeCloseTo(slope, 4);
    expect(model.coefficients.intercept).toBeCloseTo(intercept, 4);
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

  it('finds in 1,800 rows what columns say beside the base, and weighs penalties by their likelihood', () => {
    const { scores, calibration, penalties, validationLoss } = runAdditive(task, HOOKS);
    expect(auc(scores, labels)).toBeGreaterThan(auc(calibrated(calibration), labels) + 0.05);
    expect(penalties.shared).toBeLessThan(NONE);
    const least = (losses: typeof validationLoss) => losses.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(least(validationLoss.filter(({ own: penalty }) => penalty === NONE)).shared).toBe(
      penalties.shared,
    );
    const best = least(validationLoss);
    expect(best.own).toBe(PENALTIES[penalties.own.indexOf(Math.max(...penalties.own))]);
    expect(penalties.own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    // 600 validation rows: a penalty of a mean loss higher by d counts e^(−600 d) times as much.
    for (const { shared, own: penalty, loss } of validationLoss.filter(
      (tried) => tried.shared === best.shared,
    )) {
      const weight = penalties.own[PENALTIES.indexOf(penalty)]! / Math.max(...penalties.own);
      if (weight > 0 && shared === best.shared)
        expect(weight).toBeCloseTo(Math.exp(-600 * (loss - best.loss)), 6);
    }
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

  it('is the head of the shared columns where the own ones have no weight, and near it where they say nothing', () => {
    const base = runAdditive({ ...task, own: [] }, HOOKS);
    expect(base.penalties).toEqual({ shared: base.penalties.shared, own: [1] });
    expect(base.penalties.shared).toBeLessThan(NONE);
    expect(runAdditive({ ...task, penalties: base.penalties }, HOOKS).scores).toEqual(base.scores);
    const apart = [1, 2, 3, 4, 5, 6].map((seed) => {
      const added = [column('noise', 3000, 60, random(seed), seed % 2 === 0 ? 'numeric' : 'categorical')];
      const arm = runAdditive({ ...task, own: added }, HOOKS);
      expect(arm.penalties.shared).toBe(base.penalties.shared);
      return auc(arm.scores, labels) - auc(base.scores, labels);
    });
    for (const gain of apart) expect(Math.abs(gain)).toBeLessThan(0.01);
    expect(Math.abs(apart.reduce((sum, gain) => sum + gain, 0) / 6)).toBeLessThan(0.003);
  });

  it('has the same scores from where the head without own columns ends, in fewer passes', () => {
    const { start, penalties } = runAdditive({ ...task, own: [] }, HOOKS);
    expect(start.penalty).toBe(penalties.shared);
    expect([...start.all.values.keys()]).toEqual(['smooth', 'whole']);
    const alone = runAdditive(task, HOOKS);
    expect(alone.start).toEqual(start);
    const given = runAdditive({ ...task, start }, HOOKS);
    expect(given.scores).toEqual(alone.scores);
    expect(given.penalties).toEqual(alone.penalties);
    expect(given.passes).toBeLessThan(0.9 * alone.passes);
    const named = runAdditive({ ...task, start, penalties: alone.penalties }, HOOKS);
    expect(named.scores).toEqual(alone.scores);
  });

  it('is the mean of models, weight by weight', () => {
    const alone = (weights: number[]) =>
      runAdditive({ ...task, penalties: { shared: 30, own: weights } }, HOOKS).scores;
    const [none, some] = [alone([1]), alone([0, 0, 0, 1])];
    const mean = alone([0.25, 0, 0, 0.75]);
    for (const [i, score] of mean.entries())
      expect(Math.abs(score - (0.25 * none[i]! + 0.75 * some[i]!))).toBeLessThan(1e-5);
    expect(meanModel([]).values.size).toBe(0);
  });

  it('loses next to nothing to thirty useless columns', () => {
    const losses = [1, 2, 3, 4, 5, 6].map((seed) => {
      const next = random(seed);
      const noise = Array.from({ length: 30 }, (_, c) =>
        column(`noise ${c}`, 5000, c % 3 === 0 ? 60 : 32, next, c % 3 === 0 ? 'categorical' : 'numeric'),
      );
      const useless = headTask(5000, noise, () => 0, {}, seed);
      const { scores, calibration } = runAdditive(split(useless), HOOKS);
      const drawnLabels = labelsOf(useless);
      return auc(calibrated(calibration, split(useless)), drawnLabels) - auc(scores, drawnLabels);
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
    ['that is told to', { penalties: { shared: NONE, own: [1] } }],
  ])('that can learn nothing is the calibrated base: %s', (_, changes) => {
    const { scores, penalties, calibration } = runAdditive({ ...task, ...changes }, HOOKS);
    expect(penalties).toEqual({ shared: NONE, own: [1] });
    expect(scores).toEqual(calibrated(calibration));
  });

  it('stays finite where a column or the base tells the label', () => {
    const label = Uint8Array.from(task.label, (_, row) => (columns[2]!.codes[row]! > 4 ? 1 : 0));
    for (const base of [task.base, Float32Array.from(label, (y) => 100 * y - 50)]) {
      const { scores } = runAdditive(
        { ...task, label, base, penalties: { shared: 1, own: [...Array(8).fill(0), 1] } },
        HOOKS,
      );
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
      expect(penalties.own[0]).toBe(0);
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
