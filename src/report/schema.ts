/**
 * The report: the product of a run, one versioned JSON document. Tables, CodeLens titles and exports are views of it;
 * none of them computes a number. Written and read only through this schema.
 */
import * as z from 'zod';

/** A difference of a metric with its interval. `null` variance parts were not estimable (for instance one seed). */
export const EstimateSchema = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  /** Confidence level of [low, high], 0.95. */
  level: z.number(),
  /** Standard error: the square root of the total variance. */
  se: z.number(),
  /** Degrees of freedom of the t quantile (Satterthwaite). */
  df: z.number(),
  /** Two-sided p of "no difference". */
  p: z.number(),
  pHolm: z.number().optional(),
  variance: z.strictObject({
    users: z.number(),
    seeds: z.number().nullable(),
    usersAndItems: z.number().optional(),
  }),
  /** Unclustered DeLong standard error of the same difference: a diagnostic, never the interval. */
  plainSe: z.number().optional(),
});

export const InputFingerprintSchema = z.strictObject({
  role: z.enum(['log', 'items', 'users', 'source', 'model']),
  path: z.string(),
  bytes: z.number(),
  /** ISO 8601 */
  modified: z.string(),
  /** SHA-256 of size, the first and the last 64 KiB. */
  hash: z.string(),
  rows: z.number().optional(),
});

export const ArmSchema = z.strictObject({
  /** base · honest:NAME · leaked:NAME · leaked-total:NAME · … */
  id: z.string(),
  arm: z.enum(['base', 'honest', 'fresh', 'leaked', 'leaked-total', 'placebo', 'model']),
  source: z.string().optional(),
  model: z.string().optional(),
  ranker: z.string(),
  /** Mean over seeds. */
  auc: z.number(),
  logLoss: z.number(),
  /** Standard deviation of the AUC over seeds (n − 1); absent with one seed. */
  aucSd: z.number().optional(),
  /** Mean training length over seeds, epochs. */
  epochs: z.number().optional(),
  perSeed: z.array(
    z.strictObject({
      seed: z.number(),
      auc: z.number(),
      logLoss: z.number(),
      /** Training length chosen by early stopping, epochs. */
      epochs: z.number(),
    }),
  ),
});

export const SourceSchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  provenance: z.enum(['built', 'declared']),
  /** Share of evaluation rows whose candidate is in P and has an edge to the history, cross-fitted leaked arm. */
  coverage: z.number(),
  lis: z.strictObject({ transferable: EstimateSchema.optional(), total: EstimateSchema }),
  honestGain: EstimateSchema,
  /** Smallest transferable LIS that this data would detect with 80 % power: 2.80 · SE. */
  minimumDetectable: z.number(),
});

export const ReportSchema = z.strictObject({
  version: z.literal(1),
  tool: z.strictObject({ name: z.literal('lis-lens'), version: z.string() }),
  /** ISO 8601 */
  created: z.string(),
  spec: z.strictObject({ path: z.string(), hash: z.string() }),
  seed: z.number(),
  inputs: z.array(InputFingerprintSchema),
  resources: z.strictObject({
    wallSeconds: z.number(),
    cpuSeconds: z.number(),
    peakMemoryBytes: z.number(),
    threads: z.number(),
    rowsTrained: z.number(),
    /** Versions of what computed: node, duckdb. */
    versions: z.record(z.string(), z.string()),
  }),
  data: z.strictObject({
    rows: z.number(),
    trainRows: z.number(),
    evalRows: z.number(),
    users: z.number(),
    evalUsers: z.number(),
    /** (Σ nᵤ)² / Σ nᵤ² over the evaluation rows of each user. */
    effectiveUsers: z.number(),
    items: z.number(),
    positiveRate: z.number(),
    timeUnit: z.string().optional(),
    /** ISO 8601; absent without time. */
    evaluate: z.strictObject({ from: z.string(), to: z.string() }).optional(),
    slices: z.number().optional(),
  }),
  ranker: z.record(z.string(), z.unknown()),
  arms: z.array(ArmSchema),
  sources: z.array(SourceSchema),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), count: z.number().optional() })),
});

export type Estimate = z.output<typeof EstimateSchema>;
export type InputFingerprint = z.output<typeof InputFingerprintSchema>;
export type ArmReport = z.output<typeof ArmSchema>;
export type SourceReport = z.output<typeof SourceSchema>;
export type Report = z.output<typeof ReportSchema>;
