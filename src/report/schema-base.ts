/** What a report says of the base: how its scores are out of sample, and the search that chose its recipe. */
import * as z from 'zod/mini';

/** One for all keys: a report has a hundred. */
export const number = z.number();
/** Half-width that somebody asks of intervals, in units of the metric: of a spec, an agent or the editor. */
export const halfWidth = z.number().check(z.positive(), z.maximum(1));
/** How many rows train, and how many judge. */
const rows = z.strictObject({ fit: number, validate: number });

const TrialSchema = z.strictObject({
  /** The searched options alone. */
  options: z.record(z.string(), number),
  /** The stage of the search that tried it, from 1. */
  stage: number,
  /** Epochs (quarters) trained, and those at the lowest log loss. */
  epochs: number,
  bestEpochs: number,
  /** The lowest validation log loss; null where the ranker diverged before the first check. */
  logLoss: z.nullable(number),
  /** The rung, from 1, at whose end it was left behind. */
  dropped: z.optional(number),
  /** Why it ended by itself. */
  ended: z.optional(z.enum(['turned', 'diverged'])),
});

/** Validation log losses of rankers that know next to nothing, and of logistic regression. */
const ReferencesSchema = z.strictObject({
  constant: number,
  counts: z.optional(number),
  lr: z.optional(number),
});

/** A base of some strength, and what is gained on it. */
const CurvePointSchema = z.strictObject({
  ranker: z.string(),
  /** The searched options. */
  options: z.record(z.string(), number),
  epochs: number,
  /** On the validation rows, before any head. */
  logLoss: number,
  /** Of the evaluation rows: AUC of the base's head. */
  auc: number,
  /** By source or model: LIS (transferable where it can be) or AIS. */
  gains: z.record(z.string(), z.strictObject({ value: number, low: number, high: number, se: number })),
});

export const BaseSchema = z.strictObject({
  /** Blocks of rows by time, or folds of users; absent where the log holds the scores. */
  blocks: z.optional(z.strictObject({ by: z.enum(['time', 'row', 'user']), count: number })),
  /** Rows that a head is trained on, and those that choose its length; absent where each arm is a ranker. */
  headRows: z.optional(rows),
  /** Of how many rows they are a sample; absent where they are all that there are. */
  headRowsOf: z.optional(number),
  /** What heads are, whether the spec or the rows chose it, and about how many head rows are positive; absent with joint training and `gbdt`. */
  head: z.optional(
    z.strictObject({ kind: z.enum(['trees', 'additive']), by: z.enum(['spec', 'rows']), positives: number }),
  ),
  /** What came from the cache: the search, and the scores of so many seeds; those of the others were trained. Absent where nothing did. */
  cached: z.optional(z.strictObject({ search: z.boolean(), seeds: number, trained: number })),
  /** What is gained over bases of growing strength: the last one is the chosen one, of all seeds; the others are of the first seed. */
  curve: z.optional(z.array(CurvePointSchema)),
  search: z.optional(
    z.strictObject({
      trials: z.array(TrialSchema),
      /** Which of the trials was chosen, from 0. */
      chosen: number,
      /** Epochs (quarters) on all training rows. */
      epochs: number,
      logLoss: number,
      /** Searched options whose chosen value lies at an edge of the space. */
      edge: z.array(z.string()),
      rows,
      references: ReferencesSchema,
      /** Whether a reference is as good as the base. */
      weak: z.boolean(),
      /** Of a weak base with options that the spec gives: the log loss of a search that chooses all. */
      unpinned: z.optional(number),
    }),
  ),
});

export type BaseReport = z.output<typeof BaseSchema>;
