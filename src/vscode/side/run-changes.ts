/**
 * When a list of specs is drawn anew while they are evaluated: whole where a run starts or ends, and the one row now and then in
 * between. Pure, so that the order of events is tested.
 */
import { type Throttled, throttle } from '../../protocol/throttle.ts';

export interface Drawing {
  isRunning(path: string): boolean;
  drawAll(): void;
  drawRow(path: string): void;
  /** Between two drawings of one row, milliseconds. */
  intervalMs: number;
}

export interface RunChanges {
  /** Something about the run of a spec has changed: its start, its progress, its end. */
  changed(path: string): void;
  dispose(): void;
}

export function followRuns({ isRunning, drawAll, drawRow, intervalMs }: Drawing): RunChanges {
  /** Of each spec that runs, in the list or not. */
  const running = new Map<string, Throttled<void>>();
  const stop = (path: string): void => {
    running.get(path)?.stop();
    running.delete(path);
  };
  return {
    changed(path) {
      const progress = running.get(path);
      if (!isRunning(path)) {
        stop(path);
        drawAll();
      } else if (progress === undefined) {
        running.set(
          path,
          throttle(() => drawRow(path), intervalMs),
        );
        drawAll();
      } else {
        progress();
      }
    },
    dispose() {
      for (const path of [...running.keys()]) stop(path);
    },
  };
}
