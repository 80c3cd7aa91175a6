/** What many parts of a report are made of: an estimate, an input, ranking metrics, the influence of groups. */
import * as z from 'zod/mini';
import { number } from './schema-base.ts';

/** A difference of a metric with its interval. `null` variance parts were not estimable (for instance one seed). */
export const EstimateSchema = z.strictObject({
  value: number,
  low: number,
  high: number,
  /** Confidence level of [low, high]: 0.95, or more where several sources are judged at once. */
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

/** Groups of evaluation users, and the degrees of freedom of a variance over them. */
export const UserGroupsSchema = z.strictObject({
  count: z.int().check(z.minimum(2)),
  df: z.number().check(z.minimum(1)),
});
