/** Pairs of items from a file. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { columnName, header, name, paths } from '../schema-parts.ts';
import { fileOptions } from './parts.ts';

export const pairs = kinded(
  'pairs',
  z
    .strictObject({
      name,
      pairs: paths.check(z.describe('File of pairs (i, j, weight): which items belong together.')),
      left: columnName.check(z.describe('Column of item i, the one in the history.')),
      right: columnName.check(z.describe('Column of item j, the candidate.')),
      weight: z.optional(columnName.check(z.describe('Column of the weight; 1 where absent.'))),
      ...fileOptions,
      header,
    })
    .check(z.describe('Pairs from a file.')),
);
