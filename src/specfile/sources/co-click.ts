/** Co-clicks, built from the log: two items belong together where one user has both as positives. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { history, name, use, window, within } from '../schema-parts.ts';
import { LARGEST } from './parts.ts';

export const coClick = kinded(
  'co-click',
  z
    .strictObject({
      name,
      build: z
        .literal('co-click')
        .check(z.describe('`co-click`: two items belong together when the same user has both as positives.')),
      window,
      history,
      weight: z._default(
        z
          .enum(['raw', 'cosine', 'jaccard', 'lift'])
          .check(
            z.describe(
              'Weight of a pair: `raw` users in common, `cosine`, `jaccard`, or `lift` over independence.',
            ),
          ),
        'cosine',
      ),
      shrinkage: z._default(
        within(
          0,
          LARGEST,
          'Added under the root of the cosine: n / √(nᵢ nⱼ + shrinkage). Damps pairs of rare items.',
        ),
        10,
      ),
      halfLife: z.optional(
        z
          .number()
          .check(
            z.positive(),
            z.maximum(LARGEST),
            z.describe('Time decay: an event of age a slices weighs 2^(−a / halfLife). Absent: no decay.'),
          ),
      ),
      use,
    })
    .check(z.describe('Co-clicks built from the log.')),
);
