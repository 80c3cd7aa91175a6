/** Semantic IDs: clusters of the vectors of another source. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { history, name, wholeWithin } from '../schema-parts.ts';

export const clustersOf = kinded(
  'clusters-of',
  z
    .strictObject({
      name,
      build: z
        .literal('clusters-of')
        .check(z.describe('`clusters-of`: k-means over the vectors of another source: semantic IDs.')),
      of: name.check(z.describe('The embedding source to cluster, by its name.')),
      levels: z._default(wholeWithin(1, 8, 'Levels of residual k-means.'), 3),
      clusters: z._default(
        wholeWithin(2, 65536, 'Clusters per level. Few, large ones match more often.'),
        16,
      ),
      history,
    })
    .check(z.describe('Semantic IDs from an embedding source.')),
);
