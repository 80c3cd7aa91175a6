/** The world of ads. README.md states its properties; the constants of this folder are what it states. */
import { type Random, seeded } from '../lib/random.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { createProducts, createUsers, drift, type Users } from './users.ts';

export interface World {
  users: Users;
  catalogue: Catalogue;
  random: Random;
  /** Moves every user's needs to the next day. */
  drift(): void;
}

/** A world that suits `rows` impressions: about 100 a user. */
export function createWorld(rows: number, seed: number): World {
  const random = seeded(seed ^ 0xad5);
  const products = createProducts(random);
  const catalogue = createCatalogue(rows, products, random);
  const users = createUsers(Math.max(50, Math.round(rows / 100)), products, random);
  return { users, catalogue, random, drift: () => drift(users, products, random) };
}
