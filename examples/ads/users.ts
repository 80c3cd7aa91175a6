/** Who sees the ads: users whose needs drift, and the kinds of product that needs are for. */
import type { Random } from '../lib/random.ts';
import { normalise, randomUnit, vectorAt } from '../lib/vectors.ts';
import { CATEGORIES, DEVICES, DIMENSIONS, PRODUCTS, PRODUCTS_PER_CATEGORY } from './kinds.ts';

const NEED_WEIGHTS = [1, 0.6] as const;
const USER_NEEDS = NEED_WEIGHTS.length;
/** Standard deviation of what users differ by on the click logit, whatever the ad. */
const PRONENESS = 0.6;

/** A direction for each kind of product, `DIMENSIONS` numbers each, those of a category in a row. */
export type Products = Float32Array;

export interface Users {
  count: number;
  /** Chance to come, relative to other users. */
  activity: Float64Array;
  /** On the click logit. */
  proneness: Float64Array;
  /** Chance of each of `DEVICES` in turn, cumulative, per user. */
  devices: Float64Array;
  /** `USER_NEEDS` products per user, the most urgent first. */
  needs: Uint16Array;
  /** Unit vectors, `DIMENSIONS` per user: the needs of the present day. */
  vectors: Float32Array;
}

/** Products of one category lean the same way, and differ more than they agree. */
export function createProducts(random: Random): Products {
  const products = new Float32Array(PRODUCTS * DIMENSIONS);
  for (let category = 0; category < CATEGORIES.length; category++) {
    const lean = randomUnit(DIMENSIONS, random);
    for (let k = 0; k < PRODUCTS_PER_CATEGORY; k++) {
      const own = randomUnit(DIMENSIONS, random);
      const vector = vectorAt(products, category * PRODUCTS_PER_CATEGORY + k, DIMENSIONS);
      for (let d = 0; d < DIMENSIONS; d++) vector[d] = 0.4 * lean[d]! + 0.92 * own[d]!;
      normalise(vector);
    }
  }
  return products;
}

export function createUsers(count: number, products: Products, random: Random): Users {
  const users: Users = {
    count,
    activity: new Float64Array(count),
    proneness: new Float64Array(count),
    devices: new Float64Array(count * DEVICES.length),
    needs: new Uint16Array(count * USER_NEEDS),
    vectors: new Float32Array(count * DIMENSIONS),
  };
  for (let user = 0; user < count; user++) {
    users.activity[user] = Math.exp(0.6 * random.normal());
    users.proneness[user] = PRONENESS * random.normal();
    const phone = random.uniform();
    users.devices.set([phone, phone + 0.8 * (1 - phone), 1], user * DEVICES.length);
    for (let k = 0; k < USER_NEEDS; k++) {
      users.needs[user * USER_NEEDS + k] = random.below(PRODUCTS);
    }
    setNeeds(users, user, products);
  }
  return users;
}

/** Moves every user's needs to the next day. @param changes chance that a user replaces one of theirs */
export function drift(users: Users, changes: number, products: Products, random: Random): void {
  for (let user = 0; user < users.count; user++) {
    if (random.uniform() >= changes) continue;
    users.needs[user * USER_NEEDS + random.below(USER_NEEDS)] = random.below(PRODUCTS);
    setNeeds(users, user, products);
  }
}

function setNeeds(users: Users, user: number, products: Products): void {
  const vector = vectorAt(users.vectors, user, DIMENSIONS).fill(0);
  for (const [k, weight] of NEED_WEIGHTS.entries()) {
    const product = vectorAt(products, users.needs[user * USER_NEEDS + k]!, DIMENSIONS);
    for (let d = 0; d < DIMENSIONS; d++) vector[d] = vector[d]! + weight * product[d]!;
  }
  normalise(vector);
}
