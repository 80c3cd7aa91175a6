/**
 * The ranker that the auction asks: one factorisation machine for clicks and one for conversions after a click, of user, ad,
 * campaign, advertiser, category, slot, hour and device. Both go on learning every night from the days before, as far as these
 * are known then: a conversion that has not been reported yet counts as none.
 */
import { chance, createModel, learn, logit, type Model } from '../lib/factorisation.ts';
import { type Random, seeded } from '../lib/random.ts';
import { CATEGORIES, DEVICES, SLOTS } from './kinds.ts';
import type { Impressions } from './log.ts';
import type { Request } from './outcomes.ts';
import type { World } from './world.ts';

/** Training rows a night, as a multiple of those so far. */
const PASSES = 2;
/** Shares of clicks, and of conversions among these, that the ranker expects before it has seen any. */
const EXPECTED_CLICKS = 0.1;
const EXPECTED_SALES = 0.15;

export interface Predicted {
  /** Probability of a click. */
  pctr: number;
  /** Probability of a conversion after it. */
  pcvr: number;
}

export class Production {
  readonly #world: World;
  readonly #random: Random;
  readonly #starts: readonly number[];
  readonly #ids: Uint32Array;
  readonly #clicks: Model;
  readonly #sales: Model;

  constructor(world: World, seed: number) {
    const { users, catalogue } = world;
    const { ads, campaigns, advertisers } = catalogue;
    const sizes = [users, ads, campaigns, advertisers].map(({ count }) => count);
    let ids = 0;
    this.#starts = [...sizes, CATEGORIES.length, SLOTS.length, 24, DEVICES.length].map((size) => {
      ids += size;
      return ids - size;
    });
    this.#world = world;
    this.#random = seeded(seed ^ 0x9c7a11);
    this.#ids = new Uint32Array(this.#starts.length);
    this.#clicks = createModel(ids, EXPECTED_CLICKS, this.#random);
    this.#sales = createModel(ids, EXPECTED_SALES, this.#random);
  }

  predict(request: Request, ad: number): Predicted {
    const ids = this.#encode(request, ad);
    return { pctr: chance(logit(this.#clicks, ids)), pcvr: chance(logit(this.#sales, ids)) };
  }

  /** Learns what is known at midnight. @param rows of the days before @param now ms since 1970 */
  learnAtNight(log: Impressions, rows: number, now: number): void {
    const clicked: number[] = [];
    for (let row = 0; row < rows; row++) if (log.click[row] === 1) clicked.push(row);
    for (let k = 0; k < PASSES * rows; k++) {
      const row = this.#random.below(rows);
      learn(this.#clicks, this.#idsOf(log, row), log.click[row]!);
    }
    for (let k = 0; k < PASSES * clicked.length; k++) {
      const row = clicked[this.#random.below(clicked.length)]!;
      learn(this.#sales, this.#idsOf(log, row), Number(log.convertedAt[row]! < now));
    }
  }

  #idsOf({ user, ad, time, hour, slot, device }: Impressions, row: number): Uint32Array {
    const request = {
      ...{ user: user[row]!, time: time[row]!, hour: hour[row]! },
      ...{ slot: slot[row]!, device: device[row]! },
    };
    return this.#encode(request, ad[row]!);
  }

  /** One id per field; those of a field begin where the last field's end. */
  #encode({ user, slot, hour, device }: Request, ad: number): Uint32Array {
    const { ads, campaigns, advertisers } = this.#world.catalogue;
    const campaign = ads.campaign[ad]!;
    const advertiser = campaigns.advertiser[campaign]!;
    const values = [user, ad, campaign, advertiser, advertisers.category[advertiser]!, slot, hour, device];
    for (const [field, value] of values.entries()) this.#ids[field] = this.#starts[field]! + value;
    return this.#ids;
  }
}
