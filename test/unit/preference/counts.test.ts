import { describe, expect, it } from 'vitest';
import { asOfCounts } from '../../../src/preference/features/counts.ts';
import { testDataset } from '../../support/dataset.ts';

describe('as-of counts', () => {
  it('count rows before t, of equal time none, and smooth the rate towards the log so far', () => {
    const data = testDataset([
      { user: 'u', item: 'a', time: 1, label: 1 },
      { user: 'v', item: 'a', time: 1, label: 0 },
      { user: 'u', item: 'b', time: 2, label: 1 },
      { user: 'u', item: 'a', time: 3, label: 0 },
    ]);
    const columns = asOfCounts(data, data.timeline).map((column) =>
      column.type === 'numeric' ? [...column.values] : [],
    );
    // Prior rates: before t = 1 nothing, 1/2; before 2 one of two, 2/4; before 3 two of three, 3/5.
    expect(columns).toEqual([
      [0, 0, 1, 2],
      [0.5, 0.5, (1 + 5) / (1 + 10), (2 + 6) / (2 + 10)],
      [0, 0, 0, 2],
      [0.5, 0.5, 0.5, (1 + 6) / (2 + 10)],
    ]);
  });

  it('are named, so that fields and reports can tell them apart', () => {
    const data = testDataset([{ user: 'u', item: 'a', time: 1, label: 1 }]);
    expect(asOfCounts(data, data.timeline).map((column) => column.name)).toEqual([
      'user exposures',
      'user rate',
      'item exposures',
      'item rate',
    ]);
  });
});
