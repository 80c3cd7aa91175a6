/** Ids that stand in a file without names, in their order. */
export interface IdList {
  /** Of DuckDB. */
  type: string;
  blocks(): AsyncIterable<(bigint | number | string | null)[]>;
}
