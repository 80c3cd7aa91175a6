import { describe, expect, it } from 'vitest';
import { Cancelled, Failure } from '../../../../src/common/failure.ts';
import { AdditiveRows, layoutOf } from '../../../../src/ranker/head/additive-rows.ts';
import { random } from '../../../support/random.ts';
import { column, range, sigmoid } from './small-head.ts';

/** A table of columns of few and of many bins, and what its definition makes of its rows at some logits. */
function table(count: number) {
  const next = random(count);
  const columns = [column('few', count, 4, next), column('many', count, 256, next, 'categorical', 0.01)];
  const base = Float32Array.from({ length: count }, () => 4 * (next() - 0.5));
  const label = Uint8Array.from(base, () => Number(next() < 0.3));
  const layout = layoutOf(columns, () => 1);
  const draw = () => ({
    values: Float64Array.from({ length: layout.size }, () => 2 * (next() - 0.5)),
    slope: next(),
    shift: next() - 0.5,
  });
  const logitOf = ({ values, slope, shift }: ReturnType<typeof draw>) =>
    Array.from(base, (z, row) =>
      columns.reduce(
        (sum, { codes }, c) => sum + values[layout.offsets[c]! + codes[row]!]!,
        shift + slope * z,
      ),
    );
  const binSums = (numberOf: (row: number) => number, to: number) => {
    const sums = new Float64Array(layout.size);
    for (const [c, { codes }] of columns.entries())
      for (let row = 0; row < to; row++) sums[layout.offsets[c]! + codes[row]!]! += numberOf(row);
    return sums;
  };
  return { columns, layout, base, label, rows: range(0, count), draw, logitOf, binSums };
}

const near = (found: Float64Array, wanted: Float64Array): void => {
  const most = found.reduce((far, x, at) => Math.max(far, Math.abs(x - wanted[at]!)), 0);
  expect(most).toBeLessThan(1e-9 * Math.max(1, ...wanted.map(Math.abs)));
};

describe('the rows of the additive head', () => {
  // Rows go by twos and fours, in pieces of 65,536.
  it.each([
    [1, 1],
    [2, 1],
    [7, 5],
    [1030, 1026],
    [70_003, 70_001],
  ])('%d of them, the first %d fitted, are added up as defined', (count, to) => {
    const { layout, base, label, rows: all, draw, logitOf, binSums } = table(count);
    const rows = new AdditiveRows({ layout, base, label, rows: all }, () => {});
    const [model, step] = [draw(), draw()];
    const [logits, moved] = [logitOf(model), logitOf(step)];
    rows.place(model, 0, count);
    rows.move(step, to);
    const [high, low] = [0.99, 0.02];
    const sums = rows.weigh(0.5, 0, to, high, low);
    const x = logits.map((logit, row) => logit + 0.5 * moved[row]!);
    const target = (row: number): number => (label[row] === 1 ? high : low);
    const gradient = (row: number): number => sigmoid(x[row]!) - target(row);
    const weight = (row: number): number => sigmoid(x[row]!) * (1 - sigmoid(x[row]!));
    const sum = (termOf: (row: number) => number) =>
      all.subarray(0, to).reduce((total, row) => total + termOf(row), 0);
    const wanted = {
      loss: sum((row) => Math.log1p(Math.exp(x[row]!)) - target(row) * x[row]!),
      gradient: sum(gradient),
      weight: sum(weight),
      ofBase: sum((row) => gradient(row) * base[row]!),
      weightedBase: sum((row) => weight(row) * base[row]!),
      squares: sum((row) => weight(row) * base[row]! ** 2),
    };
    for (const [name, value] of Object.entries(wanted))
      expect(Math.abs(sums[name as keyof typeof sums] - value) / Math.max(1, to)).toBeLessThan(1e-12);
    const { gradients, hessians } = rows.add(to);
    near(gradients, binSums(gradient, to));
    near(hessians, binSums(weight, to));
    const change = draw();
    const changes = logitOf(change);
    const found = new Float64Array(layout.size);
    const ofSlope = rows.product(change, to, found);
    near(
      found,
      binSums((row) => weight(row) * changes[row]!, to),
    );
    expect(ofSlope / to).toBeCloseTo(sum((row) => weight(row) * changes[row]! * base[row]!) / to, 10);
    rows.take();
    expect(rows.weigh(0, 0, to, high, low).loss).toBeCloseTo(sums.loss, 7);
    if (to === count) return;
    const validated = all.subarray(to).reduce((total, row) => {
      return total + Math.log1p(Math.exp(logits[row]!)) - label[row]! * logits[row]!;
    }, 0);
    rows.place(model, to, count);
    expect(rows.weigh(0, to, count, 1, 0).loss).toBeCloseTo(validated, 9);
  });

  it('stay finite where logits are far out, and the loss exact', () => {
    const base = Float32Array.of(-900, 900, -900, 900, 30);
    const label = Uint8Array.of(0, 1, 1, 0, 1);
    const rows = new AdditiveRows(
      { layout: layoutOf([], () => 1), base, label, rows: range(0, 5) },
      () => {},
    );
    rows.place({ values: new Float64Array(0), slope: 1, shift: 0 }, 0, 5);
    const { loss, gradient } = rows.weigh(0, 0, 5, 1, 0);
    expect(loss).toBe(1800);
    expect(gradient).toBeCloseTo(0, 12);
    expect(rows.positives(5)).toBe(3);
  });

  it('poll, and refuse a code that its column has no bin for', () => {
    const { columns, base, label, rows } = table(10);
    const layout = layoutOf([{ ...columns[1]!, bins: 3 }], () => 1);
    expect(() => new AdditiveRows({ layout, base, label, rows }, () => {})).toThrow(Failure);
    const stop = (): never => {
      throw new Cancelled();
    };
    expect(() => new AdditiveRows({ layout: layoutOf(columns, () => 1), base, label, rows }, stop)).toThrow(
      Cancelled,
    );
  });
});
