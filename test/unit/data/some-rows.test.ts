import { describe, expect, it } from 'vitest';
import { picked, placesOf, spread } from '../../../src/common/some-rows.ts';

const rows = Uint32Array.of(2, 5, 6, 9);

describe('some rows of a log', () => {
  it('lend their values, in their order, on shared memory', () => {
    const found = picked(
      Float64Array.from({ length: 10 }, (_, i) => i / 2),
      rows,
    );
    expect([...found]).toEqual([1, 2.5, 3, 4.5]);
    expect(found.buffer).toBeInstanceOf(SharedArrayBuffer);
    const all = new Uint8Array(3);
    expect(picked(all, undefined)).toBe(all);
  });

  it('have numbers of their own, in whatever order they are asked for', () => {
    expect([...placesOf(Uint32Array.of(5, 9), rows)]).toEqual([1, 3]);
    expect([...placesOf(Uint32Array.of(9, 2, 6, 5), rows)]).toEqual([3, 0, 2, 1]);
    expect(placesOf(rows, undefined)).toBe(rows);
    expect(() => placesOf(Uint32Array.of(5, 7), rows)).toThrow('row 7 is not among the 4 rows');
    expect(() => placesOf(Uint32Array.of(10), rows)).toThrow(RangeError);
  });

  it('go back to their place among all rows', () => {
    expect([...spread(Uint8Array.of(1, 2, 3, 4), rows, 10)]).toEqual([0, 0, 1, 0, 0, 2, 3, 0, 0, 4]);
    const values = Uint8Array.of(1, 2);
    expect(spread(values, undefined, 2)).toBe(values);
  });
});
