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

/** Runs batches of jobs, one after another, on the same threads: a thread takes as long to start as a small job. */
export class Pool {
  readonly #signal: AbortSignal;
  /** Of the threads that run now. */
  #cancelled = new SharedArrayBuffer(4);
  readonly #idle: Worker[] = [];
  readonly #stop = (): void => {
    Atomics.store(new Int32Array(this.#cancelled), 0, 1);
  };

  readonly #trace: Trace | undefined;

  /** @param signal stops what is at work when it aborts @param trace is told of each task */
  constructor(signal: AbortSignal, trace?: Trace) {
    this.#signal = signal;
    this.#trace = trace;
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
    const work = async (_: unknown, thread: number): Promise<void> => {
      const worker = this.#idle.pop() ?? this.#start();
      try {
        while (next < tasks.length) {
          const index = next++;
          const from = performance.now();
          running.add(index);
          report();
          results[index] = await runOne(worker, kind, tasks[index]!, (fraction) => {
            fractions[index] = fraction;
            report();
          });
          this.#trace?.add(taskSpan(kind, tasks[index]!, results[index], { track: thread + 1, from }));
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
        this.#idle.push(worker);
      }
    };

    const threads = Math.max(1, Math.min(options.threads, tasks.length));
    const ended = await Promise.allSettled(Array.from({ length: threads }, work));
    const errors = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    if (options.large || errors.length > 0) await this.#end();
    if (errors.length === 0) return results;
    if (!this.#signal.aborted) this.#cancelled = new SharedArrayBuffer(4);
    throw errors.find((error) => !(error instanceof Cancelled)) ?? errors[0];
  }

  /** Ends the threads for good. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#stop);
    await this.#end();
  }

  /** Ends the threads that wait but so many, and with them the memory that their jobs have left behind. A batch starts new ones. */
  async #end(but = 0): Promise<void> {
    await Promise.all(this.#idle.splice(but).map((worker) => worker.terminate()));
  }

  #start(): Worker {
    return new Worker(`${distFolder()}/task.mjs`, { workerData: { cancelled: this.#cancelled } });
  }
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
