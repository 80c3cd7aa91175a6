/**
 * What a spec evaluates: sources (preference data, built from the log or read from a file) and models (what an MLLM
 * really gave).
 */
import * as z from 'zod/mini';
import {
  columnName,
  feature,
  header,
  history,
  name,
  observed,
  paths,
  use,
  wholeWithin,
  window,
  within,
} from './schema-parts.ts';

/** Of what is added to counts or divides ages: beyond it sums would overflow, or say nothing. */
const LARGEST = 1e9;

export const coClick = z
  .strictObject({
    name,
    build: z
      .literal('co-click')
      .check(z.describe('`co-click`: two items belong together when the same user has both as positives.')),
    window,
    history,
    weight: z._default(
      z
        .enum(['raw', 'cosine', 'jaccard', 'lift'])
        .check(
          z.describe(
            'Weight of a pair: `raw` users in common, `cosine`, `jaccard`, or `lift` over independence.',
          ),
        ),
      'cosine',
    ),
    shrinkage: z._default(
      within(
        0,
        LARGEST,
        'Added under the root of the cosine: n / √(nᵢ nⱼ + shrinkage). Damps pairs of rare items.',
      ),
      10,
    ),
    halfLife: z.optional(
      z
        .number()
        .check(
          z.positive(),
          z.maximum(LARGEST),
          z.describe('Time decay: an event of age a slices weighs 2^(−a / halfLife). Absent: no decay.'),
        ),
    ),
    use,
  })
  .check(z.describe('Co-clicks built from the log.'));

const swing = z
  .strictObject({
    name,
    build: z
      .literal('swing')
      .check(z.describe('`swing`: Swing weights over pairs of users who share two items.')),
    window,
    history,
    alpha1: z._default(within(0, LARGEST, 'α₁: added to the number of items of a user.'), 15),
    alpha2: z._default(within(0, LARGEST, 'α₂: added to the overlap of two users.'), 0),
    beta: z._default(
      within(-10, 10, 'β: users weigh (items + α₁)^−β. Below 0, users with many items weigh more.'),
      0.3,
    ),
    usersPerItem: z._default(
      wholeWithin(
        2,
        100_000,
        'Cap on users per item, sampled by the seed. The time of a build grows with its square.',
      ),
      100,
    ),
    itemsPerUser: z._default(wholeWithin(2, 100_000, 'Cap on items per user, sampled by the seed.'), 200),
    use,
  })
  .check(z.describe('Swing built from the log.'));

const session = z
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
  .check(z.describe('Session transitions built from the log.'));

const COSINES =
  'Features of a candidate against the history: largest and mean cosine, and how many history items lie in each tier of similarity of width 0.1 (SimTier).';
const cosines = ['max', 'mean', 'tiers'] as const;

const useVectors = z._default(z.array(z.enum(cosines)).check(z.minLength(1), z.describe(COSINES)), [
  ...cosines,
]);

const idEmbedding = z
  .strictObject({
    name,
    build: z
      .literal('id-embedding')
      .check(
        z.describe('`id-embedding`: the item vectors that the ranker itself learns on the visible slices.'),
      ),
    window,
    epochs: z._default(
      wholeWithin(
        1,
        1000,
        'Times that the rows of a window are learnt from. More bring similar items closer, and cost as much more.',
      ),
      20,
    ),
    history,
    use: useVectors,
  })
  .check(z.describe("The ranker's own item vectors."));

const clustersOf = z
  .strictObject({
    name,
    build: z
      .literal('clusters-of')
      .check(z.describe('`clusters-of`: k-means over the vectors of another source: semantic IDs.')),
    of: name.check(z.describe('The embedding source to cluster, by its name.')),
    levels: z._default(wholeWithin(1, 8, 'Levels of residual k-means.'), 3),
    clusters: z._default(wholeWithin(2, 65536, 'Clusters per level. Few, large ones match more often.'), 16),
    history,
  })
  .check(z.describe('Semantic IDs from an embedding source.'));

const fileOptions = {
  observed,
  time: z.optional(
    columnName.check(z.describe('Time column of the file; with it the file is sliced like the log.')),
  ),
  user: z.optional(
    columnName.check(z.describe('User column of the file; with it the file is cross-fitted.')),
  ),
  history,
};

const pairs = z
  .strictObject({
    name,
    pairs: paths.check(z.describe('File of pairs (i, j, weight): which items belong together.')),
    left: columnName.check(z.describe('Column of item i, the one in the history.')),
    right: columnName.check(z.describe('Column of item j, the candidate.')),
    weight: z.optional(columnName.check(z.describe('Column of the weight; 1 where absent.'))),
    ...fileOptions,
    header,
  })
  .check(z.describe('Pairs from a file.'));

const clusters = z
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
  .check(z.describe('Clusters (semantic IDs) from a file.'));

const vectors = {
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

const similarities = { history, use: useFileVectors };

const embeddings = z
  .strictObject({ name, ...vectors, observed, time: fileOptions.time, ...similarities })
  .check(z.describe('Embeddings from a file.'));

const columns = z
  .strictObject({
    name,
    columns: z
      .array(feature)
      .check(z.minLength(1), z.describe('Columns of the log that carry the preference data.')),
  })
  .check(z.describe('Columns of the log.'));

export const source = z
  .union([coClick, swing, session, idEmbedding, clustersOf, pairs, clusters, embeddings, columns])
  .check(z.meta({ title: 'source (a mapping with `name` and its kind)' }));

/** The options' defaults are measured: docs/decisions.md. */
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
  z.transform((one) => (typeof one === 'string' ? probeOptions.parse({ source: one }) : one)),
);

const probe = z.optional(
  z
    .pipe(
      z.union([probeSource, z.array(probeSource).check(z.minLength(1))]),
      z.transform((one) => (Array.isArray(one) ? one : [one])),
    )
    .check(
      z.describe(
        'What a cheap alignment already reaches: a linear adapter of the frozen vectors, trained on the honest windows of a source. A source, `{source: …}` with options, or a list.',
      ),
    ),
);

const modelEmbeddings = z
  .strictObject({ name, ...vectors, ...similarities, probe })
  .check(z.describe("A model's item vectors."));

const modelPredictions = z
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
  .check(z.describe('Two score files: with and without the model.'));

export const model = z
  .union([modelEmbeddings, modelPredictions])
  .check(z.meta({ title: 'model (a mapping with `name` and its kind)' }));
