/** Item vectors from a file. */
import * as z from 'zod/mini';
import { kinded } from '../kinded.ts';
import { name, observed } from '../schema-parts.ts';
import { fileOptions, similarities, vectorFile } from './parts.ts';

export const embeddings = kinded(
  'embeddings',
  z
    .strictObject({ name, ...vectorFile, observed, time: fileOptions.time, ...similarities })
    .check(z.describe('Embeddings from a file.')),
);
