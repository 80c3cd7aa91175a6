/**
 * One arm's scores, folded in seed by seed. A seed leaves its AUC and, per user, the sums of its structural components:
 * every clustered contrast is a linear combination of those, so the scores themselves may go.
 */
import { borrowPlacements, type OnPiece } from './auc.ts';
import type { EvaluationRows } from './intervals/clusters.ts';
import { type RatioOfSums, type UserSums, userSums } from './intervals/user-sums.ts';
import { logLoss } from './logloss.ts';
import type { Measure } from './measure.ts';
import { IN_MEMORY, kept, type NumberStore, type Numbers, type Slot } from './numbers.ts';

export interface ScoredSeed {
  seed: number;
  auc: number;
  /** Nats per row; null for scores that are no logits. */
  logLoss: number | null;
  /** Σ V10 over the user's positives, Σ V01 over their negatives; length `rows.users`. They may be read from a file, each time they are asked for. */
  readonly positiveSums: Float64Array;
  readonly negativeSums: Float64Array;
  /** The per-user sums of the arm's measure, where it has one. */
  terms?: RatioOfSums[] | undefined;
}

/** A number per row, between 0 and 1. */
export type Components = Numbers;

/** With more rows the components of all arms are large, and half their digits are enough: variances of so many agree to six. */
const MANY_ROWS = 2 ** 22;

/** A copy, as an arm holds it. */
export const heldComponents = (components: Float64Array): Components =>
  components.length > MANY_ROWS ? new Float32Array(components) : components.slice();

export class ScoredArm {
  readonly rows: EvaluationRows;
  readonly perSeed: ScoredSeed[] = [];
  readonly #store: NumberStore;
  #meanComponents: Slot<Components> | undefined;
  /** The metric M whose differences count, where it is not AUC. Arms that are compared share one. */
  readonly measure: Measure | undefined;

  /** @param store holds the sums and components: what reads one of them should hold on to it no longer than it needs it */
  constructor(rows: EvaluationRows, measure?: Measure, store: NumberStore = IN_MEMORY) {
    this.rows = rows;
    this.measure = measure;
    this.#store = store;
  }

  /** Row components averaged over the seeds so far, in row order; only plain DeLong needs rows. 0 before the first seed. */
  get meanComponents(): Components {
    return this.#meanComponents?.read() ?? heldComponents(new Float64Array(this.rows.rows));
  }

  /** @param components the arm's own from now on */
  set meanComponents(components: Components) {
    this.#meanComponents ??= this.#store.slot();
    this.#meanComponents.write(components);
  }

  /**
   * Adds the logits of one seed, in the order of the evaluation rows. The array is read, not kept. Where `onPiece`
   * throws, the arm is as it was before.
   * @param loss of scores that are no logits, where it is known
   * @throws Failure `non-finite-scores`; Error where the length differs or the seed was added before
   */
  add(seed: number, scores: Float32Array, onPiece?: OnPiece, loss?: number | null): void {
    const { label, rows } = this.rows;
    if (scores.length !== rows) throw new Error(`${scores.length} scores for ${rows} evaluation rows`);
    if (this.perSeed.some((other) => other.seed === seed)) throw new Error(`seed ${seed} was added before`);
    const ofLogits = loss === undefined ? logLoss(scores, label) : loss;
    onPiece?.();
    const terms = this.measure === undefined ? undefined : userSums(this.rows, this.measure.metric, scores);
    onPiece?.();
    const { auc, components } = borrowPlacements(scores, label, onPiece);
    const { positiveSums, negativeSums } = sumsByUser(this.rows, components);
    this.#average(components);
    const scored = { seed, auc, logLoss: ofLogits, positiveSums, negativeSums, ...(terms && { terms }) };
    this.perSeed.push(keptSeed(scored, this.#store));
  }

  /** Takes the components of one more seed into the means. */
  #average(components: Float64Array): void {
    const seeds = this.perSeed.length;
    const means = seeds === 0 ? heldComponents(components) : this.meanComponents;
    const share = 1 / (seeds + 1);
    for (let row = 0; seeds > 0 && row < means.length; row++)
      means[row]! += (components[row]! - means[row]!) * share;
    this.meanComponents = means;
  }

  /** The measure's sums, seed by seed. */
  userSums(): UserSums[] {
    return this.perSeed.map(({ seed, terms }) => {
      if (terms === undefined) throw new Error(`seed ${seed} was added without the arm's measure`);
      return { seed, terms };
    });
  }

  /** Mean over seeds. */
  get auc(): number {
    return this.#mean((seed) => seed.auc);
  }

  /** Mean over seeds, nats per row; null where that of a seed is not known. */
  get logLoss(): number | null {
    if (this.perSeed.some((seed) => seed.logLoss === null)) return null;
    return this.#mean((seed) => seed.logLoss!);
  }

  #mean(pick: (seed: ScoredSeed) => number): number {
    if (this.perSeed.length === 0) throw new Error('no seed was added to this arm');
    let sum = 0;
    for (const seed of this.perSeed) sum += pick(seed);
    return sum / this.perSeed.length;
  }
}

/** The same seed, whose sums are read anew whenever they are asked for. */
function keptSeed({ terms, ...seed }: ScoredSeed, store: NumberStore): ScoredSeed {
  const [positiveSums, negativeSums] = [kept(store, seed.positiveSums), kept(store, seed.negativeSums)];
  const keptTerms = terms?.map(({ numerator, denominator }) => {
    const [above, below] = [kept(store, numerator), kept(store, denominator)];
    return {
      get numerator() {
        return above();
      },
      get denominator() {
        return below();
      },
    };
  });
  return {
    ...seed,
    get positiveSums() {
      return positiveSums();
    },
    get negativeSums() {
      return negativeSums();
    },
    ...(keptTerms && { terms: keptTerms }),
  };
}

/**
 * Sums of components over the positives, and over the negatives, of each user. One class after the other: with a million users the sums of
 * one are half as large as those of both, and nearer to the processor. Each loop is a function of its own, which is compiled as a whole.
 */
function sumsByUser(rows: EvaluationRows, components: Float64Array) {
  const positiveSums = new Float64Array(rows.users);
  const negativeSums = new Float64Array(rows.users);
  addPositives(positiveSums, positiveRowsOf(rows), rows, components);
  addNegatives(negativeSums, rows, components);
  return { positiveSums, negativeSums };
}

/** Every row is written where the next positive belongs: no branch that the processor would have to guess. */
function positiveRowsOf({ label, positives }: EvaluationRows): Uint32Array {
  const positiveRows = new Uint32Array(positives + 1);
  let found = 0;
  for (let row = 0; row < label.length; row++) {
    positiveRows[found] = row;
    found += label[row]!;
  }
  return positiveRows.subarray(0, positives);
}

function addPositives(
  sums: Float64Array,
  positiveRows: Uint32Array,
  { user }: EvaluationRows,
  components: Float64Array,
): void {
  for (let i = 0; i < positiveRows.length; i++) {
    const row = positiveRows[i]!;
    sums[user[row]!]! += components[row]!;
  }
}

function addNegatives(sums: Float64Array, { user, label }: EvaluationRows, components: Float64Array): void {
  for (let row = 0; row < label.length; row++) sums[user[row]!]! += components[row]! * (1 - label[row]!);
}
