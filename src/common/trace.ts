/**
 * What a run did when, on which thread: spans in the format of Chrome's trace viewer ("Trace Event Format", complete and counter events),
 * which Perfetto and Chrome open. Only whoever asks for a trace pays for one.
 */

/** Of one track, in milliseconds of `performance.now()`. */
export interface Span {
  name: string;
  /** What colours spans alike: a phase, or a kind of task. */
  category: string;
  /** 0: the run itself; 1 and up: its threads. */
  track: number;
  from: number;
  to: number;
  /** Shown with the span. */
  args?: Readonly<Record<string, string | number>> | undefined;
}

const RUN = 0;

export class Trace {
  readonly #began = performance.now();
  readonly #spans: Span[] = [];
  readonly #memory: { at: number; bytes: number }[] = [];
  #step: Omit<Span, 'to'> | undefined;

  /** Notes what a track has done, and how much memory the process holds after it. */
  add(span: Span): void {
    this.#spans.push(span);
    this.#memory.push({ at: span.to, bytes: process.memoryUsage.rss() });
  }

  /** Notes what the run itself does from now on, until the next step or the end. */
  step(category: string, name: string): void {
    if (this.#step?.category === category && this.#step.name === name) return;
    this.#endStep();
    this.#step = { name, category, track: RUN, from: performance.now() };
  }

  #endStep(): void {
    if (this.#step !== undefined) this.add({ ...this.#step, to: performance.now() });
    this.#step = undefined;
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** The document of the viewer; ends the step that is under way. Times are microseconds since the trace began. */
  toJSON(): { displayTimeUnit: 'ms'; traceEvents: object[] } {
    this.#endStep();
    const at = (ms: number): number => Math.round((ms - this.#began) * 1000);
    const tracks = [...new Set([RUN, ...this.#spans.map(({ track }) => track)])].toSorted((a, b) => a - b);
    return {
      displayTimeUnit: 'ms',
      traceEvents: [
        ...tracks.map((tid) => ({
          ...{ ph: 'M', name: 'thread_name', pid: 1, tid },
          args: { name: tid === RUN ? 'run' : `thread ${tid}` },
        })),
        ...this.#spans.map(({ name, category, track, from, to, args }) => ({
          ...{ ph: 'X', name, cat: category, pid: 1, tid: track, ts: at(from), dur: at(to) - at(from) },
          ...(args !== undefined && { args }),
        })),
        ...this.#memory.map(({ at: when, bytes }) => ({
          ...{ ph: 'C', name: 'memory', pid: 1, tid: RUN, ts: at(when), args: { bytes } },
        })),
      ],
    };
  }
}
