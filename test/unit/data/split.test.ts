import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarSlices, cutRow, equalSlices, lowerBound, nearestBorder } from '../../../src/data/split.ts';

const times = (...values: number[]) => Float64Array.from(values);
const HOUR = 3600e6;
const DAY = 24 * HOUR;

const sorted = fc
  .array(fc.nat(20), { minLength: 2, maxLength: 60 })
  .map((values) => Float64Array.from(values).sort());

/** All rows where one time ends and another begins. */
const bordersOf = (time: Float64Array) =>
  Array.from({ length: time.length + 1 }, (_, row) => row).filter(
    (row) => row === 0 || row === time.length || time[row - 1] !== time[row],
  );

describe('nearestBorder', () => {
  it('moves a target inside a tie to the nearer end, to the earlier of two', () => {
    const time = times(1, 2, 2, 2, 2, 3);
    expect([1, 2, 3, 4, 5].map((row) => nearestBorder(time, row))).toEqual([1, 1, 1, 5, 5]);
  });

  it('is the nearest of all borders, by definition', () => {
    fc.assert(
      fc.property(sorted, fc.nat(60), (time, at) => {
        const target = Math.min(at, time.length);
        const borders = bordersOf(time);
        const least = Math.min(...borders.map((border) => Math.abs(border - target)));
        expect(nearestBorder(time, target)).toBe(
          borders.find((border) => Math.abs(border - target) === least),
        );
      }),
    );
  });
});

describe('lowerBound', () => {
  it('finds the first row at, or after, a time', () => {
    const time = times(1, 2, 2, 4);
    expect([0, 1, 2, 3, 4, 5].map((t) => lowerBound(time, t))).toEqual([0, 0, 1, 3, 3, 4]);
    expect([0, 1, 2, 3, 4, 5].map((t) => lowerBound(time, t, true))).toEqual([0, 1, 3, 3, 4, 4]);
  });
});

describe('cutRow', () => {
  it('takes the last share of the rows', () => {
    expect(cutRow(times(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0.2)).toBe(8);
  });

  it('leaves rows on both sides wherever there are two times', () => {
    fc.assert(
      fc.property(sorted, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (time, share) => {
        const row = cutRow(time, share);
        if (time[0] === time.at(-1)) expect([0, time.length]).toContain(row);
        else {
          expect(row).toBeGreaterThan(0);
          expect(row).toBeLessThan(time.length);
          expect(time[row - 1]).toBeLessThan(time[row] as number);
        }
      }),
    );
  });

  it('takes the next border inwards where the nearest would leave one side empty', () => {
    expect(cutRow(times(1, 1, 1, 1, 2), 0.9)).toBe(4);
    expect(cutRow(times(1, 2, 2, 2, 2), 0.1)).toBe(1);
  });
});

describe('equalSlices', () => {
  it('cuts equal counts, and moves borders off ties', () => {
    // 9 rows, 3 slices: targets 3 and 6. Row 3 lies in the tie 1..4 (times 2): ends 1 and 5 are equally near; the earlier wins.
    const { slice, slices, starts } = equalSlices(times(1, 2, 2, 2, 2, 3, 4, 5, 6), 3);
    expect([...slice]).toEqual([0, 1, 1, 1, 1, 1, 2, 2, 2]);
    expect(slices).toBe(3);
    expect([...starts]).toEqual([1, 2, 4]);
  });

  it('never splits equal times, leaves no slice empty, and numbers slices in order', () => {
    fc.assert(
      fc.property(sorted, fc.integer({ min: 2, max: 20 }), (time, count) => {
        const { slice, slices, starts } = equalSlices(time, count);
        expect(slices).toBeLessThanOrEqual(count);
        expect(new Set(slice).size).toBe(slices);
        expect(starts.length).toBe(slices);
        for (let row = 1; row < time.length; row++) {
          const step = (slice[row] as number) - (slice[row - 1] as number);
          expect([0, 1]).toContain(step);
          if (time[row] === time[row - 1]) expect(step).toBe(0);
        }
        for (const [row, s] of slice.entries()) expect(time[row]).toBeGreaterThanOrEqual(starts[s] as number);
      }),
    );
  });

  it('agrees with the cut: the last 20 % are the last two of ten slices', () => {
    fc.assert(
      fc.property(sorted, (time) => {
        const { slice, slices } = equalSlices(time, 10);
        const row = cutRow(time, 0.2);
        if (slices === 10) expect(slice.indexOf(8)).toBe(row);
      }),
    );
  });
});

describe('calendarSlices', () => {
  it('numbers by calendar distance, so that empty periods count', () => {
    const { slice, slices, starts } = calendarSlices(times(DAY - 1, DAY, 4 * DAY + 5), 'daily');
    expect([...slice]).toEqual([0, 1, 4]);
    expect(slices).toBe(5);
    expect([...starts]).toEqual([0, 1, 2, 3, 4].map((day) => day * DAY));
  });

  it('starts weeks on Monday, before 1970 too', () => {
    const monday = Date.UTC(1969, 11, 29) * 1000;
    const { slice, starts } = calendarSlices(times(monday - 1, monday, 0, monday + 7 * DAY), 'weekly');
    expect([...slice]).toEqual([0, 1, 1, 2]);
    expect([...starts]).toEqual([monday - 7 * DAY, monday, monday + 7 * DAY]);
  });

  it('cuts hours, and refuses more than 65,535 slices', () => {
    expect([...calendarSlices(times(0, HOUR - 1, HOUR), 'hourly').slice]).toEqual([0, 0, 1]);
    expect(calendarSlices(times(0, 65_534 * HOUR), 'hourly').slices).toBe(65_535);
    expect(() => calendarSlices(times(0, 65_535 * HOUR), 'hourly')).toThrow(
      /65,536 slices, more than 65,535/,
    );
  });
});
