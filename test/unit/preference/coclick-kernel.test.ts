import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import { windowEvents } from '../../../src/preference/features/window.ts';
import {
  CoClickKernel,
  decayTable,
  oldestAge,
  WITH_TOTAL,
} from '../../../src/preference/pairs/co-click/kernel.ts';
import { testDataset } from '../../support/dataset.ts';
import { coClick } from '../../support/preference.ts';

describe('decay', () => {
  it('is 1 without a half-life, else halves every half-life, on a grid of 2^-30', () => {
    expect([...decayTable(1, undefined)]).toEqual([1, 1, 1]);
    expect([...decayTable(1, 1)]).toEqual([1, 0.5, 0.25]);
    const [, once] = decayTable(1, 3);
    expect(once! * 2 ** 30).toBe(Math.round(2 ** (30 - 1 / 3)));
  });

  it('leaves the oldest event that counts a weight of its own', () => {
    for (const halfLife of [0.3, 1, 2.5, 7]) {
      const age = oldestAge(halfLife);
      expect(decayTable(age, halfLife)[2 * age]).toBeGreaterThan(0);
    }
    expect(oldestAge(undefined)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the work a call reports', () => {
  // One user of fold 0, who clicked items 0..5, and a row read in fold 1.
  const data = testDataset(
    [0, 1, 2, 3, 4, 5].map((item) => ({ user: 'u', item, time: item, label: 1 })),
    { slices: 1 },
  );
  const p = positives(data, data.timeline);

  function work(history: number, fold: number): number {
    const capacity = { users: 1, items: 6, folds: 2, events: 6, rows: 1, maximumAge: 0, leaveUserOut: false };
    const kernel = new CoClickKernel(capacity, p, Uint8Array.of(0), coClick({ history }));
    kernel.setWindow(windowEvents(p, 1, 6, 0, 0));
    kernel.setRows({
      groups: 1,
      item: Uint32Array.of(5),
      start: Uint32Array.of(0, 1),
      rows: 1,
      user: Uint32Array.of(0),
      fold: Uint8Array.of(fold),
      historyLow: Uint32Array.of(0),
      historyHigh: Uint32Array.of(5),
    });
    return kernel.run(0, 1);
  }

  it('counts pairs and history look-ups, so that calls stay short whichever of them dominates', () => {
    expect(work(50, 1)).toBe(6 + 1 + 5); // six events of the candidate's user, a row, five items of its history
    expect(work(2, 1)).toBe(6 + 1 + 2);
    expect(work(50, 1 + WITH_TOTAL)).toBe(6 + 1 + 2 * 5);
  });
});

describe('a log that is too large', () => {
  it('is a failure that names the source and says what to do', () => {
    const data = testDataset([{ user: 'u', item: 'i', time: 1, label: 1 }], { slices: 1 });
    const capacity = {
      users: 1,
      items: 2 ** 27,
      folds: 5,
      events: 1,
      rows: 1,
      maximumAge: 0,
      leaveUserOut: false,
    };
    const p = positives(data, data.timeline);
    const open = () => new CoClickKernel(capacity, p, Uint8Array.of(0), coClick({ name: 'pairs' }));
    expect(open).toThrow(Failure);
    expect(open).toThrow(/The source pairs needs 12\.5 GiB.*shorter window/);
  });
});
