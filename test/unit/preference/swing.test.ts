import { describe, expect, it } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import type { SourceArmKind, SourceInput } from '../../../src/preference/features/source.ts';
import { windowEvents } from '../../../src/preference/features/window.ts';
import { type SwingSpec, swing as swingKind } from '../../../src/preference/pairs/swing.ts';
import { EventKeys, sampleItems, sampleUsers } from '../../../src/preference/pairs/swing-sample.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';
import { type TimedDataset, testDataset } from '../../support/dataset.ts';

const spec = (options: Partial<SwingSpec> = {}): SwingSpec => ({
  name: 's',
  kind: 'swing',
  build: 'swing',
  window: 10,
  history: 50,
  alpha1: 15,
  alpha2: 0,
  beta: 0.3,
  usersPerItem: 100,
  itemsPerUser: 200,
  use: ['max', 'sum', 'mean', 'count'],
  ...options,
});

/** A log of one slice, every user in a fold of their own unless told. */
function inputOf(data: TimedDataset, userFold?: Uint8Array, folds = data.users): SourceInput {
  const p = positives(data, data.timeline);
  return {
    data,
    timeline: data.timeline,
    positives: p,
    historyEnds: historyEnds(data, data.timeline, p),
    userFold: userFold ?? Uint8Array.from({ length: data.users }, (_, user) => user),
    folds,
    idKeys: idKeys(data),
    seed: 1,
  };
}

const log = (...rows: [user: string, item: string, time: number][]) =>
  testDataset(
    rows.map(([user, item, time]) => ({ user, item, time, label: 1 })),
    { slices: 1 },
  );

const goOn = async () => {};

/** The features of the last row in one arm. */
async function last(data: TimedDataset, options: Partial<SwingSpec>, arm: SourceArmKind): Promise<number[]> {
  const { arms } = await swingKind.build(inputOf(data), spec(options), goOn);
  const columns = arms.find((each) => each.arm === arm)!.columns;
  return columns.map((column) => (column.type === 'numeric' ? column.values[data.rows - 1]! : Number.NaN));
}

describe('the weight of a pair', () => {
  // p has a, b; q has a, b; r has a, b, c: three users, all with a and b. u reads (a, b) without himself.
  const data = log(
    ['p', 'a', 1],
    ['q', 'a', 1],
    ['r', 'a', 1],
    ['r', 'c', 1],
    ['p', 'b', 2],
    ['q', 'b', 2],
    ['r', 'b', 2],
    ['u', 'a', 3],
    ['u', 'b', 9],
  );

  it('is the sum over pairs of users, worked by hand', async () => {
    // α₁ = 2, α₂ = 1, β = 0.5: p and q weigh (2 + 2)^−½ = 1/2, r weighs (3 + 2)^−½ = 1/√5.
    // pq share {a, b}: ½ · ½ / (1 + 2) = 1/12.  pr and qr share {a, b}: ½ · 1/√5 / 3 = 1/(6√5) each.
    const weight = 1 / 12 + 2 / (6 * Math.sqrt(5));
    const options = { alpha1: 2, alpha2: 1, beta: 0.5 };
    const got = await last(data, options, 'leaked');
    expect(got).toEqual([weight, weight, weight, 1].map(Math.fround));
    // With everyone u himself vouches too: he weighs 1/2 and pairs with p, q (1/12 each) and r (1/(6√5)).
    const everyone = weight + 2 / 12 + 1 / (6 * Math.sqrt(5));
    const total = await last(data, options, 'leaked-total');
    expect(total[0]).toBeCloseTo(everyone, 6);
    expect(total[3]).toBe(1);
  });

  it('counts a user pair for one item that both have, not for one that only one has', async () => {
    // c is r's alone: no pair of users shares it, so (c, b) is no pair. History {c, a} of v: one edge of two items.
    const other = log(
      ['p', 'a', 1],
      ['q', 'a', 1],
      ['r', 'c', 1],
      ['p', 'b', 2],
      ['q', 'b', 2],
      ['r', 'b', 2],
      ['v', 'c', 3],
      ['v', 'a', 3],
      ['v', 'b', 9],
    );
    // β = 0: each user weighs 1; pq share {a, b}: 1/2.
    expect(await last(other, { beta: 0 }, 'leaked')).toEqual([0.5, 0.5, 0.25, 1]);
  });

  it('is missing for an item that no two users vouch for', async () => {
    const other = log(['p', 'a', 1], ['p', 'b', 1], ['u', 'a', 2], ['u', 'b', 9]);
    expect(await last(other, {}, 'leaked')).toEqual(Array(4).fill(Number.NaN));
    expect(await last(other, { beta: 0 }, 'leaked-total')).toEqual([0.5, 0.5, 0.5, 1]);
  });

  it('hands out the features asked for, in the order of a row', async () => {
    const { arms } = await swingKind.build(inputOf(data), spec({ use: ['count', 'max'] }), goOn);
    expect(arms.map(({ arm }) => arm)).toEqual(['honest', 'leaked', 'leaked-total']);
    expect(arms.map(({ columns }) => columns.map(({ name }) => name))).toEqual(
      Array(3).fill(['max', 'count']),
    );
  });
});

describe('caps', () => {
  const names = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, code) => `${prefix}${code}`);
  const keys = new EventKeys(idKeys({ userNames: names(500, 'u'), itemNames: names(50, 'i') }), 7);
  const folds = 3;
  const userFold = Uint8Array.from({ length: 500 }, (_, user) => user % folds);
  const everyone = Uint32Array.from({ length: 500 }, (_, user) => user);
  const inSlot = (sample: ReturnType<typeof sampleUsers>, slot: number) =>
    [...sample.user].filter((_, at) => (sample.slots[at]! >>> slot) & 1);

  it('take as many users as they say, in every version of P, and those of smallest key', () => {
    const key = (user: number) => keys.ofUsers(user, 3);
    const sample = sampleUsers(everyone, userFold, folds, 20, key);
    expect([...sample.user]).toEqual([...sample.user].sort((a, b) => a - b));
    for (let slot = 0; slot <= folds; slot++) {
      const there = [...everyone].filter((user) => userFold[user] !== slot);
      const wanted = there.sort((a, b) => key(a) - key(b)).slice(0, 20);
      expect(inSlot(sample, slot)).toEqual(wanted.sort((a, b) => a - b));
    }
  });

  it('take equal keys by code, also where the whole item has to be searched', () => {
    const sample = sampleUsers(everyone, userFold, folds, 2, () => 2 ** 32 - 1);
    expect(inSlot(sample, folds)).toEqual([0, 1]);
    expect(inSlot(sample, 0)).toEqual([1, 2]);
  });

  it('that do not bind leave everyone in but the fold left out', () => {
    const few = everyone.subarray(0, 4);
    const sample = sampleUsers(few, userFold, folds, 4, () => 0);
    expect([...sample.user]).toEqual([0, 1, 2, 3]);
    expect([...sample.slots]).toEqual([0b1110, 0b1101, 0b1011, 0b1110]);
  });

  it('keep as many items of a user as they say, whatever the others clicked', () => {
    const rows = Array.from({ length: 40 }, (_, item) => ({
      user: 'u',
      item: `i${item}`,
      time: item,
      label: 1,
    }));
    const others = Array.from({ length: 30 }, (_, r) => ({ user: 'v', item: `i${r}`, time: r, label: 1 }));
    const sampleOf = (data: TimedDataset, seed: number) => {
      const p = positives(data, data.timeline);
      const window = windowEvents(p, data.users, data.items, 0, 0);
      const all = new EventKeys(idKeys(data), seed);
      const { userStart, userItem } = sampleItems(window, all, 10);
      const user = data.userNames.indexOf('u');
      return [...userItem.subarray(userStart[user]!, userStart[user + 1]!)]
        .map((item) => data.itemNames[item]!)
        .sort();
    };
    const alone = sampleOf(testDataset(rows, { slices: 1 }), 5);
    expect(alone).toHaveLength(10);
    expect(sampleOf(testDataset([...rows, ...others], { slices: 1 }), 5)).toEqual(alone);
    expect(sampleOf(testDataset(rows, { slices: 1 }), 6)).not.toEqual(alone);
  });

  it('default to 100 users and 200 items', () => {
    const parsed = SpecSchema.parse({
      version: 1,
      log: { path: 'log.csv', user: 'u', item: 'i', label: 'y', time: 't' },
      sources: [{ name: 's', build: 'swing' }],
    });
    expect(parsed.sources[0]).toMatchObject({ usersPerItem: 100, itemsPerUser: 200, alpha1: 15, beta: 0.3 });
  });
});

describe('running', () => {
  const data = testDataset(
    Array.from({ length: 400 }, (_, r) => ({
      user: r % 9,
      item: (r * r) % 31,
      time: r,
      label: r % 3 ? 1 : 0,
    })),
  );

  it('reports a fraction that never falls and ends at 1, and stops where the pause throws', async () => {
    const fractions: number[] = [];
    await swingKind.build(inputOf(data), spec(), async (fraction) => {
      fractions.push(fraction);
    });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const stopped = swingKind.build(inputOf(data), spec(), async () => {
      throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
  });

  it('gives a placebo that is a function of its seed, and not the leaked arm', async () => {
    const source = await swingKind.build(inputOf(data), spec(), goOn);
    const values = async (seed: number) =>
      (await source.placebo(seed, goOn)).map((column) =>
        column.type === 'numeric' ? [...column.values] : [],
      );
    const leaked = source.arms[1]!.columns.map((c) => (c.type === 'numeric' ? [...c.values] : []));
    expect(await values(1)).toEqual(await values(1));
    expect(await values(1)).not.toEqual(await values(2));
    expect(await values(1)).not.toEqual(leaked);
    expect([...source.touched]).toEqual(leaked[3]!.map((count) => (count > 0 ? 1 : 0)));
  });
});
