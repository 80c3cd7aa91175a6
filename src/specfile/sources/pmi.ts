/** Positive pointwise mutual information of session co-clicks, built from the log. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { history, name, use, window, within } from '../schema-parts.ts';
import { gap, LARGEST } from './parts.ts';

export const pmi = kinded(
  'pmi',
  z
    .strictObject({
      name,
      build: z
        .literal('pmi')
        .check(
          z.describe(
            '`pmi`: how much more often two items share a session than their frequencies say (positive pointwise mutual information).',
          ),
        ),
      window,
      history,
      gap,
      smoothing: z._default(
        within(
          0,
          1,
          'Power of the frequency of the candidate. Below 1, rare candidates weigh less; 1 is the plain definition.',
        ),
        0.75,
      ),
      shrinkage: z._default(
        within(
          0,
          LARGEST,
          'Weights are multiplied by n / (n + shrinkage), n being the sessions in common. Damps pairs that were seen once or twice.',
        ),
        1,
      ),
      use,
    })
    .check(z.describe('Pointwise mutual information of session co-clicks, built from the log.')),
);
