/** Columns of the log that carry the preference data. */
import * as z from 'zod/mini';
import { feature, name } from '../schema-parts.ts';
import { sourceForm } from './form.ts';

export const columns = sourceForm(
  'columns',
  { origin: 'log', gives: 'columns' },
  z
    .strictObject({
      name,
      columns: z
        .array(feature)
        .check(z.minLength(1), z.describe('Columns of the log that carry the preference data.')),
    })
    .check(z.describe('Columns of the log.')),
);
