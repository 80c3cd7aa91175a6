/** What a run tells its surface while it goes on, and how the surface stops it. */

export type Phase = 'read' | 'encode' | 'features' | 'train' | 'metrics' | 'report';

export interface Progress {
  phase: Phase;
  /** One short line for people: "training leaked:co-click, seed 2". */
  message: string;
  /** Fraction of the whole run that is done, 0..1, never decreasing. */
  fraction: number;
  /** Rows of the log that the run works on, once it is read. */
  rows?: number | undefined;
  /** Seconds left, once they can be estimated. */
  secondsLeft?: number | undefined;
}

/** Handed down through every layer of the core. */
export interface RunContext {
  /** Aborts within a second in every phase; functions throw `Cancelled`. */
  signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Worker threads for training, and DuckDB threads. ≥ 1. No result depends on it. */
  threads: number;
  /** Memory budget of the whole process, bytes. */
  memoryBytes: number;
}
