/** What every kernel with a table of factors exports to fill it: the same function of each. */
export interface InitField {
  /** Writes the start of ids from..to−1 of a field, whose first table row is `firstRow`: a function of seed, field and id alone. */
  initField(
    table: number,
    firstRow: number,
    from: number,
    to: number,
    factors: number,
    seed: number,
    nameHash: number,
    scale: number,
  ): void;
}
