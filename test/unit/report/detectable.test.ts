import { expect, it } from 'vitest';
import { detectable } from '../../../src/report/words/tables/detectable.ts';

it('says how small a LIS would be found, and nothing where equal scores leave no interval', () => {
  expect(detectable(0.0093, 'transferable')).toBe(
    'Smallest transferable LIS that this evaluation would detect: 0.0093. ',
  );
  expect(detectable(0, 'total')).toBe('');
});
