/** Session transitions, built from the log. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { history, name, use, window } from '../schema-parts.ts';
import { gap } from './parts.ts';

export const session = kinded(
  'session',
  z
    .strictObject({
      name,
      build: z
        .literal('session')
        .check(z.describe('`session`: i → j when j is clicked within a session after i.')),
      window,
      history,
      gap,
      use,
    })
    .check(z.describe('Session transitions built from the log.')),
);
