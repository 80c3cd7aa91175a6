/**
 * The ranker as the evaluation sees it: rows of field codes in, logits of the evaluation rows out. All arms share row
 * order, shuffles, hyper-parameters and initial values; they differ only in the extra fields of their second block.
 */
import type { RankerOptions } from '../specfile/schema.ts';
import type { Codes } from './rows/code-file.ts';
import type { CodeRows } from './rows/code-rows.ts';

/**
 * Field codes of every row of the dataset, that of field f in 0..cardinalities[f]−1.
 * Shared between threads; never written after it was built.
 */
export interface FieldBlock<Of extends Codes = CodeRows> {
  fields: number;
  cardinalities: readonly number[];
  /**
   * Stable identity of each field ("user", "item", "count:item-rate", "phi:1"): initial values are a function of
   * (seed, field name, key of the code), so that another field never moves them.
   */
  names: readonly string[];
  /** By field, a key per code: a hash of what the code stands for. A code is its own key where a field has none. */
  keys?: readonly (Uint32Array | undefined)[] | undefined;
  /** By field, whether a higher code means more, as of bins; no field where absent. Code 0 is missing all the same. */
  ordered?: readonly boolean[] | undefined;
  codes: Of;
  /** Numeric fields as numbers beside their codes, for rankers that read them (`deepfm`). */
  dense?: DenseColumns | undefined;
  /** Numeric fields as they are, for a program of the user's own, which bins and scales as it likes. */
  numeric?: readonly NumericColumn[] | undefined;
  /** The field whose codes stand for vectors, where there is one: code c > 0 for vector c − 1. */
  vector?: VectorField | undefined;
}

/** A block whose codes may lie in a file, as those of the base of a large log do. */
export type AnyBlock = FieldBlock<Codes>;

/** A value per row of the dataset, NaN where missing. */
export interface NumericColumn {
  /** Name of the field that it belongs to. */
  name: string;
  values: Float32Array | Float64Array;
}

/** Vectors that a field's factors are a learned projection of. */
export interface VectorField {
  /** Name of the field. */
  name: string;
  dimension: number;
  /** Vector v at values[v · dimension ..]. */
  values: Float32Array;
  /**
   * The ranker sees (vector − mean) · scale, of squared length 1 on average: what all vectors have in common tells none from
   * another, and would take the steps of what does.
   */
  mean: Float32Array;
  scale: number;
}

/** Standardised values of every row of the dataset, row-major; 0 where missing, which the field's code tells. */
export interface DenseColumns {
  /** Names of the fields that the columns belong to. */
  names: readonly string[];
  values: Float32Array;
}

/** Row numbers of each part, ascending. */
export interface RowParts {
  fit: Uint32Array;
  validate: Uint32Array;
  evaluate: Uint32Array;
}

export interface RankTask<Block extends AnyBlock = FieldBlock> {
  /** Arm id of the report, e.g. `leaked:co-click`. */
  arm: string;
  options: RankerOptions;
  /** The ranker seed: shuffles and initial values depend on it and on nothing else. */
  seed: number;
  /** The base block, and the arm's own block where it has one. */
  blocks: readonly Block[];
  /**
   * Names of further fields that are missing in every row: fields of other arms, so that all arms have the same ones. A
   * factorisation machine learns faster with more fields, whatever they hold.
   */
  missing?: readonly string[] | undefined;
  label: Uint8Array;
  parts: RowParts;
  /** Epochs (quarters) to train for, where that is settled; otherwise early stopping chooses. */
  epochs?: number | undefined;
}

/** What any ranker says of the evaluation rows. */
export interface ArmResult {
  arm: string;
  seed: number;
  /** Score per evaluation row, in the order of `parts.evaluate`: a logit, unless `orderOnly`. */
  scores: Float32Array;
  /** Only the order of the scores means anything: they have no log loss. */
  orderOnly?: boolean | undefined;
  /** Where training stopped, where that is known. */
  stop?: RankResult['stop'] | undefined;
  /** Trees of a head. */
  trees?: number | undefined;
  /** Of an additive head: the penalty of the base's columns, infinity where it does without, and weights of those of the arm's own. */
  penalties?: { shared: number; own: readonly number[] } | undefined;
  /** Training rows visited, for the cost model; 0 where not known. */
  rowsTrained: number;
  seconds: number;
}

/** What a built-in ranker says: logits, and how long it trained. */
export interface RankResult extends ArmResult {
  /** Where training stopped, in epochs (quarters), and the validation AUC at each check. */
  stop: { epochs: number; validationAuc: number[] };
}

export interface TaskHooks {
  /** Polled at least every 50 ms of work. */
  isCancelled(): boolean;
  /** Fraction 0..1 of this task, at most ten times a second. */
  onFraction(fraction: number): void;
}
