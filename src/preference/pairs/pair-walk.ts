/**
 * P pair by pair, in all its versions at once: one without each user fold. Features of P only need one candidate against a
 * few histories and are read from kernels; who learns from P wants every pair, and walks.
 */

/** Weight of the pair in version v is weights[at + v], at least 0, valid during the call. */
export type VisitPair = (left: number, right: number, weights: Float64Array, at: number) => void;

export interface PairWalk {
  /** Versions of P: K, version k being the one without fold k; or 1 where P has no users and is the same for all. */
  readonly versions: number;
  /**
   * Visits the pairs of the window that ends with slice `last`, by ascending candidate (`right`) and then item, none twice: a
   * version is the same stream whatever the users left out of it did. Called with ascending slices. Every step yields the
   * work it did.
   */
  pairs(last: number, visit: VisitPair): Iterable<number>;
}
