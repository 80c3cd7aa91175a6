/** Swing, built from the log: users who share two items vouch for the pair. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { history, name, use, wholeWithin, window, within } from '../schema-parts.ts';
import { LARGEST } from './parts.ts';

export const swing = kinded(
  'swing',
  z
    .strictObject({
      name,
      build: z
        .literal('swing')
        .check(z.describe('`swing`: Swing weights over pairs of users who share two items.')),
      window,
      history,
      alpha1: z._default(within(0, LARGEST, 'α₁: added to the number of items of a user.'), 15),
      alpha2: z._default(within(0, LARGEST, 'α₂: added to the overlap of two users.'), 0),
      beta: z._default(
        within(-10, 10, 'β: users weigh (items + α₁)^−β. Below 0, users with many items weigh more.'),
        0.3,
      ),
      usersPerItem: z._default(
        wholeWithin(
          2,
          100_000,
          'Cap on users per item, sampled by the seed. The time of a build grows with its square.',
        ),
        100,
      ),
      itemsPerUser: z._default(wholeWithin(2, 100_000, 'Cap on items per user, sampled by the seed.'), 200),
      use,
    })
    .check(z.describe('Swing built from the log.')),
);
