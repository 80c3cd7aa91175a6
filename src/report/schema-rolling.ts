/** What a report says of successive cuts: how LIS, AIS and the base moved over the log's last days. */
import * as z from 'zod/mini';
import { number } from './schema-base.ts';
import { EstimateSchema } from './schema-parts.ts';

/** One cut: all that came before it trains, and what follows up to the next one is evaluated. */
export const RollingWindowSchema = z.strictObject({
  /** The cut and the end of the rows, which is not among them; ISO 8601. */
  from: z.string(),
  to: z.string(),
  /** Rows before the cut; evaluation rows with their users and positives. */
  trainRows: number,
  rows: number,
  users: number,
  positives: number,
  /** Why nothing was measured, where that is so. */
  skipped: z.optional(z.string()),
  /** AUC of the base's head, with the interval over users and seeds; its `p` is of "0.5". */
  baseAuc: z.optional(EstimateSchema),
  sources: z.array(
    z.strictObject({
      name: z.string(),
      /** The headline: transferable, or the total of data without provenance. */
      lis: EstimateSchema,
      honestGain: z.optional(EstimateSchema),
      freshness: z.optional(EstimateSchema),
      placeboGain: EstimateSchema,
    }),
  ),
  models: z.array(z.strictObject({ name: z.string(), ais: EstimateSchema })),
});

/** A number over all windows that were measured. */
const trend = {
  /** Mean over windows, each counting alike. */
  mean: EstimateSchema,
  /** What the line of least squares says it changed by, from the first window to the last; absent of fewer than three windows. */
  change: z.optional(EstimateSchema),
};

export const RollingSchema = z.strictObject({
  /** Length of a window as the spec has it: `1d`. */
  every: z.string(),
  /** The earliest first. */
  windows: z.array(RollingWindowSchema),
  /** Of the base's AUC; absent where no window could be measured. */
  base: z.optional(z.strictObject(trend)),
  /** Of the headline LIS and the AIS; empty where no window could be measured. */
  sources: z.array(
    z.strictObject({
      name: z.string(),
      ...trend,
      /** LIS against the window W of the source, in slices, on the evaluation rows of the report. */
      lengths: z.optional(
        z.array(
          z.strictObject({ slices: number, lis: EstimateSchema, honestGain: z.optional(EstimateSchema) }),
        ),
      ),
      /** The honest gain of data that ends so many slices before the row's own, on the evaluation rows of the report: 1 is the honest arm. */
      lags: z.optional(z.array(z.strictObject({ slices: number, gain: EstimateSchema }))),
    }),
  ),
  models: z.array(z.strictObject({ name: z.string(), ...trend })),
});

export type RollingReport = z.output<typeof RollingSchema>;
export type RollingWindow = z.output<typeof RollingWindowSchema>;
