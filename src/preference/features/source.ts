/**
 * What every kind of preference data gives the evaluation: columns of features per arm, and a placebo for every ranker
 * seed. A kind is one file beside this one that exports a `SourceBuilder`.
 */

import type { Warning } from '../../common/failure.ts';
import type { IdKeys } from '../../common/hash.ts';
import type { Dataset, Timeline, VectorTable } from '../../data/dataset.ts';
import type { FmOptions, SourceSpec } from '../../specfile/schema.ts';
import type { Exposures } from './exposures.ts';
import type { Positives } from './positives.ts';

/**
 * One feature, a value per row of the input. NaN, or code 0, is *missing*. Code c > 0 of a vector feature stands for
 * values[(c − 1) · dimension ..], of unit length.
 */
export type PhiColumn =
  | { name: string; type: 'numeric'; values: Float32Array | Float64Array }
  | {
      name: string;
      type: 'categorical';
      codes: Uint32Array;
      cardinality: number;
      keys?: Uint32Array | undefined;
    }
  | VectorColumn;

export interface VectorColumn {
  name: string;
  type: 'vector';
  codes: Uint32Array;
  dimension: number;
  /** In shared memory: one copy serves all arms and threads. */
  values: Float32Array;
}

/** Arms that a source may bring besides its placebo. */
export type SourceArmKind = 'honest' | 'fresh' | 'leaked' | 'leaked-total';

export interface SourceFeatures {
  provenance: 'built' | 'declared';
  /** The arms this source has. Without `leaked` (no provenance to cross-fit) the headline is `leaked-total`. */
  arms: { arm: SourceArmKind; columns: PhiColumn[] }[];
  /** The columns of the headline arm with item identities permuted; a function of `seed` alone. */
  placebo(seed: number, pause: Pause): Promise<PhiColumn[]>;
  /** 1 for each row that P touches, in the headline arm. */
  touched: Uint8Array;
  warnings: Warning[];
}

/** Called often with the fraction done; it may yield, and throws to cancel. */
export type Pause = (fraction: number) => Promise<void>;

/** Vectors of items for each window and fold: a `FoldedItems`, named here since a source's input may hold some. */
export interface TrainedVectors {
  readonly crossFitted: boolean;
  readonly dimension: number;
  table(last: number, fold: number, pause: Pause): Promise<VectorTable>;
}

/** Shared by all sources of a log. Without time only `columns` and files without history can be built. */
export interface SourceInput {
  /** The rows whose features are wanted: those of the log, or some of them (some-rows.ts). */
  data: Dataset;
  /** Of the same rows; slices are those of the log. */
  timeline: Timeline;
  /** Of all rows of the log. */
  positives: Positives;
  /** How often items were shown in all rows of the log, where `data` holds some alone. */
  shown?: Exposures | undefined;
  /** End of each row's history; see history.ts. */
  historyEnds: Uint32Array;
  /** Names of the features that other rows have already, of a kind that leaves out those that say nothing; it chooses where absent. */
  features?: readonly string[] | undefined;
  /** Fold of each user. */
  userFold: Uint8Array;
  folds: number;
  /**
   * A diagnostic, co-click alone: leave out the row's own user instead of the user's fold. Within one item and slice a feature is
   * then N − y, which a ranker learns backwards; never the default.
   */
  leaveUserOut?: boolean | undefined;
  /** The spec's base seed, for sampled caps. */
  seed: number;
  idKeys: IdKeys;
  /** The ranker as `id-embedding` trains it, and the seed of the ranker that reads its vectors. */
  idRanker?: { options: FmOptions; seed: number } | undefined;
  /** The arm leaked-total is not wanted where there is the arm leaked: it is the same for all seeds, and another has it. */
  withoutTotal?: boolean | undefined;
  /** Vectors that the sources of a task read in common: the first to want them trains them. See ../vectors/trained-vectors.ts. */
  trained?: Map<string, TrainedVectors> | undefined;
  /** The sources of the spec: one may be made of another. */
  sources?: readonly SourceSpec[] | undefined;
}

export type SourceBuilder<Spec> = (input: SourceInput, spec: Spec, pause: Pause) => Promise<SourceFeatures>;
