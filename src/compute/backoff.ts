/** How long a process that keeps crashing has to wait before it is started again. */

const FIRST_MS = 250;
const LONGEST_MS = 10_000;

export interface Backoff {
  /** Counts one more crash in a row. */
  crashed(): void;
  /** A run ended in order: the next crash is the first again. */
  recovered(): void;
  /** Milliseconds from now until the next start is allowed; 0 when it may be now. */
  waitMs(): number;
}

/** Doubles from a quarter of a second to ten seconds; a single crash is hardly noticed, a loop costs nothing. */
export function createBackoff(now: () => number = Date.now): Backoff {
  let crashes = 0;
  let allowedAt = Number.NEGATIVE_INFINITY;
  return {
    crashed() {
      allowedAt = now() + Math.min(LONGEST_MS, FIRST_MS * 2 ** crashes);
      crashes++;
    },
    recovered() {
      crashes = 0;
      allowedAt = Number.NEGATIVE_INFINITY;
    },
    waitMs: () => Math.max(0, allowedAt - now()),
  };
}
