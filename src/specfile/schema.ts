/** The one schema of the spec (`lis.yaml`). The JSON schema in `media/` and every spec type are derived from it. */
import * as z from 'zod/mini';
import { halfWidth } from '../report/schema-base.ts';
import { engine } from './schema-engine.ts';
import { model } from './schema-models.ts';
import { objectives } from './schema-objectives.ts';
import { columnName, feature, header, marker, moment, name, paths, slices } from './schema-parts.ts';
import {
  type BuiltInRanker,
  type CommandRanker,
  type deepfmOptions,
  type fmOptions,
  type GbdtRanker,
  type LoggedRanker,
  ranker,
  rankers,
} from './schema-ranker.ts';
import { rolling } from './schema-rolling.ts';
import { type SourceOf, type SourceSpec, source } from './sources/index.ts';

const log = z
  .strictObject({
    path: paths,
    user: columnName.check(z.describe('Column of the user id.')),
    item: columnName.check(z.describe('Column of the candidate item id.')),
    label: z
      .string()
      .check(
        z.minLength(1),
        z.meta({ title: 'column or expression' }),
        z.describe(
          'What counts as positive: a 0/1 column, or an expression over columns such as `rating >= 4`.',
        ),
      ),
    time: z.optional(
      columnName.check(
        z.describe(
          'Column of the time: timestamp, date, or unix seconds, milliseconds or microseconds (detected). May be absent only with a ready-made split.',
        ),
      ),
    ),
    labelTime: z.optional(
      columnName.check(
        z.describe(
          'Column of the time at which the label of a positive became known, where that is later than the row: counts, histories and training see it from then on. Negatives need none.',
        ),
      ),
    ),
    group: z.optional(
      columnName.check(z.describe('Column of the request or impression list, for GAUC, NDCG and recall.')),
    ),
    weight: z.optional(
      columnName.check(z.describe('Column that weighs positives (dwell time, value), for weighted AUC.')),
    ),
    propensity: z.optional(
      columnName.check(
        z.describe(
          'Column of the chance, above 0 and at most 1, with which the logging policy showed the row: LIS and AIS are then also weighed by its inverse, as a check.',
        ),
      ),
    ),
    features: z._default(z.array(feature).check(z.describe('Baseline features x: columns of the log.')), []),
    counts: z.optional(
      z
        .boolean()
        .check(
          z.describe(
            "As-of counts in the base: the user's and the item's exposures and positive rate before the row's time. Default: true where `time` is given.",
          ),
        ),
    ),
    header,
    nullText: z.optional(
      z
        .enum(['missing', 'keep'])
        .check(
          z.describe(
            'Texts such as `NULL`, `nan`, `None` and `\\N` in a column of ids, in any table. `missing`: the row has no id there. `keep`: they are ids like any other. Default: missing.',
          ),
        ),
    ),
  })
  .check(z.describe('The ranking log: one row per impression or rating.'));

const table = z.strictObject({
  path: paths,
  key: columnName.check(z.describe('Column that holds the id of the log.')),
  features: z
    .array(feature)
    .check(z.minLength(1), z.describe('Columns of this table that join the baseline features.')),
  header,
});

const percent = z
  .pipe(
    z.string().check(
      z.regex(/^\d+(\.\d+)?%$/, { abort: true }),
      z.refine((text) => Number(text.slice(0, -1)) > 0 && Number(text.slice(0, -1)) < 100, {
        message: 'must lie between 0% and 100%',
        abort: true,
      }),
    ),
    z.transform((text) => Number(text.slice(0, -1)) / 100),
  )
  .check(z.meta({ title: 'share such as 20%' }));

const split = z
  .union([
    z
      .strictObject({
        evaluate: percent.check(z.describe('The last rows by time are evaluated: a share such as 20%.')),
        slices: z._default(slices, 10),
      })
      .check(z.describe('The last share of the log is evaluated.')),
    z
      .strictObject({
        from: moment.check(z.describe('The cut: rows from here on are evaluated, earlier ones train.')),
        to: z.optional(
          moment.check(z.describe('Evaluation ends before this; the end of the log where absent.')),
        ),
        slices: z._default(slices, 'daily'),
      })
      .check(z.describe('A time range is evaluated.')),
    z
      .strictObject({
        column: columnName.check(
          z.describe(
            'Column that marks the parts of a ready-made split. `filename`: the base name of the file that a row stands in (`train.parquet`), or its path where a part is a path or glob (`test/*.csv`), unless the log has a column of that name.',
          ),
        ),
        train: marker.check(z.describe('Value of the training rows.')),
        validate: z.optional(marker.check(z.describe('Value of the rows that choose when training stops.'))),
        evaluate: marker.check(z.describe('Value of the evaluation rows.')),
        disjoint: z.optional(
          z
            .enum(['user', 'item', 'both'])
            .check(
              z.describe(
                'What the split promises to keep apart: no evaluated user, item, or either of them trains. `lis audit` calls a broken promise an error.',
              ),
            ),
        ),
        slices: z._default(slices, 10),
      })
      .check(z.describe('A ready-made split.')),
  ])
  .check(z.describe('Which rows train and which are evaluated, and the slices of the timeline.'));

const threshold = z
  .string()
  .check(z.regex(/^(>=|>)\s*-?\d+(\.\d+)?$/), z.meta({ title: 'bound such as ">= 0.002"' }));

const gatedObjective = z.optional(
  name.check(z.describe('The objective by which it must pass. Default: the label of the log.')),
);

const gate = z.optional(
  z
    .union([
      z
        .strictObject({
          source: name.check(z.describe('The source that must pass.')),
          objective: gatedObjective,
          transferable: z.optional(
            threshold.check(z.describe('Bound on the transferable LIS, such as ">= 0.002".')),
          ),
          total: z.optional(threshold.check(z.describe('Bound on the total LIS, such as ">= 0.002".'))),
        })
        .check(z.describe('A source must pass.')),
      z
        .strictObject({
          model: name.check(z.describe('The model that must pass.')),
          objective: gatedObjective,
          ais: z.optional(threshold.check(z.describe('Bound on the AIS, such as ">= 0.001".'))),
        })
        .check(z.describe('A model must pass.')),
    ])
    .check(z.describe('What `lis evaluate --gate` demands; exit code 1 when it is not met.')),
);

export const SpecSchema = z
  .strictObject({
    version: z.literal(1).check(z.describe('Version of the spec format.')),
    engine,
    log,
    items: z.optional(table.check(z.describe('Item table, joined to the log by item id.'))),
    users: z.optional(table.check(z.describe('User table, joined to the log by user id.'))),
    split: z.prefault(split, { evaluate: '20%', slices: 10 }),
    sources: z._default(
      z
        .array(source)
        .check(
          z.describe(
            'Preference data under evaluation. Without sources the report holds the base arm alone.',
          ),
        ),
      [],
    ),
    models: z._default(z.array(model).check(z.describe('What the multimodal model really gave.')), []),
    objectives,
    rolling,
    ranker,
    rankers,
    training: z._default(
      z
        .enum(['staged', 'joint'])
        .check(
          z.describe(
            '`staged`: one tuned base, and a head per arm on its out-of-sample scores. `joint`: a ranker per arm.',
          ),
        ),
      'staged',
    ),
    head: z.optional(
      z
        .enum(['trees', 'additive'])
        .check(
          z.describe('The head of an arm: `trees`, or `additive` for few rows, which is then the default.'),
        ),
    ),
    headRows: z.optional(
      z
        .int()
        .check(
          z.minimum(1000),
          z.maximum(4_000_000),
          z.describe(
            'Rows that a head is trained on, at most, drawn by the seed; 250,000 where absent. Fewer take less time.',
          ),
        ),
    ),
    metric: z._default(
      z
        .enum(['auc', 'gauc', 'ndcg', 'recall'])
        .check(z.describe('The metric M whose differences are reported.')),
      'auc',
    ),
    seeds: z._default(
      z
        .int()
        .check(
          z.minimum(1),
          z.maximum(100),
          z.describe('Number of ranker seeds; the interval covers their spread.'),
        ),
      3,
    ),
    seed: z._default(
      z
        .int()
        .check(z.minimum(0), z.maximum(0xffffffff), z.describe('The base seed. Same seed, same scores.')),
      1,
    ),
    precision: z.optional(
      halfWidth.check(
        z.describe(
          'How narrow the 95 % interval of each LIS and AIS is to be: its half-width, in units of the metric. Only as many evaluation users are then measured as it takes; all of them where absent.',
        ),
      ),
    ),
    folds: z._default(
      z.int().check(z.minimum(2), z.maximum(20), z.describe('User folds of cross-fitting.')),
      5,
    ),
    selfEvidence: z._default(
      z
        .enum(['cross-fit', 'leave-user-out'])
        .check(z.describe("How users' own events are kept out of the preference data that their rows read.")),
      'cross-fit',
    ),
    minimumGain: z._default(
      z
        .number()
        .check(
          z.positive(),
          z.maximum(1),
          z.describe('The smallest gain worth having; verdicts compare with it.'),
        ),
      0.001,
    ),
    gate,
    appliesTo: z.optional(
      z
        .array(z.string().check(z.minLength(1)))
        .check(
          z.describe(
            "Globs of the files this spec speaks for in the editor. Default: the spec's folder and below.",
          ),
        ),
    ),
  })
  .check(
    z.meta({
      title: 'LIS spec',
      description:
        'What LIS Lens evaluates: a ranking log, how it is split, and the preference data and models to judge.',
    }),
  );

/** A spec as written. */
export type SpecInput = z.input<typeof SpecSchema>;
/** A spec with every default filled in. */
export type Spec = z.output<typeof SpecSchema> & {
  /** Sources that this run does not evaluate and one of its own reads; never written in a spec. */
  bases?: readonly SourceSpec[] | undefined;
};
export type { SourceSpec };
export type SplitSpec = Spec['split'];
export type FeatureSpec = Spec['log']['features'][number];
export type { EngineSpec } from './schema-engine.ts';
export type { ObjectiveSpec } from './schema-objectives.ts';
export type { RollingSpec } from './schema-rolling.ts';
export type TableSpec = NonNullable<Spec['items']>;
export type ModelSpec = Spec['models'][number];
export type EmbeddingsModel = Extract<ModelSpec, { kind: 'embeddings' }>;
export type ProbeSpec = NonNullable<EmbeddingsModel['probe']>[number];
export type PredictionsModel = Extract<ModelSpec, { kind: 'predictions' }>;
export type CoClickSpec = SourceOf<'co-click'>;
/** What a factorisation machine is told: `fm`, and the vectors of `id-embedding`. */
export type FmOptions = z.output<typeof fmOptions>;
/** The built-in rankers' options. */
export type RankerOptions = BuiltInRanker;
/** Whatever a spec may name as its ranker. */
export type AnyRanker = RankerOptions | GbdtRanker | CommandRanker | LoggedRanker;
export type DeepFmOptions = z.output<typeof deepfmOptions>;
