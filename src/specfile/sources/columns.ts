/** Columns of the log that carry the preference data. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { feature, name } from '../schema-parts.ts';

export const columns = kinded(
  'columns',
  z
    .strictObject({
      name,
      columns: z
        .array(feature)
        .check(z.minLength(1), z.describe('Columns of the log that carry the preference data.')),
    })
    .check(z.describe('Columns of the log.')),
);
