import { describe, expect, it } from 'vitest';
import { ascending } from '../../../../src/audit/data/recipes/ascending.ts';
import { random } from '../../../support/random.ts';

/** By its definition. */
const slowly = (values: Float64Array) =>
  [...values.keys()]
    .filter((place) => !Number.isNaN(values[place]!))
    .sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b));

describe('the order of numbers', () => {
  it('has negative, endless, tiny and equal numbers in their places, and leaves out what is no number', () => {
    const values = [3, -0, 0, Number.NaN, -1e-320, 1e-320, Infinity, -Infinity, -3, -3.5, 3, 1e300, -1e300];
    const numbers = Float64Array.from(values);
    expect([...ascending(numbers)]).toEqual([7, 12, 9, 8, 4, 1, 2, 5, 0, 10, 11, 6]);
    expect([...ascending(numbers)]).toEqual(slowly(numbers));
    expect([...ascending(new Float64Array(3).fill(Number.NaN))]).toEqual([]);
    expect([...ascending(Float64Array.of(2, 2, 2))]).toEqual([0, 1, 2]);
  });

  it.each([
    ['counts', (draw: () => number) => Math.floor(draw() * 40)],
    ['means', (draw: () => number) => Math.floor(draw() * 9) / (1 + Math.floor(draw() * 9))],
    ['any numbers', (draw: () => number) => (draw() - 0.5) * 10 ** Math.floor(20 * draw() - 10)],
  ])('is that of a slow sort of %s', (_, number) => {
    const draw = random(5);
    const values = Float64Array.from({ length: 2000 }, () => (draw() < 0.1 ? Number.NaN : number(draw)));
    expect([...ascending(values)]).toEqual(slowly(values));
  });
});
