/** What a report says of each source and model, and the verdicts on them. */
import * as z from 'zod/mini';
import { number } from './schema-base.ts';
import { EstimateSchema } from './schema-parts.ts';

/** One part of the evaluation rows. `lis` is null, with the reason, where the part cannot be measured. */
export const SegmentSchema = z.strictObject({
  /** item · activity · coverage · or the name of a categorical column */
  by: z.string(),
  /** cold, tail, head · low, middle, high · covered, uncovered · or the column's value */
  value: z.string(),
  rows: number,
  users: number,
  positiveRate: number,
  baseAuc: z.nullable(number),
  /** Leaked − base on these rows; of a model, its AIS on them. */
  lis: z.nullable(EstimateSchema),
  reason: z.optional(z.string()),
});

/** What one leaked feature carries. */
export const FeatureSchema = z.strictObject({
  name: z.string(),
  /** AUC of the feature alone over the evaluation rows, missing ranked lowest; null for categorical features. */
  singleAuc: z.nullable(number),
  /** M(leaked) − M(leaked without it), retrained without it: a head with as many trees, or with joint training a ranker, of the eight features of highest singleAuc. */
  dropGain: z.optional(EstimateSchema),
  /** Share of evaluation rows where it is missing. */
  missing: number,
});

/** Headline and total: what a source adds to the base. */
export const LisSchema = z.strictObject({
  transferable: z.optional(EstimateSchema),
  total: EstimateSchema,
});

export const SourceSchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  provenance: z.enum(['built', 'declared']),
  /** Share of evaluation rows whose candidate is in P and has an edge to the history, cross-fitted leaked arm. */
  coverage: number,
  lis: LisSchema,
  /** Absent for data without provenance (files without time), which has no honest arm. */
  honestGain: z.optional(EstimateSchema),
  /** M(placebo) − M(base); replicate k of the permutation is paired with ranker seed k. */
  placeboGain: z.optional(EstimateSchema),
  /** M(fresh) − M(honest): what faster refreshing can win. Count-based builders only. */
  freshness: z.optional(EstimateSchema),
  /** M(leaked) − M(fresh): what no refreshing can. */
  lookAhead: z.optional(EstimateSchema),
  /** M(leaked) − M(placebo): relations, without capacity, exposure and activity. */
  netLis: z.optional(EstimateSchema),
  /** M(leaked-total) − M(leaked): what users say about themselves. */
  selfEvidence: z.optional(EstimateSchema),
  /**
   * Its headline LIS minus that of the best other source measured alike (transferable, or total), paired over the same users
   * and seeds. At a level that holds for all others of this source at once, since which is the best is chosen by these numbers.
   */
  versus: z.optional(z.strictObject({ source: z.string(), difference: EstimateSchema })),
  /** (M(leaked) − 0.5) / (M(base) − 0.5) − 1; null where the base is not above chance. */
  relaImpr: z.optional(z.nullable(number)),
  /** What would decide an undecided source, at the level that the verdicts use. */
  power: z.optional(
    z.strictObject({
      /** Evaluation users that would bring the detectable LIS down to what is to be found: the minimum gain, or `gain`. */
      usersNeeded: z.nullable(number),
      seedsNeeded: z.nullable(number),
      advice: z.enum(['enough', 'users', 'seeds', 'users-and-seeds']),
      /**
       * The gain to be found where it is not the minimum gain: the LIS as it seems is more than twice that, and has only to be told from it.
       * What is needed is then needed if the LIS is what it seems.
       */
      gain: z.optional(number),
    }),
  ),
  segments: z._default(z.array(SegmentSchema), []),
  features: z._default(z.array(FeatureSchema), []),
  /** Range of times that declared data was observed in, as the spec says. */
  observed: z.optional(z.string()),
  /** LIS with labels redrawn from an additive user + item model (`--null-check`): must hold 0. */
  nullCheck: z.optional(EstimateSchema),
  /** Smallest headline LIS that this data would detect with 80 % power at the level that the verdicts use: 2.80 · SE at 95 %, more with few degrees of freedom. */
  minimumDetectable: number,
});

/** What a cheap linear alignment of a model's vectors on a source's honest windows reaches. */
export const ProbeSchema = z.strictObject({
  source: z.string(),
  /** M(probe) − M(base): the probe AIS. */
  gain: EstimateSchema,
  /** M(probe) − M(model): what the alignment adds to the vectors as they are. */
  overModel: z.optional(EstimateSchema),
  /** Share of evaluation rows whose candidate and history have adapted vectors, with the first seed's folds. */
  coverage: z.optional(number),
  /** Why nothing was trained, where that is so: the gain is then that of missing features. No ratio to the LIS: its features are others. */
  untrained: z.optional(z.string()),
});

/** What a model's representation, or its predictions, really bring. */
export const ModelSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['embeddings', 'predictions']),
  /** Share of evaluation rows whose candidate and history have vectors; 1 for predictions. */
  coverage: number,
  /** M(model) − M(base); for predictions M(with the model) − M(baseline file). */
  ais: EstimateSchema,
  /** (M(model) − 0.5) / (M(base) − 0.5) − 1; null where the base is not above chance. */
  relaImpr: z.optional(z.nullable(number)),
  /**
   * By source: AIS / LIS with Fieller's interval; its `p` is of "AIS is 0". Null, with the reason in `notCaptured`, where the
   * ratio means nothing.
   */
  captured: z.record(z.string(), z.nullable(EstimateSchema)),
  notCaptured: z.record(z.string(), z.string()),
  probes: z._default(z.array(ProbeSchema), []),
  segments: z._default(z.array(SegmentSchema), []),
  /** Smallest AIS that this data would detect with 80 % power: 2.80 · SE, more with few degrees of freedom. */
  minimumDetectable: number,
});

/** One judgement, most important first. */
export const VerdictSchema = z.strictObject({
  code: z.enum([
    'label-leak',
    'label-suspect',
    'headroom',
    'no-headroom',
    'underpowered',
    'self-evidence',
    'artefact',
    'freshness-limited',
    'cold-start-opportunity',
    'low-coverage',
    'ranker-dependent',
    'objective-dependent',
    'drifting',
    'alignment-bottleneck',
    'data-bottleneck',
    'exceeds-reference',
    'content-cannot-express',
  ]),
  severity: z.enum(['positive', 'info', 'warning', 'error']),
  /** The source or model it concerns; no two of a spec have one name. `the base` of one on the base. */
  target: z.string(),
  /** One sentence with the numbers. */
  message: z.string(),
  /** What to do next. */
  action: z.string(),
  /** Of `label-leak` and `label-suspect`: the columns or features that hold the label, or come nearest to it, and where the spec names them. */
  columns: z.optional(
    z.array(
      z.strictObject({
        name: z.string(),
        /** Of the column alone, either way round. */
        auc: number,
        specPath: z.array(z.union([z.string(), number])),
        /** In the spec as the run read it, from 1. */
        line: number,
      }),
    ),
  ),
});
