/** A run reports progress as often as it likes; channels carry it, and surfaces draw it, a few times a second at most. */

export interface Throttled<T> {
  (value: T): void;
  /** Drops what is still held back. */
  stop(): void;
}

/**
 * Delivers the first value at once, then at most one per `intervalMs`: the last of the interval, so that a quiet phase
 * never hides behind the message of the one before.
 */
export function throttle<T>(deliver: (value: T) => void, intervalMs: number): Throttled<T> {
  let timer: NodeJS.Timeout | undefined;
  let held: { value: T } | undefined;

  const open = (): void => {
    timer = undefined;
    if (held === undefined) return;
    const { value } = held;
    held = undefined;
    pass(value);
  };
  const pass = (value: T): void => {
    timer = setTimeout(open, intervalMs);
    timer.unref();
    deliver(value);
  };
  const push = (value: T): void => {
    if (timer === undefined) pass(value);
    else held = { value };
  };
  return Object.assign(push, {
    stop() {
      clearTimeout(timer);
      timer = undefined;
      held = undefined;
    },
  });
}
