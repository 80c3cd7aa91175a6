import { describe, expect, it } from 'vitest';
import { userFolds } from '../../../src/preference/features/folds.ts';

const names = Array.from({ length: 20_000 }, (_, user) => `user-${user}`);

describe('user folds', () => {
  it("depend on a user's identifier and the seed, not on who else is there", () => {
    const all = userFolds(names, 5, 1);
    const some = names.filter((_, user) => user % 3 === 0);
    expect([...userFolds(some, 5, 1)]).toEqual(some.map((name) => all[names.indexOf(name)]));
    expect(userFolds(names, 5, 1)).toEqual(all);
    expect(userFolds(names, 5, 2)).not.toEqual(all);
  });

  it.each([2, 5, 20])('are uniform: %d folds of 20,000 users', (folds) => {
    const sizes = new Array<number>(folds).fill(0);
    for (const fold of userFolds(names, folds, 1)) sizes[fold]!++;
    const expected = names.length / folds;
    // Five standard deviations of a binomial count.
    const slack = 5 * Math.sqrt(expected * (1 - 1 / folds));
    for (const size of sizes) expect(Math.abs(size - expected)).toBeLessThan(slack);
  });

  it('of another seed are independent', () => {
    const [a, b] = [userFolds(names, 5, 1), userFolds(names, 5, 2)];
    const same = a.filter((fold, user) => fold === b[user]).length;
    expect(Math.abs(same - 4000)).toBeLessThan(5 * Math.sqrt(4000 * 0.8));
  });
});
