/**
 * The worker threads of a run. A task's result is a function of the task alone, so neither the number of threads, nor the order in
 * which tasks finish, nor what a thread did before changes a number.
 */
import { Worker } from 'node:worker_threads';
import { Cancelled, Failure } from '../../common/failure.ts';
import type { RunContext } from '../../common/progress.ts';
import type { Trace } from '../../common/trace.ts';
import { distFolder } from '../../kernels/loader.ts';
import type { JobKind, JobMessage, Jobs } from './jobs.ts';
import type { Room } from './memory.ts';
import { taskSpan } from './traced.ts';

/** A run that has its threads. */
export interface PooledRun extends RunContext {
  pool: Pick<Pool, 'run' | 'idle'>;
}

export interface BatchOptions<K extends JobKind> extends Room {
  /** Mean fraction done over all tasks, and the tasks at work; between two of them those that were at work last: never none. */
  onProgress(fraction: number, running: readonly Jobs[K]['task'][]): void;
  /** A result of task `index`, as soon as it is there: it outlives a later task that fails. */
  onResult?(index: number, result: Jobs[K]['result']): void;
}

interface Thread {
  worker: Worker;
  /** Not 0 once its work is to stop. */
  cancelled: Int32Array<SharedArrayBuffer>;
}

/** Threads that a run has left for the next one; undefined where each run ends its own. */
let waiting: Thread[] | undefined;

/**
 * From here on the threads of a run wait for the next one, for a process that evaluates again and again: they have compiled their code, which
 * takes longer than a small log does. They do not keep the process alive.
 * @returns a function that ends them, and with them this
 */
export function keepThreads(): () => Promise<void> {
  waiting ??= [];
  const kept = waiting;
  return async () => {
    if (waiting === kept) waiting = undefined;
    await Promise.all(kept.splice(0).map(({ worker }) => worker.terminate()));
  };
}

/** Runs batches of jobs, one after another, on the same threads: a thread takes as long to start as a small job. */
export class Pool {
  readonly #signal: AbortSignal;
  readonly #threads = new Set<Thread>();
  readonly #idle: Thread[];
  readonly #stop = (): void => {
    for (const { cancelled } of this.#threads) Atomics.store(cancelled, 0, 1);
  };

  readonly #trace: Trace | undefined;

  /** @param signal stops what is at work when it aborts @param trace is told of each task */
  constructor(signal: AbortSignal, trace?: Trace) {
    this.#signal = signal;
    this.#trace = trace;
    this.#idle = waiting?.splice(0) ?? [];
    for (const thread of this.#idle) this.#threads.add(thread);
    signal.addEventListener('abort', this.#stop, { once: true });
  }

  /** Threads that wait for a batch. */
  get idle(): number {
    return this.#idle.length;
  }

  /**
   * @returns results in the order of the tasks; without any, no thread starts
   * @throws Cancelled when the signal aborts; Failure of the first task that fails, the others being stopped
   */
  async run<K extends JobKind>(
    kind: K,
    tasks: readonly Jobs[K]['task'][],
    options: BatchOptions<K>,
  ): Promise<Jobs[K]['result'][]> {
    if (this.#signal.aborted) throw new Cancelled();
    if (tasks.length === 0) return [];
    await this.#end(options.threads); // there is no memory for more of them
    const results: Jobs[K]['result'][] = new Array(tasks.length);
    const fractions = new Float64Array(tasks.length);
    const running = new Set<number>();
    let next = 0;
    let atWork: readonly Jobs[K]['task'][] = tasks.slice(0, 1);
    const report = (): void => {
      const sum = fractions.reduce((total, fraction) => total + fraction, 0);
      if (running.size > 0) atWork = [...running].map((index) => tasks[index]!);
      options.onProgress(sum / tasks.length, atWork);
    };

    /** One thread: takes the next task until none is left. */
    const work = async (_: unknown, place: number): Promise<void> => {
      const thread = this.#idle.pop() ?? this.#start();
      try {
        while (next < tasks.length) {
          const index = next++;
          const from = performance.now();
          running.add(index);
          report();
          results[index] = await runOne(thread.worker, kind, tasks[index]!, (fraction) => {
            fractions[index] = fraction;
            report();
          });
          this.#trace?.add(taskSpan(kind, tasks[index]!, results[index], { track: place + 1, from }));
          options.onResult?.(index, results[index]);
          fractions[index] = 1;
          running.delete(index);
          report();
        }
      } catch (error) {
        this.#stop();
        next = tasks.length;
        throw error;
      } finally {
        this.#idle.push(thread);
      }
    };

    const threads = Math.max(1, Math.min(options.threads, tasks.length));
    const ended = await Promise.allSettled(Array.from({ length: threads }, work));
    const errors = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    if (options.large || errors.length > 0) await this.#end();
    if (errors.length === 0) return results;
    throw errors.find((error) => !(error instanceof Cancelled)) ?? errors[0];
  }

  /** Ends the threads for good, or leaves them for the next run. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#stop);
    if (waiting === undefined || this.#signal.aborted) return this.#end();
    const left = this.#idle.splice(0);
    for (const thread of left) leaveUnlessItEnds(thread, waiting);
  }

  /** Ends the threads that wait but so many, and with them the memory that their jobs have left behind. A batch starts new ones. */
  async #end(but = 0): Promise<void> {
    const ended = this.#idle.splice(but);
    for (const thread of ended) this.#threads.delete(thread);
    await Promise.all(ended.map(({ worker }) => worker.terminate()));
  }

  #start(): Thread {
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    if (this.#signal.aborted) cancelled[0] = 1;
    const worker = new Worker(`${distFolder()}/task.mjs`, { workerData: { cancelled: cancelled.buffer } });
    const thread = { worker, cancelled };
    this.#threads.add(thread);
    return thread;
  }
}

/** Lets a thread wait for the next run; one that breaks or ends by itself meanwhile is not handed on. */
function leaveUnlessItEnds(thread: Thread, kept: Thread[]): void {
  const forget = (): void => {
    const place = kept.indexOf(thread);
    if (place >= 0) kept.splice(place, 1);
  };
  thread.worker.once('error', forget).once('exit', forget).unref();
  kept.push(thread);
}

/** Gives `work` threads, and ends them with it. @param signal stops what is at work when it aborts @param trace is told of each task */
export async function withPool<T>(
  signal: AbortSignal,
  work: (pool: Pool) => Promise<T>,
  trace?: Trace,
): Promise<T> {
  const pool = new Pool(signal, trace);
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

function runOne<K extends JobKind>(
  worker: Worker,
  kind: K,
  task: Jobs[K]['task'],
  onFraction: (fraction: number) => void,
): Promise<Jobs[K]['result']> {
  worker.ref();
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      // By name: without one, Node's own listeners go too, and the worker's next message is never delivered.
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      end();
    };
    worker.on('message', (message: JobMessage) => {
      if (message.type === 'fraction') onFraction(message.fraction);
      else if (message.type === 'result') settle(() => resolve(message.result as Jobs[K]['result']));
      else if (message.type === 'cancelled') settle(() => reject(new Cancelled()));
      else settle(() => reject(new Failure(message.kind, message.code, message.message, message.where)));
    });
    worker.on('error', (error: NodeJS.ErrnoException) => settle(() => reject(asFailure(error))));
    worker.on('exit', (code) =>
      settle(() =>
        reject(new Failure('internal', 'worker-exit', `a worker thread stopped with code ${code}.`)),
      ),
    );
    worker.postMessage({ kind, task });
  });
}

function asFailure(error: NodeJS.ErrnoException): Error {
  const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
  if (!memory) return error;
  return new Failure('resource', 'out-of-memory', 'a worker thread ran out of memory; use fewer threads.');
}
