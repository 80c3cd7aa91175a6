import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../../src/ranker/head/calibrate.ts';
import { random } from '../../../support/random.ts';
import { range, sigmoid } from './small-head.ts';

function drawn(rows: number, slope: number, intercept: number) {
  const next = random(4);
  const base = Float32Array.from({ length: rows }, () => 6 * (next() - 0.5));
  const label = Uint8Array.from(base, (z) => (next() < sigmoid(slope * z + intercept) ? 1 : 0));
  return { base, label, rows: range(0, rows) };
}

describe('calibration of the base', () => {
  it.each([
    [1, 0],
    [0.5, -2],
    [3, 1],
  ])('recovers slope %d and intercept %d', (slope, intercept) => {
    const { base, label, rows } = drawn(40_000, slope, intercept);
    const found = calibrate(base, label, rows);
    expect(Math.abs(found.slope - slope)).toBeLessThan(0.08);
    expect(Math.abs(found.intercept - intercept)).toBeLessThan(0.08);
  });

  it('is where the gradients of the log loss vanish, up to the smoothing of the labels', () => {
    const { base, label, rows } = drawn(5000, 0.8, -0.5);
    const { slope, intercept } = calibrate(base, label, rows);
    const errors = [...base].map((z, row) => sigmoid(slope * z + intercept) - label[row]!);
    expect(Math.abs(errors.reduce((sum, e) => sum + e, 0))).toBeLessThan(1.01);
    expect(Math.abs(errors.reduce((sum, e, row) => sum + e * base[row]!, 0))).toBeLessThan(5);
  });

  it('keeps the slope at 0 where the base ranks the wrong way round, and says the share of positives', () => {
    const { base, label, rows } = drawn(5000, -1, -1);
    const positives = label.reduce((sum, y) => sum + y, 0);
    const found = calibrate(base, label, rows);
    expect(found.slope).toBe(0);
    expect(sigmoid(found.intercept)).toBeCloseTo(positives / 5000, 3);
  });

  it('stays finite where the base separates the classes, and far from 0', () => {
    const base = Float32Array.from({ length: 200 }, (_, i) => (i < 100 ? -50 - i : 50 + i));
    const label = Uint8Array.from(base, (z) => (z > 0 ? 1 : 0));
    const { slope, intercept } = calibrate(base, label, range(0, 200));
    expect(slope).toBeGreaterThan(0.01);
    expect(slope).toBeLessThan(1);
    expect(Math.abs(intercept)).toBeLessThan(5);
  });

  it('of a constant base is the share of positives, of one class or no row the base itself', () => {
    const label = Uint8Array.from({ length: 100 }, (_, i) => (i < 25 ? 1 : 0));
    const { slope, intercept } = calibrate(new Float32Array(100).fill(2), label, range(0, 100));
    expect(sigmoid(slope * 2 + intercept)).toBeCloseTo(0.25, 2);
    expect(calibrate(new Float32Array(100), label, range(30, 100))).toEqual({ slope: 1, intercept: 0 });
    expect(calibrate(new Float32Array(100), label, range(0, 0))).toEqual({ slope: 1, intercept: 0 });
  });

  it('can be stopped', () => {
    const { base, label, rows } = drawn(100, 1, 0);
    const stop = (): never => {
      throw new Error('stopped');
    };
    expect(() => calibrate(base, label, rows, stop)).toThrow('stopped');
  });
});
