/** Item vectors from a file. */
import * as z from 'zod/mini';
import { name, observed } from '../schema-parts.ts';
import { sourceForm } from './form.ts';
import { fileOptions, similarities, vectorFile } from './parts.ts';

export const embeddings = sourceForm(
  'embeddings',
  { origin: 'file', gives: 'vectors' },
  z
    .strictObject({ name, ...vectorFile, observed, time: fileOptions.time, ...similarities })
    .check(z.describe('Embeddings from a file.')),
);
