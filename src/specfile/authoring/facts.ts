/**
 * What is known of the files that a spec names: the columns with their types and values. The compute process looks at the
 * files; completion, hovers and the check of column names read the result and never the data.
 */
import * as z from 'zod/mini';

const ColumnFactsSchema = z.strictObject({
  name: z.string(),
  /** The engine's type name, such as `BIGINT`. */
  type: z.string(),
  family: z.string(),
  /** Distinct values that are not null, of the rows that were read; 0 for lists and structures. */
  distinct: z.number(),
  /** Share of null values. */
  nulls: z.number(),
  /** True for floats and decimals that are whole numbers in every row. */
  whole: z.optional(z.boolean()),
  /** Share of the values that read as an ISO 8601 date or timestamp; text columns only. */
  isoShare: z.number(),
  min: z.optional(z.string()),
  max: z.optional(z.string()),
  median: z.optional(z.number()),
  /** All values with their shares, where there are few. */
  values: z.optional(z.array(z.strictObject({ value: z.string(), share: z.number() }))),
  examples: z.array(z.string()),
  /** Of a column that looks like what a ranker logged: `probability` without doubt, `score` perhaps. */
  score: z.optional(z.string()),
});

export const TableFactsSchema = z.strictObject({
  /** As the spec would name them. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number() })),
  /** Rows that were read. */
  rows: z.number(),
  /** False where the files hold more rows than were read. */
  complete: z.boolean(),
  /** Those that every file has. */
  columns: z.array(ColumnFactsSchema),
});

export type ColumnFacts = z.output<typeof ColumnFactsSchema>;
export type TableFacts = z.output<typeof TableFactsSchema>;
