/** What several kinds of sources, and models, are made of. */
import * as z from 'zod/mini';
import { columnName, header, history, observed, paths } from '../schema-parts.ts';

/** Of what is added to counts or divides ages: beyond it sums would overflow, or say nothing. */
export const LARGEST = 1e9;

/** How long a session lasts: one rule for all that is built from sessions. */
export const gap = z._default(
  z
    .number()
    .check(z.positive(), z.maximum(LARGEST), z.describe('Minutes without a click that end a session.')),
  30,
);

const COSINES =
  'Features of a candidate against the history: largest and mean cosine, and how many history items lie in each tier of similarity of width 0.1 (SimTier).';
const cosines = ['max', 'mean', 'tiers'] as const;

export const useVectors = z._default(z.array(z.enum(cosines)).check(z.minLength(1), z.describe(COSINES)), [
  ...cosines,
]);

export const fileOptions = {
  observed,
  time: z.optional(
    columnName.check(z.describe('Time column of the file; with it the file is sliced like the log.')),
  ),
  user: z.optional(
    columnName.check(z.describe('User column of the file; with it the file is cross-fitted.')),
  ),
  history,
};

export const vectorFile = {
  embeddings: paths.check(z.describe('File of item vectors: a table, or `.npy` with `ids`.')),
  ids: z.optional(
    paths.check(
      z.describe(
        'For `.npy`: the file that says, in the same order, which item each vector belongs to: a table, a JSON list or `.npy`.',
      ),
    ),
  ),
  item: columnName.check(
    z.describe(
      'Item column of the file, or of the `ids` file; the name of the ids where that file is a bare list.',
    ),
  ),
  vector: z.optional(
    columnName.check(z.describe('Column that holds the vector, a list of numbers. Absent for `.npy` alone.')),
  ),
  header,
};

/** Vectors of a file are the same for all rows, so that a ranker may learn from them directly too. */
const useFileVectors = z._default(
  z
    .array(z.enum([...cosines, 'projection']))
    .check(
      z.minLength(1),
      z.describe(
        `${COSINES} \`projection\`: the vector itself, through a projection that the ranker learns.`,
      ),
    ),
  [...cosines],
);

export const similarities = { history, use: useFileVectors };
