/** How far a run is, as surfaces see it. */

export interface RunState {
  message: string;
  /** 0..1 */
  fraction: number;
  /** Rows of the log that it works on, once known. */
  rows?: number | undefined;
  /** Seconds left, once known. */
  secondsLeft?: number | undefined;
  /** The sources and models that it is limited to, by name; absent where it evaluates all of the spec's. */
  parts?: readonly string[] | undefined;
}

/** A lens that starts a run becomes one that cancels it, under the pointer: a double click means one thing. */
const DOUBLE_CLICK_MS = 1000;

/** Whether a press that cancels is one of its own. @param started of the run, like `now` in milliseconds */
export function mayCancel(started: number, now: number): boolean {
  return now - started >= DOUBLE_CLICK_MS;
}

/** Whether a source or a model is part of a run. */
export function isEvaluated({ parts }: Pick<RunState, 'parts'>, name: string): boolean {
  return parts === undefined || parts.includes(name);
}
