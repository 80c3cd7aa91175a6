/** What a benchmark hands to the command that writes docs/performance.md: one row of its table. */
export interface BenchRow {
  case: string;
  /** What must hold, for people: "≤ 3 s, ≤ 1 GB". */
  bar: string;
  measured: string;
  /** Ratio to a peer in the same run, versions, what limits it. */
  note: string;
}

export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
