/** The item vectors that the ranker itself learns. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { history, name, wholeWithin, window } from '../schema-parts.ts';
import { useVectors } from './parts.ts';

export const idEmbedding = kinded(
  'id-embedding',
  z
    .strictObject({
      name,
      build: z
        .literal('id-embedding')
        .check(
          z.describe('`id-embedding`: the item vectors that the ranker itself learns on the visible slices.'),
        ),
      window,
      epochs: z._default(
        wholeWithin(
          1,
          1000,
          'Times that the rows of a window are learnt from. More bring similar items closer, and cost as much more.',
        ),
        20,
      ),
      history,
      use: useVectors,
    })
    .check(z.describe("The ranker's own item vectors.")),
);
