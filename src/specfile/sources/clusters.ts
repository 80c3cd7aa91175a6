/** Clusters (semantic IDs) of items from a file. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { columnName, header, history, name, observed, paths } from '../schema-parts.ts';
import { fileOptions } from './parts.ts';

export const clusters = kinded(
  'clusters',
  z
    .strictObject({
      name,
      clusters: paths.check(z.describe('File of clusters or semantic IDs (item, id₁ … id_m).')),
      item: columnName.check(z.describe('Item column of the file.')),
      ids: z.array(columnName).check(z.minLength(1), z.describe('Columns of the ids, coarse to fine.')),
      observed,
      time: fileOptions.time,
      history,
      header,
    })
    .check(z.describe('Clusters (semantic IDs) from a file.')),
);
