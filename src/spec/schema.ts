/** The one schema of the spec (`lis.yaml`). The JSON schema in `media/` and every spec type are derived from it. */
import * as z from 'zod';
import { columnName, feature, marker, moment, name, paths, slices } from './schema-parts.ts';
import {
  type BuiltInRanker,
  type CommandRanker,
  type deepfmOptions,
  type fmOptions,
  ranker,
  rankers,
} from './schema-ranker.ts';
import { type coClick, model, source } from './schema-sources.ts';

const log = z
  .strictObject({
    path: paths,
    user: columnName.describe('Column of the user id.'),
    item: columnName.describe('Column of the candidate item id.'),
    label: z
      .string()
      .min(1)
      .meta({ title: 'column or expression' })
      .describe(
        'What counts as positive: a 0/1 column, or an expression over columns such as `rating >= 4`.',
      ),
    time: columnName
      .optional()
      .describe(
        'Column of the time: timestamp, date, or unix seconds, milliseconds or microseconds (detected). May be absent only with a ready-made split.',
      ),
    group: columnName
      .optional()
      .describe('Column of the request or impression list, for GAUC, NDCG and recall.'),
    weight: columnName
      .optional()
      .describe('Column that weighs positives (dwell time, value), for weighted AUC.'),
    features: z.array(feature).default([]).describe('Baseline features x: columns of the log.'),
    counts: z
      .boolean()
      .optional()
      .describe(
        "As-of counts in the base: the user's and the item's exposures and positive rate before the row's time. Default: true where `time` is given.",
      ),
  })
  .describe('The ranking log: one row per impression or rating.');

const table = z.strictObject({
  path: paths,
  key: columnName.describe('Column that holds the id of the log.'),
  features: z.array(feature).min(1).describe('Columns of this table that join the baseline features.'),
});

const percent = z
  .string()
  .regex(/^\d+(\.\d+)?%$/, { abort: true })
  .refine((text) => Number(text.slice(0, -1)) > 0 && Number(text.slice(0, -1)) < 100, {
    message: 'must lie between 0% and 100%',
    abort: true,
  })
  .transform((text) => Number(text.slice(0, -1)) / 100)
  .meta({ title: 'share such as 20%' });

const split = z
  .union([
    z
      .strictObject({
        evaluate: percent.describe('The last rows by time are evaluated: a share such as 20%.'),
        slices: slices.default(10),
      })
      .describe('The last share of the log is evaluated.'),
    z
      .strictObject({
        from: moment.describe('The cut: rows from here on are evaluated, earlier ones train.'),
        to: moment.optional().describe('Evaluation ends before this; the end of the log where absent.'),
        slices: slices.default('daily'),
      })
      .describe('A time range is evaluated.'),
    z
      .strictObject({
        column: columnName.describe(
          'Column that marks the parts of a ready-made split. `filename`: the base name of the file that a row stands in (`train.parquet`), unless the log has a column of that name.',
        ),
        train: marker.describe('Value of the training rows.'),
        validate: marker.optional().describe('Value of the rows that choose when training stops.'),
        evaluate: marker.describe('Value of the evaluation rows.'),
        slices: slices.default(10),
      })
      .describe('A ready-made split.'),
  ])
  .describe('Which rows train and which are evaluated, and the slices of the timeline.');

const threshold = z
  .string()
  .regex(/^(>=|>)\s*-?\d+(\.\d+)?$/)
  .meta({ title: 'bound such as ">= 0.002"' });

const gate = z
  .union([
    z
      .strictObject({
        source: name.describe('The source that must pass.'),
        transferable: threshold.optional().describe('Bound on the transferable LIS, such as ">= 0.002".'),
        total: threshold.optional().describe('Bound on the total LIS, such as ">= 0.002".'),
      })
      .describe('A source must pass.'),
    z
      .strictObject({
        model: name.describe('The model that must pass.'),
        ais: threshold.optional().describe('Bound on the AIS, such as ">= 0.001".'),
      })
      .describe('A model must pass.'),
  ])
  .optional()
  .describe('What `lis evaluate --gate` demands; exit code 1 when it is not met.');

export const SpecSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of the spec format.'),
    log,
    items: table.optional().describe('Item table, joined to the log by item id.'),
    users: table.optional().describe('User table, joined to the log by user id.'),
    split: split.prefault({ evaluate: '20%', slices: 10 }),
    sources: z
      .array(source)
      .default([])
      .describe('Preference data under evaluation. Without sources the report holds the base arm alone.'),
    models: z.array(model).default([]).describe('What the multimodal model really gave.'),
    ranker,
    rankers,
    metric: z
      .enum(['auc', 'gauc', 'ndcg', 'recall'])
      .default('auc')
      .describe('The metric M whose differences are reported.'),
    seeds: z
      .int()
      .min(1)
      .max(100)
      .default(3)
      .describe('Number of ranker seeds; the interval covers their spread.'),
    seed: z.int().min(0).max(0xffffffff).default(1).describe('The base seed. Same seed, same scores.'),
    folds: z.int().min(2).max(20).default(5).describe('User folds of cross-fitting.'),
    selfEvidence: z
      .enum(['cross-fit', 'leave-user-out'])
      .default('cross-fit')
      .describe("How a user's own events are kept out of the preference data that his rows read."),
    minimumGain: z
      .number()
      .positive()
      .default(0.001)
      .describe('The smallest gain worth having; verdicts compare with it.'),
    gate,
    appliesTo: z
      .array(z.string().min(1))
      .optional()
      .describe(
        "Globs of the files this spec speaks for in the editor. Default: the spec's folder and below.",
      ),
  })
  .meta({
    title: 'LIS spec',
    description:
      'What LIS Lens evaluates: a ranking log, how it is split, and the preference data and models to judge.',
  });

/** A spec as written. */
export type SpecInput = z.input<typeof SpecSchema>;
/** A spec with every default filled in. */
export type Spec = z.output<typeof SpecSchema> & {
  /** Sources that this run does not evaluate and one of its own reads; never written in a spec. */
  bases?: readonly SourceSpec[] | undefined;
};
export type SplitSpec = Spec['split'];
export type FeatureSpec = Spec['log']['features'][number];
export type TableSpec = NonNullable<Spec['items']>;
export type SourceSpec = z.output<typeof source>;
export type ModelSpec = Spec['models'][number];
export type EmbeddingsModel = Extract<ModelSpec, { embeddings: unknown }>;
export type ProbeSpec = NonNullable<EmbeddingsModel['probe']>[number];
export type PredictionsModel = Extract<ModelSpec, { predictions: unknown }>;
/** The source kinds whose engine exists. */
export type CoClickSpec = z.output<typeof coClick>;
/** What a factorisation machine is told: `fm`, and the vectors of `id-embedding`. */
export type FmOptions = z.output<typeof fmOptions>;
/** The built-in rankers' options. */
export type RankerOptions = BuiltInRanker;
/** Whatever a spec may name as its ranker. */
export type AnyRanker = RankerOptions | CommandRanker;
export type DeepFmOptions = z.output<typeof deepfmOptions>;
