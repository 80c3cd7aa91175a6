/**
 * A ranking log in memory: typed, dictionary-encoded columns, one entry per row, sorted by time, then user and item by a hash of
 * their text, then label and features: neither the order of the input nor that of the ids' names matters. Everything sits in
 * SharedArrayBuffers: worker threads read the same bytes.
 */
import type { Warning } from '../common/failure.ts';
import type { InputFingerprint } from '../report/schema.ts';

/**
 * One baseline feature. Categorical: codes 0..cardinality−1, where 0 is *missing*; `keys` holds a hash of each code's text (0 of
 * missing), `names` the text itself where there are few. Numeric: NaN is *missing*.
 */
export type FeatureColumn =
  | {
      name: string;
      type: 'categorical';
      codes: Uint32Array;
      cardinality: number;
      keys?: Uint32Array | undefined;
      names?: readonly string[] | undefined;
    }
  | { name: string; type: 'numeric'; values: Float64Array | Float32Array };

/** Part of a row: used to fit, to choose the stop, to evaluate, or not at all. */
export const PART = { fit: 0, validate: 1, evaluate: 2, unused: 3 } as const;

export interface Timeline {
  /** Row times, µs since 1970 (UTC), whole numbers, ascending. */
  time: Float64Array;
  /** How the time column was read, for people: "unix seconds", "timestamp", "date". */
  unit: string;
  /** Slice of each row, 0..slices−1. Rows of equal time share a slice. */
  slice: Uint16Array;
  /** Number of slices S. */
  slices: number;
  /** First time (µs) of each slice, length S; slice s covers [starts[s], starts[s+1]). */
  sliceStarts: Float64Array;
  /** The cut t₀ (µs): evaluation rows have time ≥ it. */
  cut: number;
  /** Times of the first and the last evaluation row (µs). */
  evaluateFrom: number;
  evaluateTo: number;
}

/** What an objective counts as positive, and what a positive weighs; what is absent is as in the log. */
export interface ObjectiveColumns {
  /** 0 or 1 per row. */
  label?: Uint8Array | undefined;
  /** Per row; 1 on negatives. */
  weight?: Float64Array | undefined;
  /** As that of the log; absent where the label is known at once. */
  labelTime?: Float64Array | undefined;
}

export interface Dataset {
  rows: number;
  /** User code per row, 0..users−1, in ascending order of the user's value. */
  user: Uint32Array;
  users: number;
  /** Item code per row, 0..items−1, in ascending order of the item's value. */
  item: Uint32Array;
  items: number;
  /** Identifier of each user / item as text, by code. Folds hash the text, so they do not depend on who else is there. */
  userNames: readonly string[];
  itemNames: readonly string[];
  /** 0 or 1 per row. */
  label: Uint8Array;
  /** When the label of a positive became known, µs, never before the row's time; NaN on negatives. Absent where labels are known at once. */
  labelTime?: Float64Array | undefined;
  /** `PART` per row. */
  part: Uint8Array;
  /** Absent only for a ready-made split without a time column. */
  timeline?: Timeline | undefined;
  group?: Uint32Array | undefined;
  weight?: Float64Array | undefined;
  /** The chance that the logging policy showed the row, 0 < p ≤ 1. */
  propensity?: Float64Array | undefined;
  /** By name of the objective. */
  objectives?: Readonly<Record<string, ObjectiveColumns>> | undefined;
  /** The score that a production ranker logged, NaN where missing: `ranker: {score: …}`. */
  score?: Float64Array | undefined;
  /** Place of each row among the rows of the files as they are read, from 0; where the load asked for it. Nothing but the audit reads it. */
  place?: Uint32Array | undefined;
  features: FeatureColumn[];
  /** By source name: pairs of file sources, and log columns of `columns` sources. */
  pairs?: Readonly<Record<string, PairTable>> | undefined;
  sourceColumns?: Readonly<Record<string, FeatureColumn[]>> | undefined;
  /** By source name, and for models under `model:NAME`: item vectors and cluster ids of files. */
  vectors?: Readonly<Record<string, VectorTable>> | undefined;
  clusters?: Readonly<Record<string, ClusterTable>> | undefined;
  /** By model name: the score of each row with the model and without it, NaN for rows that are not evaluated. */
  predictions?: Readonly<Record<string, Record<'predictions' | 'baseline', Float64Array>>> | undefined;
  inputs: InputFingerprint[];
  warnings: Warning[];
}

/**
 * Pairs of a file source, joined to the log: one entry per (left, right, time, user), sorted by these. Pairs with ids that
 * the log does not know, pairs of an item with itself and pairs later than the log are left out and counted.
 */
export interface PairTable {
  /** Item codes of i (history) and j (candidate), and the weight: finite, ≥ 0. */
  left: Uint32Array;
  right: Uint32Array;
  weight: Float64Array;
  /**
   * Slice of each pair where the file has a time column. Pairs earlier than the log belong to slice 0: they are the past of
   * all rows. A date belongs to the slice of the day's end, before which it is not wholly known.
   */
  slice?: Uint16Array | undefined;
  /** User code of each pair where the file has a user column. */
  user?: Uint32Array | undefined;
}

/** What a file says about items: for item code i the entries [start[i], start[i + 1]), ascending in slice where it has time. */
export interface ItemEntries {
  /** Length items + 1. */
  start: Uint32Array;
  /** Slice from which each entry holds, where the file has a time column; else one entry holds always. */
  slice?: Uint16Array | undefined;
}

/** Vectors of a file, joined to the log: entry e is values[e · dimension ..], of unit length. */
export interface VectorTable extends ItemEntries {
  dimension: number;
  values: Float32Array;
}

/** Cluster ids (semantic IDs) of a file, joined to the log: codes[level][entry], 1 and up; 0 where the file has none. */
export interface ClusterTable extends ItemEntries {
  levels: { name: string; codes: Uint32Array; cardinality: number }[];
}

/** The name of a model's vectors in `vectors`: a source may be called as the model is. */
export const modelVectors = (model: string): string => `model:${model}`;
