import { describe, expect, it } from 'vitest';
import { userPlaces } from '../../../src/evaluation/precision/stages.ts';
import { putCodes, putColumns } from '../../../src/evaluation/tasks/later-rows.ts';
import { userFolds } from '../../../src/preference/features/folds.ts';
import type { PhiColumn } from '../../../src/preference/features/source.ts';
import { fieldBlock } from '../../../src/ranker/fields.ts';
import { flatCodes } from '../../support/codes.ts';

const breathe = async (): Promise<void> => {};
const names = Array.from({ length: 20_000 }, (_, user) => `user ${user}`);

describe('userPlaces', () => {
  it('is a function of the name and the seed, even over the unit interval', async () => {
    const places = await userPlaces(names, 1, breathe);
    const [first] = await userPlaces([names[77]!], 1, breathe);
    expect(first).toBe(places[77]);
    expect(await userPlaces(names, 2, breathe)).not.toEqual(places);
    for (const share of [1 / 64, 1 / 8, 1 / 2]) {
      const found = places.filter((place) => place < share).length / names.length;
      expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / names.length));
    }
  });

  it('says nothing of the folds: those of a sample are as even as those of all', async () => {
    const places = await userPlaces(names, 1, breathe);
    for (const seed of [1, -1]) {
      const fold = userFolds(names, 5, seed);
      const counts = [0, 0, 0, 0, 0];
      let users = 0;
      for (const [user, place] of places.entries()) {
        if (place >= 1 / 16) continue;
        users++;
        counts[fold[user]!]!++;
      }
      // χ² of 4 degrees of freedom: above 23.5 once in ten thousand.
      const chi = counts.reduce((sum, count) => sum + (count - users / 5) ** 2 / (users / 5), 0);
      expect(chi).toBeLessThan(23.5);
    }
  });
});

describe('later rows', () => {
  const some: PhiColumn[] = [
    { name: 'n', type: 'numeric', values: Float64Array.of(1.5, 3.5) },
    { name: 'c', type: 'categorical', codes: Uint32Array.of(1, 3), cardinality: 4 },
  ];
  const rows = Uint32Array.of(1, 3);

  it('go to their place in columns of more rows', () => {
    const target: PhiColumn[] = [
      { name: 'n', type: 'numeric', values: new Float64Array(4).fill(-1) },
      { name: 'c', type: 'categorical', codes: new Uint32Array(4), cardinality: 4 },
    ];
    putColumns(target, some, rows);
    expect(target[0]).toMatchObject({ values: Float64Array.of(-1, 1.5, -1, 3.5) });
    expect(target[1]).toMatchObject({ codes: Uint32Array.of(0, 1, 0, 3) });
  });

  it('go to their place in a block of as many fields', () => {
    const block = (codes: number[], more: number[] = codes) =>
      fieldBlock([
        { name: 'a', codes: Uint32Array.from(codes), cardinality: 9 },
        { name: 'b', codes: Uint32Array.from(more), cardinality: 9 },
      ]);
    const all = block([1, 0, 2, 0]);
    putCodes(all, block([5, 6], [7, 8]), rows);
    expect(flatCodes(all)).toEqual([1, 1, 5, 7, 2, 2, 6, 8]);
    const narrow = fieldBlock([{ name: 'a', codes: Uint32Array.of(1, 2), cardinality: 9 }]);
    expect(() => putCodes(all, narrow, rows)).toThrow('1 fields for a block of 2');
  });
});
