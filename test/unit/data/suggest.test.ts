import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../../src/data/suggest.ts';
import { nearest } from '../../../src/specfile/reading/wording.ts';

describe('nearest', () => {
  it('finds a slip, prefers the same letters, and stays silent where nothing is close', () => {
    expect(nearest('raitng', ['item', 'rating', 'user'])).toBe('rating');
    expect(nearest('RATING', ['rate', 'rating'])).toBe('rating');
    expect(nearest('dwell', ['item', 'rating', 'user'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });

  it('else lists what there is, shortened', () => {
    const names = Array.from({ length: 20 }, (_, i) => `column_${i}`);
    expect(didYouMean('x', ['a1', 'b1'])).toBe('it has `a1`, `b1`.');
    expect(didYouMean('user', ['x'.repeat(5000)])).toHaveLength('it has ``.'.length + 40);
    expect(didYouMean('something', names)).toMatch(/`column_11` …\.$/);
  });
});
