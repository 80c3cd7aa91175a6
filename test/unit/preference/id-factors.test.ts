import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { hashName } from '../../../src/common/hash.ts';
import { randomBits, shuffle } from '../../../src/common/random.ts';
import { IdFactors } from '../../../src/preference/vectors/id-factors.ts';
import { IdFactorsKernel } from '../../../src/preference/vectors/id-factors-kernel.ts';
import { BLOCK_ROWS } from '../../../src/ranker/block.ts';
import { logOdds } from '../../../src/ranker/course.ts';
import { Model } from '../../../src/ranker/model.ts';
import { fmOptions } from '../../../src/specfile/schema-ranker.ts';
import { codeRowsOf } from '../../support/codes.ts';
import { random } from '../../support/random.ts';
import { SlowRanker, type SlowRow } from '../ranker/slow-ranker.ts';

const goOn = async (): Promise<void> => {};
const options = fmOptions.parse({ factors: 8, learningRate: 0.05, initialScale: 0.1 });

/** What the ids of a log are drawn from. */
const keys = Uint32Array.from({ length: 100 }, (_, id) => hashName(`id ${id}`));
const keysOf = (ids: readonly number[]): Uint32Array => Uint32Array.from(ids, (id) => keys[id]!);

/** Ids of a large log, of which the rows name some in no order. */
function smallLog(rows: number) {
  const next = random(7);
  const pick = (ids: readonly number[]): Uint32Array =>
    Uint32Array.from({ length: rows }, () => ids[Math.floor(next() * ids.length)]!);
  return {
    user: pick([90, 3, 41, 7]),
    item: pick([5, 70, 12, 0, 33, 99]),
    label: Uint8Array.from({ length: rows }, () => Number(next() < 0.4)),
    keys: { user: keys, item: keys },
  };
}
const capacity = (rows: number) => ({ rows, users: 100, items: 100 });

/** Numbers of ids in the order in which they come. */
const numbered = (ids: Uint32Array): [numbers: number[], order: number[]] => {
  const order = [...new Set(ids)];
  return [[...ids].map((id) => order.indexOf(id)), order];
};

describe('factors of items', () => {
  it('are those of a slow machine on user and item', async () => {
    const log = smallLog(60);
    const rows = Uint32Array.from({ length: 60 }, (_, row) => row);
    const [users, userOrder] = numbered(log.user);
    const [items, itemOrder] = numbered(log.item);
    const flat = users.flatMap((user, row) => [user, items[row]!]);
    const block = {
      fields: 2,
      cardinalities: [userOrder.length, itemOrder.length],
      names: ['user', 'item'],
      keys: [keysOf(userOrder), keysOf(itemOrder)],
      codes: codeRowsOf([userOrder.length, itemOrder.length], flat),
    };
    const model = new Model(options, [block], log.label);
    model.reset(11, 0);
    const table = new Float32Array(model.snapshot().table.buffer); // rows of four numbers, then the factors
    const initial = Array.from(
      { length: userOrder.length + itemOrder.length },
      (_, id): SlowRow => ({
        weight: 0,
        weightSquares: 0,
        factorSquares: 0,
        factors: [...table.subarray(12 * id + 4, 12 * id + 12)],
      }),
    );
    const slow = new SlowRanker(options, initial, logOdds(log.label, rows));
    const order = rows.slice();
    const bits = randomBits(11);
    for (let epoch = 0; epoch < 3; epoch++) {
      shuffle(order, bits);
      for (const row of order) slow.train([users[row]!, userOrder.length + items[row]!], log.label[row]!);
    }
    const learnt = await new IdFactors(options, log, capacity(60)).train(rows, 11, 3, goOn);
    expect([...learnt.items]).toEqual(itemOrder);
    const wanted = slow.table.slice(userOrder.length).flatMap(({ factors }) => factors);
    expect(learnt.values).toHaveLength(wanted.length);
    wanted.forEach((value, k) => {
      expect(learnt.values[k]).toBeCloseTo(value, 4);
    });
  });

  it('depend on the rows alone, not on what was trained before or on how ids are numbered', async () => {
    const log = smallLog(40);
    const some = Uint32Array.of(2, 5, 6, 9, 17, 30);
    const factors = new IdFactors(options, log, capacity(40));
    await factors.train(
      Uint32Array.from({ length: 40 }, (_, row) => row),
      1,
      2,
      goOn,
    );
    const again = await factors.train(some, 1, 2, goOn);
    const alone = await new IdFactors(
      options,
      {
        user: log.user.map((id) => 99 - id),
        item: log.item.map((id) => 99 - id),
        label: log.label,
        keys: { user: keys.toReversed(), item: keys.toReversed() },
      },
      capacity(6),
    ).train(some, 1, 2, goOn);
    expect(again.values).toEqual(alone.values);
    expect([...again.items]).toEqual([...alone.items].map((id) => 99 - id));
    expect((await factors.train(some, 2, 2, goOn)).values).not.toEqual(again.values);
  });

  it('are, with sixteen to an id as with eight, bit for bit those of the ranker itself', async () => {
    for (const factors of [8, 16]) {
      const rankerOptions = { ...options, factors };
      const log = smallLog(3000); // more than a block
      const rows = Uint32Array.from({ length: 3000 }, (_, row) => row);
      const [users, userOrder] = numbered(log.user);
      const [items, itemOrder] = numbered(log.item);
      const cardinalities = [userOrder.length, itemOrder.length];
      const flat = users.flatMap((user, row) => [user, items[row]!]);
      const codes = codeRowsOf(cardinalities, flat);
      const names = ['user', 'item'];
      const block = { fields: 2, cardinalities, names, codes, keys: [keysOf(userOrder), keysOf(itemOrder)] };
      const model = new Model(rankerOptions, [block], log.label);
      model.reset(5, logOdds(log.label, rows));
      const order = rows.slice();
      const bits = randomBits(5);
      for (let epoch = 0; epoch < 2; epoch++) {
        shuffle(order, bits);
        for (let from = 0; from < 3000; from += BLOCK_ROWS) {
          model.train(order, from, Math.min(3000, from + BLOCK_ROWS));
        }
      }
      const table = new Float32Array(model.snapshot().table.buffer);
      const wanted = itemOrder.flatMap((_, item) => {
        const at = (userOrder.length + item) * (4 + factors) + 4;
        return [...table.subarray(at, at + factors)];
      });
      const learnt = await new IdFactors(rankerOptions, log, capacity(3000)).train(rows, 5, 2, goOn);
      expect([...learnt.values]).toEqual(wanted);
    }
  });

  it('name what does not fit', () => {
    const large = { rows: 1, users: 50_000_000, items: 50_000_000 };
    expect(() => new IdFactorsKernel(options, large)).toThrow(
      /^The vectors of id-embedding need 4\.5 GiB for 100,000,000 users and items/,
    );
  });

  it('can be cancelled', async () => {
    const stop = async (): Promise<void> => {
      throw new Cancelled();
    };
    const factors = new IdFactors(options, smallLog(10), capacity(10));
    await expect(factors.train(Uint32Array.of(0, 1), 1, 1, stop)).rejects.toThrow(Cancelled);
  });
});
