/** One progress line for a run of several stages: a fraction that never falls, and the seconds left once they can be told. */
import { setImmediate } from 'node:timers/promises';
import { Cancelled } from '../../common/failure.ts';
import { easeMemory } from '../../common/garbage.ts';
import type { Phase, RunContext } from '../../common/progress.ts';

const PHASES: readonly Phase[] = ['read', 'encode', 'features', 'train', 'metrics', 'report'];

/** Share of a run's time by phase, as long as nothing better is known: reading is short, training is nearly all. */
const USUAL: Record<Phase, number> = {
  read: 0.03,
  encode: 0.03,
  features: 0.09,
  train: 0.82,
  metrics: 0.02,
  report: 0.01,
};

/** What a run is expected to take once its log is read, wall-clock seconds. */
export type ExpectedPhases = Record<'features' | 'train' | 'metrics', number>;

/** The part of a phase that some of its work takes. */
export type Span = readonly [from: number, to: number];

/** Says that a share of some work is done, 0..1. */
export type ShareReport = (share: number, message: string) => void;

/** @param share of the work, 0..1 @returns the share of the phase that is then done */
export const within = ([from, to]: Span, share: number): number => from + (to - from) * share;

export class Clock {
  readonly #run: RunContext;
  #fraction = 0;
  #phase: Phase | undefined;
  #phaseStarted = 0;
  #shares: Record<Phase, number> = USUAL;
  #expected: ExpectedPhases | undefined;
  #stage: Span = [0, 1];
  /** Rows of the log in use, once it is read: every progress from then on carries them. */
  rows: number | undefined;

  constructor(run: RunContext) {
    this.#run = run;
  }

  /** From here on phases take as much of the bar as they are expected to take of the time. */
  expect(expected: ExpectedPhases): void {
    this.#expected = expected;
    const { features, train, metrics } = expected;
    const left = 1 - USUAL.read - USUAL.encode - USUAL.report;
    const all = Math.max(Number.MIN_VALUE, features + train + metrics);
    const share = (seconds: number): number => (left * seconds) / all;
    this.#shares = { ...USUAL, features: share(features), train: share(train), metrics: share(metrics) };
  }

  /** Begins a stage, with phases of its own, that takes this part of the bar; how long those after it take is not known. */
  enter(stage: Span): void {
    this.#stage = stage;
    this.#phase = undefined;
  }

  /**
   * Reports that `share` of a phase is done.
   * @param left seconds that the rest of the phase takes, where that is known better than by its pace so far
   */
  report(phase: Phase, share: number, message: string, left?: number): void {
    this.#run.trace?.step(phase, message);
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#phaseStarted = performance.now();
    }
    const done = Math.min(1, share);
    const before = this.#sum(this.#shares, PHASES.slice(0, PHASES.indexOf(phase)));
    const fraction = within(this.#stage, before + this.#shares[phase] * done);
    this.#fraction = Math.min(1, Math.max(this.#fraction, fraction));
    const secondsLeft = this.#stage[1] === 1 ? this.#secondsLeft(phase, done, left) : undefined;
    this.#run.onProgress({
      phase,
      message,
      fraction: this.#fraction,
      ...(this.rows !== undefined && { rows: this.rows }),
      ...(secondsLeft !== undefined && { secondsLeft }),
    });
  }

  /** By the pace of the training so far; before there is one, by what was expected. */
  #secondsLeft(phase: Phase, share: number, left: number | undefined): number | undefined {
    const elapsed = (performance.now() - this.#phaseStarted) / 1000;
    const expected: Partial<Record<Phase, number>> = this.#expected ?? {};
    const later = this.#sum(expected, PHASES.slice(PHASES.indexOf(phase) + 1));
    if (left !== undefined) return left + later;
    if (phase === 'train' && share > 0.02 && elapsed > 0.5) return (elapsed * (1 - share)) / share + later;
    return this.#expected === undefined ? undefined : (expected[phase] ?? 0) * (1 - share) + later;
  }

  #sum(seconds: Partial<Record<Phase, number>>, phases: readonly Phase[]): number {
    return phases.reduce((sum, phase) => sum + (seconds[phase] ?? 0), 0);
  }

  /** Lets messages and signals in, and garbage go. @throws Cancelled */
  async breathe(): Promise<void> {
    await setImmediate();
    if (this.#run.signal.aborted) throw new Cancelled();
    easeMemory(this.#run.memoryBytes);
  }
}
