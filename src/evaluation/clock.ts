/** One progress line for a run of several stages: a fraction that never falls, and the seconds left once they are known. */
import { setImmediate } from 'node:timers/promises';
import { Cancelled } from '../report/failure.ts';
import type { Phase, RunContext } from '../report/progress.ts';

/** Share of a run's time by phase: where each begins. Reading is short; training is nearly all. */
const BEGINS: Record<Phase, number> = {
  read: 0,
  encode: 0.03,
  features: 0.06,
  train: 0.15,
  metrics: 0.97,
  report: 0.99,
};
const ENDS: Record<Phase, number> = {
  read: 0.03,
  encode: 0.06,
  features: 0.15,
  train: 0.97,
  metrics: 0.99,
  report: 1,
};

export class Clock {
  readonly #run: RunContext;
  #fraction = 0;
  #phase: Phase | undefined;
  #phaseStarted = 0;
  /** Rows of the log in use, once it is read: every progress from then on carries them. */
  rows: number | undefined;

  constructor(run: RunContext) {
    this.#run = run;
  }

  /** Reports that `share` of a phase is done. */
  report(phase: Phase, share: number, message: string): void {
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#phaseStarted = performance.now();
    }
    const fraction = BEGINS[phase] + (ENDS[phase] - BEGINS[phase]) * Math.min(1, share);
    this.#fraction = Math.max(this.#fraction, fraction);
    const elapsed = (performance.now() - this.#phaseStarted) / 1000;
    const known = phase === 'train' && share > 0.02 && elapsed > 0.5;
    this.#run.onProgress({
      phase,
      message,
      fraction: this.#fraction,
      ...(this.rows !== undefined && { rows: this.rows }),
      ...(known && { secondsLeft: (elapsed * (1 - share)) / share }),
    });
  }

  /** Lets messages and signals in. @throws Cancelled */
  async breathe(): Promise<void> {
    await setImmediate();
    if (this.#run.signal.aborted) throw new Cancelled();
  }
}
