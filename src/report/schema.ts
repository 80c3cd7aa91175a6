/**
 * The report: the product of a run, one versioned JSON document. Tables, CodeLens titles and exports are views of it;
 * none of them computes a number. Written and read only through this schema.
 */
import * as z from 'zod/mini';
import { BaseSchema, number } from './schema-base.ts';

/** A difference of a metric with its interval. `null` variance parts were not estimable (for instance one seed). */
export const EstimateSchema = z.strictObject({
  value: number,
  low: number,
  high: number,
  /** Confidence level of [low, high], 0.95. */
  level: number,
  /** Standard error: the square root of the total variance. */
  se: number,
  /** Degrees of freedom of the t quantile (Satterthwaite). */
  df: number,
  /** Two-sided p of "no difference". */
  p: number,
  pHolm: z.optional(number),
  variance: z.strictObject({
    users: number,
    seeds: z.nullable(number),
    usersAndItems: z.optional(number),
  }),
  /** Unclustered DeLong standard error of the same difference: a diagnostic, never the interval. */
  plainSe: z.optional(number),
});

export const InputFingerprintSchema = z.strictObject({
  role: z.enum(['log', 'items', 'users', 'source', 'model']),
  path: z.string(),
  /** Absent, as `modified` is, where the input is not a file, but a table of an engine, say. */
  bytes: z.optional(number),
  /** ISO 8601 */
  modified: z.optional(z.string()),
  /** Of a file: `sha256:` and the SHA-256 of all bytes; without that word, of a first version's report, a hash of the edges alone. */
  hash: z.string(),
  /** Name of the source or model whose file it is; of roles `source` and `model`, and absent in reports of first versions. */
  part: z.optional(z.string()),
  rows: z.optional(number),
});

/** Metrics beside AUC and log loss; each is the mean over seeds. Absent where undefined on this log. */
export const RankingMetricsSchema = z.strictObject({
  /** AUC per group, weighted by impressions (DIN, FuxiCTR), positives (RecBole), or equally. */
  gauc: z.optional(z.strictObject({ impressions: number, positives: number, equal: number })),
  /** Groups that entered GAUC, and those skipped because they hold one class only. */
  groups: z.optional(z.strictObject({ used: number, skipped: number })),
  /** AUC with `log.weight` on the positives. */
  weightedAuc: z.optional(number),
  /** By cut-off k ("10"): mean over the groups with a positive. */
  ndcg: z.optional(z.record(z.string(), number)),
  recall: z.optional(z.record(z.string(), number)),
});

/**
 * What the users of each group contribute to the deviation of one arm and seed's metric from its expectation. With it two
 * reports on the same users tell how far they vary together.
 */
export const InfluenceSchema = z.strictObject({
  /** M of this arm and seed: the AUC unless the spec has another metric. */
  value: number,
  /** Influence of a group = scale · its number in `groups`. */
  scale: z.number().check(z.nonnegative()),
  /** Base64 of a signed 16-bit little-endian integer per group. */
  groups: z.base64(),
});

export const ArmSchema = z.strictObject({
  /** base · honest:NAME · leaked:NAME · leaked-total:NAME · model:NAME · probe:MODEL:SOURCE · baseline:NAME · … */
  id: z.string(),
  arm: z.enum(['base', 'honest', 'fresh', 'leaked', 'leaked-total', 'placebo', 'model', 'probe', 'baseline']),
  source: z.optional(z.string()),
  model: z.optional(z.string()),
  ranker: z.string(),
  /** Mean over seeds. */
  auc: number,
  /** Null for predictions that are no probabilities. */
  logLoss: z.nullable(number),
  /** Means over seeds of the ranking metrics; present where the spec has `log.group` (else groups are users) or `log.weight`. */
  ranking: z.optional(RankingMetricsSchema),
  /** Standard deviation of the AUC over seeds (n − 1); absent with one seed. */
  aucSd: z.optional(number),
  /** Mean training length over seeds, epochs. */
  epochs: z.optional(number),
  /** Mean number of trees over seeds, of a head. */
  trees: z.optional(number),
  perSeed: z.array(
    z.strictObject({
      seed: number,
      auc: number,
      logLoss: z.nullable(number),
      /** Training length chosen by early stopping, epochs; absent for what was not trained here. */
      epochs: z.optional(number),
      /** Trees of a head. */
      trees: z.optional(number),
      /** Of an additive head's columns, of an arm's own that of most weight; null where it does without them. */
      penalty: z.optional(z.nullable(number)),
      influence: z.optional(InfluenceSchema),
    }),
  ),
});

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

export const SourceSchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  provenance: z.enum(['built', 'declared']),
  /** Share of evaluation rows whose candidate is in P and has an edge to the history, cross-fitted leaked arm. */
  coverage: number,
  lis: z.strictObject({ transferable: z.optional(EstimateSchema), total: EstimateSchema }),
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
      /** Evaluation users that would bring the detectable LIS down to the minimum gain, and how many there are. */
      usersNeeded: z.nullable(number),
      seedsNeeded: z.nullable(number),
      advice: z.enum(['enough', 'users', 'seeds', 'users-and-seeds']),
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

/** What another ranker of the spec made of the same rows, arms and seeds, in the form of the report's own parts. */
export const OtherRankerSchema = z.strictObject({
  ranker: z.record(z.string(), z.unknown()),
  /** How the base was found; absent in reports of versions that searched nothing. */
  base: z.optional(BaseSchema),
  arms: z.array(ArmSchema),
  sources: z.array(SourceSchema),
  models: z._default(z.array(ModelSchema), []),
  verdicts: z.array(VerdictSchema),
});

export const ReportSchema = z.strictObject({
  version: z.literal(1),
  tool: z.strictObject({ name: z.literal('lis-lens'), version: z.string() }),
  /** ISO 8601 */
  created: z.string(),
  spec: z.strictObject({
    path: z.string(),
    hash: z.string(),
    /** Hash of what all sources and models share, and of each by its name; absent in reports of first versions. */
    shared: z.optional(z.string()),
    parts: z.optional(z.record(z.string(), z.string())),
    /** The sources and models that the run was limited to; absent where it evaluated all of the spec's. */
    only: z.optional(z.array(z.string())),
  }),
  seed: number,
  inputs: z.array(InputFingerprintSchema),
  resources: z.strictObject({
    wallSeconds: number,
    cpuSeconds: number,
    peakMemoryBytes: number,
    threads: number,
    /** Visits of rows by all trainings; in reports without `baseRowsTrained` by those of the arms alone. */
    rowsTrained: number,
    /** Those of the base: its search, its scores, projections, the curve. The others are of the arms. */
    baseRowsTrained: z.optional(number),
    /** Versions of what computed: node, duckdb. */
    versions: z.record(z.string(), z.string()),
  }),
  data: z.strictObject({
    rows: number,
    trainRows: number,
    evalRows: number,
    users: number,
    evalUsers: number,
    /** (Σ nᵤ)² / Σ nᵤ² over the evaluation rows of each user. */
    effectiveUsers: number,
    items: number,
    positiveRate: number,
    timeUnit: z.optional(z.string()),
    /** ISO 8601; absent without time. */
    evaluate: z.optional(z.strictObject({ from: z.string(), to: z.string() })),
    slices: z.optional(number),
    /** How the arms' `influence` groups the evaluation users, and the degrees of freedom of a variance over the groups. */
    userGroups: z.optional(
      z.strictObject({ count: z.int().check(z.minimum(2)), df: z.number().check(z.minimum(1)) }),
    ),
  }),
  ranker: z.record(z.string(), z.unknown()),
  /** How the base was found; absent in reports of versions that searched nothing. */
  base: z.optional(BaseSchema),
  /** The metric M whose differences the estimates are; AUC where absent. */
  metric: z.optional(z.enum(['auc', 'gauc', 'ndcg', 'recall'])),
  arms: z.array(ArmSchema),
  sources: z.array(SourceSchema),
  /** Empty in reports of versions that knew none. */
  models: z._default(z.array(ModelSchema), []),
  /** Absent in reports of versions that gave none. */
  verdicts: z._default(z.array(VerdictSchema), []),
  /** The rankers after the first; everything else in the report is of the first. Absent where the spec has one. */
  otherRankers: z.optional(z.array(OtherRankerSchema)),
  /** What the gate of the spec asked of a source or of a model, and found. */
  gate: z.optional(
    z.strictObject({
      source: z.optional(z.string()),
      model: z.optional(z.string()),
      condition: z.string(),
      value: number,
      met: z.boolean(),
      /** What was gated, or the base, holds the label: then no value meets a bound. */
      leak: z.optional(z.literal(true)),
    }),
  ),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), count: z.optional(number) })),
});

export type Estimate = z.output<typeof EstimateSchema>;
export type InputFingerprint = z.output<typeof InputFingerprintSchema>;
/** That of a file, which can be looked at again. */
export type FileFingerprint = InputFingerprint & { bytes: number; modified: string };
export type Influence = z.output<typeof InfluenceSchema>;
export type ArmReport = z.output<typeof ArmSchema>;
export type ModelReport = z.output<typeof ModelSchema>;
export type ProbeReport = z.output<typeof ProbeSchema>;
export type SourceReport = z.output<typeof SourceSchema>;
export type RankingMetrics = z.output<typeof RankingMetricsSchema>;
export type Segment = z.output<typeof SegmentSchema>;
export type FeatureReport = z.output<typeof FeatureSchema>;
export type Verdict = z.output<typeof VerdictSchema>;
export type OtherRanker = z.output<typeof OtherRankerSchema>;
export type Report = z.output<typeof ReportSchema>;
