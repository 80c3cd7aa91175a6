import { expect, it } from 'vitest';
import { remembered } from '../../../src/preference/features/remembered.ts';

const goOn = async (): Promise<void> => {};

it('tables are made once while they fit together, and again beyond', async () => {
  const made: string[] = [];
  const items = {
    crossFitted: true,
    table: async (last: number, fold: number): Promise<number> => {
      made.push(`${last} ${fold}`);
      return 10 * last + fold;
    },
  };
  const kept = remembered(items, () => 100, 250);
  for (let round = 0; round < 2; round++) {
    for (const [last, fold] of [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const) {
      expect(await kept.table(last, fold, goOn)).toBe(10 * last + fold);
    }
  }
  expect(made).toEqual(['0 0', '0 1', '1 0', '1 0']);
  expect(kept.crossFitted).toBe(true);
});
