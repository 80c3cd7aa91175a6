import { describe, expect, it } from 'vitest';
import { orderAuc, rateAuc } from '../../../src/evaluation/judge/label-auc.ts';

/** Twenty training rows and twenty evaluation rows, every second positive. */
const label = Uint8Array.from({ length: 40 }, (_, row) => row % 2);
const rows = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
const log = { training: rows(0, 20), evaluate: rows(20, 40), label };

describe('the order of a column', () => {
  const order = (value: (row: number) => number) =>
    orderAuc(
      Float64Array.from(label, (_, row) => value(row)),
      log,
    );

  it('tells the label either way round', () => {
    expect(order((row) => label[row]! * 10 + row / 100)).toBe(1);
    expect(order((row) => -label[row]! * 10 + row / 100)).toBe(1);
    expect(order(() => 3)).toBe(0.5);
  });

  it('counts what only one class has, whatever its size', () => {
    expect(order((row) => (label[row] === 1 ? -row : Number.NaN))).toBe(1);
    expect(order((row) => (label[row] === 0 ? row : Number.NaN))).toBe(1);
    // Positives below the others or missing: ranked above all they tell nothing less.
    expect(order((row) => (label[row] === 0 ? 5 : row % 4 === 1 ? Number.NaN : 9))).toBe(1);
  });
});

describe('the share of positives of a value', () => {
  it('tells the label by what the value was in training', () => {
    const status = (row: number) => (label[row] === 1 ? 2 : row % 4 === 0 ? 1 : 3);
    expect(rateAuc(status, 4, log)).toBe(1);
  });

  it('is worth nothing for ids of one row each', () => {
    expect(rateAuc((row) => row, 40, log)).toBe(0.5);
  });

  it('says no more than training did', () => {
    // In training the value goes with the label, in evaluation against it.
    expect(rateAuc((row) => (row < 20 ? label[row]! : 1 - label[row]!), 2, log)).toBe(0);
  });
});
