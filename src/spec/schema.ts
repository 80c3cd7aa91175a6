/**
 * The one schema of the spec (`lis.yaml`). The JSON schema in `media/` and every spec type are derived from it.
 * Keys whose engine is not built yet still parse; `unsupported.ts` refuses them by name and line.
 */
import { z } from 'zod';

const columnName = z.string().min(1);
const paths = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((path) => (typeof path === 'string' ? [path] : path))
  .describe('A file, a list of files, or a glob. Relative to the spec.');

const feature = z
  .union([
    columnName,
    z.strictObject({ name: columnName, type: z.enum(['categorical', 'numeric']).default('categorical') }),
  ])
  .transform((f) => (typeof f === 'string' ? { name: f, type: 'categorical' as const } : f));

const log = z.strictObject({
  path: paths,
  user: columnName,
  item: columnName,
  label: z.string().min(1).describe('A 0/1 column, or an expression over columns such as `rating >= 4`.'),
  time: columnName.optional(),
  group: columnName.optional(),
  weight: columnName.optional(),
  features: z.array(feature).default([]),
  counts: z.boolean().optional().describe('As-of user and item counts in the base. Default true where time is given.'),
});

const table = z.strictObject({ path: paths, key: columnName, features: z.array(feature).min(1) });

const percent = z
  .string()
  .regex(/^\d+(\.\d+)?%$/, 'expected a share such as 20%')
  .transform((text) => Number(text.slice(0, -1)) / 100)
  .refine((share) => share > 0 && share < 1, 'expected a share between 0% and 100%');
const slices = z
  .union([z.int().min(2).max(1000), z.enum(['hourly', 'daily', 'weekly'])])
  .describe('Equal counts of rows, or calendar slices (UTC).');
const moment = z
  .union([z.string().min(4), z.number()])
  .describe('A date, a timestamp, or a number in the unit of the time column.');

const split = z.union([
  z.strictObject({ evaluate: percent, slices: slices.default(10) }),
  z.strictObject({ from: moment, to: moment.optional(), slices: slices.default('daily') }),
  z.strictObject({
    column: columnName,
    train: z.union([z.string(), z.number()]),
    validate: z.union([z.string(), z.number()]).optional(),
    evaluate: z.union([z.string(), z.number()]),
    slices: slices.default(10),
  }),
]);

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dot, dash and underscore only');
const window = z
  .union([z.int().min(1), z.literal('all')])
  .default(10)
  .describe('Preference window W in slices.');
const history = z.int().min(1).max(1000).default(50).describe('Last L distinct positive items of the user.');

const coClick = z.strictObject({
  name,
  build: z.literal('co-click'),
  window,
  history,
  weight: z.enum(['raw', 'cosine', 'jaccard', 'lift']).default('cosine'),
  shrinkage: z.number().min(0).default(10).describe('Added under the root of the cosine: n / √(nᵢ nⱼ + shrinkage).'),
  halfLife: z.number().positive().optional().describe('Time decay: an event of age a slices weighs 2^(−a / halfLife).'),
  use: z
    .array(z.enum(['max', 'sum', 'mean', 'count']))
    .min(1)
    .default(['max', 'sum', 'mean', 'count'])
    .describe('Features of a candidate against the history.'),
});
const later = <T extends string>(build: T) => z.looseObject({ name, build: z.literal(build) });
const source = z.union([
  coClick,
  later('swing'),
  later('session'),
  later('id-embedding'),
  later('clusters-of'),
  z.looseObject({ name, pairs: paths }),
  z.looseObject({ name, clusters: paths }),
  z.looseObject({ name, embeddings: paths }),
  z.looseObject({ name, columns: z.array(columnName).min(1) }),
]);

const model = z.union([
  z.looseObject({ name, embeddings: paths }),
  z.looseObject({ name, predictions: paths, baseline: paths }),
]);

const rankerOptions = z.strictObject({
  kind: z.enum(['lr', 'fm', 'deepfm']).default('fm'),
  factors: z.int().min(4).max(64).multipleOf(4).default(16),
  learningRate: z.number().positive().default(0.01),
  l2: z.number().min(0).default(1e-4).describe('L2 on first-order weights.'),
  l2Factors: z.number().min(0).default(1e-3).describe('L2 on factors.'),
  initialScale: z.number().min(0).default(0.01).describe('Initial factors are uniform in ± this.'),
  epochs: z.number().positive().max(100).default(6).describe('At most.'),
  patience: z.int().min(1).default(6).describe('Checks (four an epoch) without improvement before stopping.'),
  bins: z.int().min(2).max(32).default(32).describe('Quantile bins of a numeric feature.'),
  refit: z.boolean().default(true).describe('Train again on all training rows for the chosen fraction of epochs.'),
});
const defaultRanker = rankerOptions.parse({});
const ranker = z
  .union([
    z.enum(['lr', 'fm', 'deepfm']),
    rankerOptions,
    z.looseObject({ command: z.union([z.string(), z.array(z.string())]) }),
  ])
  .transform((r) => (typeof r === 'string' ? { ...defaultRanker, kind: r } : r))
  .default(defaultRanker);

export const SpecSchema = z.strictObject({
  version: z.literal(1),
  log,
  items: table.optional(),
  users: table.optional(),
  split: split.default({ evaluate: 0.2, slices: 10 }),
  sources: z.array(source).default([]),
  models: z.array(model).default([]),
  ranker,
  rankers: z.array(z.enum(['lr', 'fm', 'deepfm'])).optional(),
  metric: z.enum(['auc', 'gauc', 'ndcg', 'recall']).default('auc'),
  seeds: z.int().min(1).max(100).default(3).describe('Number of ranker seeds.'),
  seed: z.int().min(0).max(0xffffffff).default(1).describe('The base seed.'),
  folds: z.int().min(2).max(20).default(5).describe('User folds of cross-fitting.'),
  selfEvidence: z.enum(['cross-fit', 'leave-user-out']).default('cross-fit'),
  minimumGain: z.number().positive().default(0.001),
  gate: z.looseObject({ source: name }).optional(),
  appliesTo: z.array(z.string()).optional(),
});

/** A spec as written. */
export type SpecInput = z.input<typeof SpecSchema>;
/** A spec with every default filled in. */
export type Spec = z.output<typeof SpecSchema>;
export type SplitSpec = Spec['split'];
export type FeatureSpec = Spec['log']['features'][number];
export type TableSpec = NonNullable<Spec['items']>;
/** The source kinds whose engine exists. */
export type CoClickSpec = z.output<typeof coClick>;
/** The built-in rankers' options. */
export type RankerOptions = z.output<typeof rankerOptions>;
