/** Session transitions, built from the log. */
import * as z from 'zod/mini';
import { history, name, use, window } from '../schema-parts.ts';
import { sourceForm } from './form.ts';
import { LARGEST } from './parts.ts';

export const session = sourceForm(
  'session',
  { origin: 'built', gives: 'pairs' },
  z
    .strictObject({
      name,
      build: z
        .literal('session')
        .check(z.describe('`session`: i → j when j is clicked within a session after i.')),
      window,
      history,
      gap: z._default(
        z
          .number()
          .check(z.positive(), z.maximum(LARGEST), z.describe('Minutes without a click that end a session.')),
        30,
      ),
      use,
    })
    .check(z.describe('Session transitions built from the log.')),
);
