/** What an MLLM really gave: item vectors, or scores with it and without it. */
import * as z from 'zod/mini';
import { kinded } from './kinded.ts';
import { columnName, header, name, paths, wholeWithin, within } from './schema-parts.ts';
import { similarities, vectorFile } from './sources/parts.ts';

/** The options' defaults are measured: docs/decisions/0086-probe-defaults.md. */
export const probeOptions = z.strictObject({
  source: name.check(
    z.describe('The source whose honest windows the adapter is trained on, by its name: one made of pairs.'),
  ),
  dimensions: z._default(
    z
      .int()
      .check(
        z.minimum(4),
        z.maximum(1024),
        z.multipleOf(4),
        z.describe('Numbers of an adapted vector, a multiple of 4; at most those of the vectors are used.'),
      ),
    64,
  ),
  temperature: z._default(
    within(
      0.03,
      10,
      'Cosines are divided by it in the loss. Low ones ask for more than noisy pairs can say.',
    ),
    0.5,
  ),
  steps: z._default(
    wholeWithin(1, 10_000, 'Batches of the first training; each later slice goes on for a fifth of them.'),
    100,
  ),
  batch: z._default(
    z
      .int()
      .check(
        z.minimum(16),
        z.maximum(2048),
        z.multipleOf(4),
        z.describe('Pairs of a batch, a multiple of 4: the others of it are the negatives.'),
      ),
    256,
  ),
});

const probeSource = z.pipe(
  z.union([name, probeOptions]),
  z.transform((written) => (typeof written === 'string' ? probeOptions.parse({ source: written }) : written)),
);

const probe = z.optional(
  z
    .pipe(
      z.union([probeSource, z.array(probeSource).check(z.minLength(1))]),
      z.transform((written) => (Array.isArray(written) ? written : [written])),
    )
    .check(
      z.describe(
        'What a cheap alignment already reaches: a linear adapter of the frozen vectors, trained on the honest windows of a source. A source, `{source: …}` with options, or a list.',
      ),
    ),
);

const embeddings = kinded(
  'embeddings',
  z
    .strictObject({ name, ...vectorFile, ...similarities, probe })
    .check(z.describe("A model's item vectors.")),
);

const predictions = kinded(
  'predictions',
  z
    .strictObject({
      name,
      predictions: paths.check(z.describe('Scores of the evaluation rows with the model.')),
      baseline: paths.check(z.describe('Scores of the same rows without it.')),
      key: z
        .array(columnName)
        .check(
          z.minLength(1),
          z.describe('Columns that together name an evaluation row, in both files and in the log.'),
        ),
      score: columnName.check(z.describe('Column of the score in both files: any number that ranks rows.')),
      header,
    })
    .check(z.describe('Two score files: with and without the model.')),
);

/** In the order in which they are offered. A line here makes the compiler ask for its traits (src/report/model-kinds.ts) and its files. */
export const MODELS = { embeddings, predictions };

const [first, ...others] = Object.values(MODELS);

export const model = z
  .union([first!, ...others])
  .check(z.meta({ title: 'model (a mapping with `name` and its kind)' }));
