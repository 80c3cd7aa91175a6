/**
 * The report: the product of a run, one versioned JSON document. Tables, CodeLens titles and exports are views of it;
 * none of them computes a number. Written and read only through this schema.
 */
import * as z from 'zod/mini';
import { BaseSchema, number } from './schema-base.ts';
import {
  type FeatureSchema,
  LisSchema,
  ModelSchema,
  type ProbeSchema,
  type SegmentSchema,
  SourceSchema,
  VerdictSchema,
} from './schema-judged.ts';
import {
  EstimateSchema,
  InfluenceSchema,
  InputFingerprintSchema,
  RankingMetricsSchema,
  UserGroupsSchema,
} from './schema-parts.ts';
import { RollingSchema } from './schema-rolling.ts';

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

/** What the first ranker, or the same scores, give by an objective: in the form of the report's own parts. */
export const ObjectiveSchema = z.strictObject({
  name: z.string(),
  /** The label as the spec has it: a column or an expression. */
  label: z.string(),
  /** The column that weighs positives. */
  weight: z.optional(z.string()),
  /** M, whose differences the estimates are. */
  metric: z.enum(['auc', 'weighted-auc']),
  /** Share of the evaluation rows that it counts as positive. */
  positiveRate: number,
  /** M of the base alone, mean over seeds. */
  baseValue: number,
  /** How its base was found; absent where it has the label, and so the base, of the log. */
  base: z.optional(BaseSchema),
  /** As `data.userGroups`, by its label and weights. */
  userGroups: z.optional(UserGroupsSchema),
  /** Those of the report without arms that only serve a diagnostic; `auc` is unweighted. */
  arms: z.array(ArmSchema),
  /** Without features, and without segments where positives are weighed. */
  sources: z.array(SourceSchema),
  models: z._default(z.array(ModelSchema), []),
  verdicts: z.array(VerdictSchema),
});

/** Gains with every evaluation row weighed by the inverse of the chance with which it was shown. */
export const OffPolicySchema = z.strictObject({
  /** The column of that chance. */
  column: z.string(),
  /** (Σ w)² / Σ w², of all evaluation rows and of the positives. */
  effectiveRows: number,
  effectivePositives: number,
  /** Weighed AUC of the base alone, mean over seeds. */
  baseValue: number,
  sources: z.array(z.strictObject({ name: z.string(), lis: LisSchema })),
  models: z.array(z.strictObject({ name: z.string(), ais: EstimateSchema })),
});

/** As many evaluation users as it took to make the intervals as narrow as the spec's `precision`. */
export const PrecisionSchema = z.strictObject({
  /** The half-width that was asked for, in units of the metric. */
  asked: number,
  /** Whether the last stage is as narrow. */
  reached: z.boolean(),
  /** Evaluation users and rows of the log; those of the last stage are the ones that `data` and all numbers are of. */
  allUsers: number,
  allRows: number,
  /** What was measured, sample by sample, each with the users of those before: the half-width is that of the widest interval of a headline, at 95 %. */
  stages: z
    .array(z.strictObject({ share: number, users: number, rows: number, halfWidth: number }))
    .check(z.minLength(1)),
});

const option = z.union([z.string(), number, z.boolean()]);
const OptionSchema = z.union([option, z.array(option)]);

export const ReportSchema = z.strictObject({
  version: z.literal(1),
  tool: z.strictObject({
    name: z.literal('lis-lens'),
    version: z.string(),
    /** What asked for the run; absent where a program of the user's own did, and in reports of versions that did not tell. */
    origin: z.optional(z.enum(['command line', 'editor', 'agent'])),
  }),
  /** ISO 8601, when the run began; in reports of first versions when it ended. */
  created: z.string(),
  spec: z.strictObject({
    path: z.string(),
    hash: z.string(),
    /** Hash of what all sources and models share, and of each by its name; absent in reports of first versions. */
    shared: z.optional(z.string()),
    parts: z.optional(z.record(z.string(), z.string())),
    /** The sources and models that the run was limited to; absent where it evaluated all of the spec's. */
    only: z.optional(z.array(z.string())),
    /** What the spec said, as plain values by key (`sources.co-click.window`); absent in reports of versions that kept none. */
    options: z.optional(z.record(z.string(), OptionSchema)),
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
    /** That of the evaluation rows; this and the next two are absent in reports of versions that did not tell. */
    evalPositiveRate: z.optional(number),
    /** Evaluation users without an earlier row, and the share of the evaluation rows that is theirs. */
    newUsers: z.optional(z.strictObject({ users: number, rowShare: number })),
    /** Positive rows of the user who has most: no history is longer. */
    mostPositives: z.optional(number),
    timeUnit: z.optional(z.string()),
    /** ISO 8601; absent without time. */
    evaluate: z.optional(z.strictObject({ from: z.string(), to: z.string() })),
    slices: z.optional(number),
    /** How the arms' `influence` groups the evaluation users, and the degrees of freedom of a variance over the groups. */
    userGroups: z.optional(UserGroupsSchema),
  }),
  /** Absent where all evaluation users were measured because the spec asks for no `precision`. */
  precision: z.optional(PrecisionSchema),
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
  /** The objectives of the spec; absent where it has none. */
  objectives: z.optional(z.array(ObjectiveSchema)),
  /** Absent where the log has no propensities. */
  offPolicy: z.optional(OffPolicySchema),
  /** Successive cuts; absent where the spec asks for none. */
  rolling: z.optional(RollingSchema),
  /** What the gate of the spec asked of a source or of a model, and found. */
  gate: z.optional(
    z.strictObject({
      source: z.optional(z.string()),
      model: z.optional(z.string()),
      /** Absent where the gate is on what the log's label says. */
      objective: z.optional(z.string()),
      condition: z.string(),
      value: number,
      met: z.boolean(),
      /** What was gated, or the base, holds the label: then no value meets a bound. */
      leak: z.optional(z.literal(true)),
    }),
  ),
  /** What `lis audit` found in the same spec and data, most severe first; absent where no kept audit describes them. */
  audit: z.optional(
    z.array(
      z.strictObject({
        code: z.string(),
        severity: z.enum(['error', 'warning', 'info']),
        target: z.string(),
        message: z.string(),
        price: z.optional(EstimateSchema),
      }),
    ),
  ),
  /** The answer in a sentence, for the run and for each source and model; absent in reports of versions that wrote none. */
  summary: z.optional(
    z.strictObject({
      sentence: z.string(),
      parts: z.array(
        z.strictObject({
          target: z.string(),
          sentence: z.string(),
          verdict: z.optional(VerdictSchema.shape.code),
          action: z.optional(z.string()),
        }),
      ),
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
export type PrecisionReport = z.output<typeof PrecisionSchema>;
export type OffPolicyReport = z.output<typeof OffPolicySchema>;
export type ObjectiveReport = z.output<typeof ObjectiveSchema>;
export type OtherRanker = z.output<typeof OtherRankerSchema>;
export type { RollingReport, RollingWindow } from './schema-rolling.ts';
export type Report = z.output<typeof ReportSchema>;
