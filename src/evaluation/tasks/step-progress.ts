/** Progress of training by steps: each takes as much of the bar as it is expected to take of the time. */

import { STEPS, type Step } from '../cost/staged-work.ts';
import type { ShareReport } from './clock.ts';

/** Says that a share of all training is done, 0..1, and how many seconds the rest will take. */
export type LeftReport = (share: number, message: string, secondsLeft: number) => void;

/** The part of a step from which on its own pace alone tells what is left of it. Before that it counts the more, the more is done. */
const TOLD = 0.2;
/** Steps to come take as much longer or less long as those before did, within limits: a search says little of heads. */
const PACE = { seconds: 2, least: 0.5, most: 2 };

export class StepProgress {
  readonly #report: LeftReport;
  readonly #now: () => number;
  #seconds: Record<Step, number>;
  #step: Step | undefined;
  /** Share of the bar that is done, and the part of it that the step takes. */
  #done = 0;
  #from = 0;
  #to = 0;
  /** Of the step. */
  #started = 0;
  #share = 0;
  /** Of the steps before: seconds that they took, and that they were expected to take. */
  #took = 0;
  #expected = 0;

  /**
   * @param seconds that each step is expected to take
   * @param now milliseconds
   */
  constructor(
    seconds: Record<Step, number>,
    report: LeftReport,
    now: () => number = () => performance.now(),
  ) {
    this.#seconds = { ...seconds };
    this.#report = report;
    this.#now = now;
  }

  /** From here on, steps that have not begun are expected to take so long. */
  expect(seconds: Record<Step, number>): void {
    const at = this.#step === undefined ? -1 : STEPS.indexOf(this.#step);
    for (const step of STEPS.slice(at + 1)) this.#seconds[step] = seconds[step];
  }

  /** A step begins with its first report. One that never does, since an earlier run has kept what it would make, leaves its part to those after it. */
  of(step: Step): ShareReport {
    return (share, message) => {
      if (step !== this.#step) this.#enter(step);
      this.#share = Math.max(this.#share, Math.min(1, share));
      this.#done = this.#from + (this.#to - this.#from) * this.#share;
      this.#report(this.#done, message, this.#left(step));
    };
  }

  #enter(step: Step): void {
    const now = this.#now();
    if (this.#step !== undefined) {
      this.#took += (now - this.#started) / 1000;
      this.#expected += this.#seconds[this.#step];
    }
    const seconds = this.#seconds[step];
    const all = seconds + this.#after(step);
    this.#step = step;
    this.#started = now;
    this.#share = 0;
    this.#from = this.#done;
    this.#to = this.#done + (1 - this.#done) * (all > 0 ? seconds / all : 0);
  }

  #after(step: Step): number {
    return STEPS.slice(STEPS.indexOf(step) + 1).reduce((sum, later) => sum + this.#seconds[later], 0);
  }

  #left(step: Step): number {
    const elapsed = (this.#now() - this.#started) / 1000;
    const share = this.#share;
    const told = Math.min(1, share / TOLD);
    const byPace = share > 0 ? (elapsed * (1 - share)) / share : 0;
    const left = told * byPace + (1 - told) * this.#seconds[step] * (1 - share);
    const expected = this.#expected + this.#seconds[step] * share;
    const pace = (PACE.seconds + this.#took + elapsed) / (PACE.seconds + expected);
    return left + this.#after(step) * Math.min(PACE.most, Math.max(PACE.least, pace));
  }
}
