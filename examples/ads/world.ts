/** The world of ads. README.md states its properties; the constants of this folder are what it states. */
import { type Random, seeded } from '../lib/random.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { createProducts, createUsers, drift, type Users } from './users.ts';

/** What may differ from one world to another; README.md states the usual one. */
export interface Shape {
  users: number;
  adsPerDay: number;
  /** Log-odds of a click per unit of what need and ad have in common: 0 makes needs meaningless. */
  taste: number;
  /** Chance that a user replaces one of their needs from one day to the next. */
  drift: number;
}

/** Of the example: about 100 impressions a user, and one new ad a day for every 4,000. */
export const usualShape = (rows: number): Shape => ({
  users: Math.max(50, Math.round(rows / 100)),
  adsPerDay: Math.max(10, Math.round(rows / 4000)),
  taste: 6,
  drift: 0.08,
});

export interface World {
  /** As in `Shape`. */
  taste: number;
  users: Users;
  catalogue: Catalogue;
  random: Random;
  /** Moves every user's needs to the next day. */
  drift(): void;
}

/** @param rows impressions that budgets are made for */
export function createWorld(rows: number, seed: number, shape: Shape): World {
  const random = seeded(seed ^ 0xad5);
  const products = createProducts(random);
  const catalogue = createCatalogue({ rows, perDay: shape.adsPerDay }, products, random);
  const users = createUsers(shape.users, products, random);
  return {
    ...{ taste: shape.taste, users, catalogue, random },
    drift: () => drift(users, shape.drift, products, random),
  };
}
