/**
 * What a spec evaluates: sources (preference data, built from the log or read from a file) and models (what an MLLM
 * really gave).
 */
import * as z from 'zod';
import { columnName, feature, history, name, observed, paths, use, window } from './schema-parts.ts';

export const coClick = z
  .strictObject({
    name,
    build: z
      .literal('co-click')
      .describe('`co-click`: two items belong together when the same user has both as positives.'),
    window,
    history,
    weight: z
      .enum(['raw', 'cosine', 'jaccard', 'lift'])
      .default('cosine')
      .describe('Weight of a pair: `raw` users in common, `cosine`, `jaccard`, or `lift` over independence.'),
    shrinkage: z
      .number()
      .min(0)
      .default(10)
      .describe('Added under the root of the cosine: n / √(nᵢ nⱼ + shrinkage). Damps pairs of rare items.'),
    halfLife: z
      .number()
      .positive()
      .optional()
      .describe('Time decay: an event of age a slices weighs 2^(−a / halfLife). Absent: no decay.'),
    use,
  })
  .describe('Co-clicks built from the log.');

const swing = z
  .strictObject({
    name,
    build: z.literal('swing').describe('`swing`: Swing weights over pairs of users who share two items.'),
    window,
    history,
    alpha1: z.number().min(0).default(15).describe('α₁: added to the number of items of a user.'),
    alpha2: z.number().min(0).default(0).describe('α₂: added to the overlap of two users.'),
    beta: z
      .number()
      .min(-10)
      .max(10)
      .default(0.3)
      .describe('β: users weigh (items + α₁)^−β. Below 0, users with many items weigh more.'),
    usersPerItem: z
      .int()
      .min(2)
      .max(100_000)
      .default(100)
      .describe('Cap on users per item, sampled by the seed. The time of a build grows with its square.'),
    itemsPerUser: z
      .int()
      .min(2)
      .max(100_000)
      .default(200)
      .describe('Cap on items per user, sampled by the seed.'),
    use,
  })
  .describe('Swing built from the log.');

const session = z
  .strictObject({
    name,
    build: z.literal('session').describe('`session`: i → j when j is clicked within a session after i.'),
    window,
    history,
    gap: z.number().positive().default(30).describe('Minutes without a click that end a session.'),
    use,
  })
  .describe('Session transitions built from the log.');

const useVectors = z
  .array(z.enum(['max', 'mean', 'tiers']))
  .min(1)
  .default(['max', 'mean', 'tiers'])
  .describe(
    'Features of a candidate against the history: largest and mean cosine, and how many history items lie in each tier of similarity of width 0.1 (SimTier).',
  );

const idEmbedding = z
  .strictObject({
    name,
    build: z
      .literal('id-embedding')
      .describe('`id-embedding`: the item vectors that the ranker itself learns on the visible slices.'),
    window,
    epochs: z
      .int()
      .min(1)
      .max(1000)
      .default(20)
      .describe(
        'Times that the rows of a window are learnt from. More bring similar items closer, and cost as much more.',
      ),
    history,
    use: useVectors,
  })
  .describe("The ranker's own item vectors.");

const clustersOf = z
  .strictObject({
    name,
    build: z
      .literal('clusters-of')
      .describe('`clusters-of`: k-means over the vectors of another source: semantic IDs.'),
    of: name.describe('The embedding source to cluster, by its name.'),
    levels: z.int().min(1).max(8).default(3).describe('Levels of residual k-means.'),
    clusters: z
      .int()
      .min(2)
      .max(65536)
      .default(16)
      .describe('Clusters per level. Few, large ones match more often.'),
    history,
  })
  .describe('Semantic IDs from an embedding source.');

const fileOptions = {
  observed,
  time: columnName.optional().describe('Time column of the file; with it the file is sliced like the log.'),
  user: columnName.optional().describe('User column of the file; with it the file is cross-fitted.'),
  history,
};

const pairs = z
  .strictObject({
    name,
    pairs: paths.describe('File of pairs (i, j, weight): which items belong together.'),
    left: columnName.describe('Column of item i, the one in the history.'),
    right: columnName.describe('Column of item j, the candidate.'),
    weight: columnName.optional().describe('Column of the weight; 1 where absent.'),
    ...fileOptions,
  })
  .describe('Pairs from a file.');

const clusters = z
  .strictObject({
    name,
    clusters: paths.describe('File of clusters or semantic IDs (item, id₁ … id_m).'),
    item: columnName.describe('Item column of the file.'),
    ids: z.array(columnName).min(1).describe('Columns of the ids, coarse to fine.'),
    observed,
    time: fileOptions.time,
    history,
  })
  .describe('Clusters (semantic IDs) from a file.');

const vectors = {
  embeddings: paths.describe('File of item vectors: a table, or `.npy` with `ids`.'),
  ids: paths
    .optional()
    .describe('For `.npy`: the table whose rows, in their order, say which item each vector belongs to.'),
  item: columnName.describe('Item column of the file, or of the `ids` file.'),
  vector: columnName
    .optional()
    .describe('Column that holds the vector, a list of numbers. Absent for `.npy` alone.'),
};

/** Vectors of a file are the same for all rows, so that a ranker may learn from them directly too. */
const useFileVectors = z
  .array(z.enum(['max', 'mean', 'tiers', 'projection']))
  .min(1)
  .default(['max', 'mean', 'tiers'])
  .describe(
    'Features of a candidate against the history: largest and mean cosine, and how many history items lie in each tier of similarity of width 0.1 (SimTier). `projection`: the vector itself, through a projection that the ranker learns.',
  );

const similarities = { history, use: useFileVectors };

const embeddings = z
  .strictObject({ name, ...vectors, observed, time: fileOptions.time, ...similarities })
  .describe('Embeddings from a file.');

const columns = z
  .strictObject({
    name,
    columns: z.array(feature).min(1).describe('Columns of the log that carry the preference data.'),
  })
  .describe('Columns of the log.');

export const source = z
  .union([coClick, swing, session, idEmbedding, clustersOf, pairs, clusters, embeddings, columns])
  .meta({ title: 'source (a mapping with `name` and its kind)' });

/** The options' defaults are measured: docs/decisions.md. */
export const probeOptions = z.strictObject({
  source: name.describe(
    'The source whose honest windows the adapter is trained on, by its name: one made of pairs.',
  ),
  dimensions: z
    .int()
    .min(4)
    .max(1024)
    .multipleOf(4)
    .default(64)
    .describe('Numbers of an adapted vector, a multiple of 4; at most those of the vectors are used.'),
  temperature: z
    .number()
    .min(0.03)
    .max(10)
    .default(0.5)
    .describe('Cosines are divided by it in the loss. Low ones ask for more than noisy pairs can say.'),
  steps: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Batches of the first training; each later slice goes on for a fifth of them.'),
  batch: z
    .int()
    .min(16)
    .max(2048)
    .multipleOf(4)
    .default(256)
    .describe('Pairs of a batch, a multiple of 4: the others of it are the negatives.'),
});

const probeSource = z
  .union([name, probeOptions])
  .transform((one) => (typeof one === 'string' ? probeOptions.parse({ source: one }) : one));

const probe = z
  .union([probeSource, z.array(probeSource).min(1)])
  .transform((one) => (Array.isArray(one) ? one : [one]))
  .describe(
    'What a cheap alignment already reaches: a linear adapter of the frozen vectors, trained on the honest windows of a source. A source, `{source: …}` with options, or a list.',
  )
  .optional();

const modelEmbeddings = z
  .strictObject({ name, ...vectors, ...similarities, probe })
  .describe("A model's item vectors.");

const modelPredictions = z
  .strictObject({
    name,
    predictions: paths.describe('Scores of the evaluation rows with the model.'),
    baseline: paths.describe('Scores of the same rows without it.'),
    key: z
      .array(columnName)
      .min(1)
      .describe('Columns that together name an evaluation row, in both files and in the log.'),
    score: columnName.describe('Column of the score in both files: any number that ranks rows.'),
  })
  .describe('Two score files: with and without the model.');

export const model = z
  .union([modelEmbeddings, modelPredictions])
  .meta({ title: 'model (a mapping with `name` and its kind)' });
