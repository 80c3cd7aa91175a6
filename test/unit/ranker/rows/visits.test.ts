/** The order of a training's rows: each once an epoch, window by window, whatever comes between. */
import { describe, expect, it } from 'vitest';
import { type OpenWindow, Visits, WINDOW_ROWS, windowsOf } from '../../../../src/ranker/rows/visits.ts';

const ROWS = Uint32Array.from({ length: 1003 }, (_, row) => row + 5);
const SCATTERED = ROWS.filter((row) => row % 7 !== 2).reverse();

/** The rows of an epoch, and the windows that were opened for them. */
function epoch(visits: Visits, count: number, opened: OpenWindow[] = [], most = 64): number[] {
  opened.length = 0;
  const seen: number[] = [];
  while (visits.done < count) {
    const { order, from, to } = visits.next(Math.min(most, count - visits.done));
    expect(to - from).toBeLessThanOrEqual(most);
    const now = opened.at(-1);
    for (const row of order.subarray(from, to)) {
      seen.push(row);
      if (now !== undefined) expect(row).toBeGreaterThanOrEqual(now.first);
      if (now !== undefined) expect(row).toBeLessThanOrEqual(now.last);
    }
  }
  return seen;
}

const open = (rows: Uint32Array, windows: number, opened: OpenWindow[] = []): Visits =>
  new Visits(
    rows,
    windows,
    3,
    () => {},
    (window) => opened.push(window),
  );

describe('visits', () => {
  it('have one window for up to four million rows', () => {
    expect([0, 1, WINDOW_ROWS, WINDOW_ROWS + 1, 10 * WINDOW_ROWS].map(windowsOf)).toEqual([1, 1, 1, 2, 10]);
  });

  it.each([
    ['a range', ROWS],
    ['scattered rows', SCATTERED],
  ])('take each row of %s once an epoch, window by window', (_, rows) => {
    const opened: OpenWindow[] = [];
    const visits = open(rows, 4, opened);
    const orders = [0, 1].map(() => {
      visits.begin();
      const seen = epoch(visits, rows.length, opened);
      expect(seen.toSorted((a, b) => a - b)).toEqual([...rows].sort((a, b) => a - b));
      const windows = seen.map((row) => row % 4).filter((window, i, all) => window !== all[i - 1]);
      expect(windows).toEqual(opened.map(({ window }) => window));
      expect(windows).toHaveLength(4);
      return seen;
    });
    expect(orders[0]).not.toEqual(orders[1]);
    // Within a window the order is random, too.
    expect(orders[0]!.slice(0, 200)).not.toEqual(orders[0]!.slice(0, 200).sort((a, b) => a - b));
  });

  it('say which stretch of a window is read', () => {
    const opened: OpenWindow[] = [];
    const visits = open(ROWS, 4, opened);
    visits.begin();
    epoch(visits, ROWS.length, opened);
    expect(opened.find(({ window }) => window === 1)).toEqual({ window: 1, first: 5, last: 1005 });
  });

  it.each([1, 4])('go on in the middle of an epoch of %i windows', (windows) => {
    for (const done of [1, 250, 251, 700, 1002]) {
      const whole = open(ROWS, windows);
      whole.begin();
      epoch(whole, ROWS.length);
      whole.begin();
      const expected = epoch(whole, ROWS.length).slice(done);
      const resumed = open(ROWS, windows);
      resumed.begin();
      resumed.begin();
      resumed.goTo(done);
      expect(epoch(resumed, ROWS.length)).toEqual(expected);
    }
  });

  it('pass windows without rows', () => {
    const few = Uint32Array.of(2, 6, 11);
    const visits = open(few, 5);
    visits.begin();
    expect(epoch(visits, 3).sort((a, b) => a - b)).toEqual([2, 6, 11]);
  });
});
