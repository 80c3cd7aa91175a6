/**
 * The host's side of the compute process: started with the first run, restarted after a crash, one run at a time.
 *
 * A second evaluation waits for the first one's end instead of ending it: the user asked for both. Whoever replaces a
 * run of the same spec cancels the older one through its signal.
 */
import { randomUUID } from 'node:crypto';
import {
  type HostPayloads,
  JOB_ENDS,
  type JobMessage,
  type JobName,
  type JobResult,
  type RunProgress,
  type RunSummary,
  type WorkerMessage,
} from '../protocol/messages.ts';
import { Cancelled, Failure } from '../report/failure.ts';
import { createBackoff } from './backoff.ts';
import { type ComputeProcess, type Log, startProcess } from './process.ts';

export type { Log } from './process.ts';

/** A run that has not ended this long after its cancellation is ended with its process. */
const CANCEL_GRACE_MS = 1000;
/** The bundle loads in well under a second; this leaves room for a machine that swaps. */
const START_LIMIT_MS = 30_000;

/** A job's message without what the client fills in. */
export type JobRequest<Name extends JobName> = Omit<HostPayloads[Name], 'runId'>;
export type ComputeRequest = JobRequest<'evaluate'>;
export type DraftedSpec = Omit<JobResult<'draft'>, 'runId'>;
export type ExportedFeatures = Omit<JobResult<'exportFeatures'>, 'runId'>;

export interface RunHooks {
  onProgress(progress: RunProgress): void;
  signal: AbortSignal;
}

export interface RunResult {
  reportPath: string;
  summary: RunSummary;
}

export class ComputeClient {
  readonly #serverPath: string;
  readonly #log: Log;
  readonly #backoff = createBackoff();
  #process: ComputeProcess | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(serverPath: string, log: Log) {
    this.#serverPath = serverPath;
    this.#log = log;
  }

  /** The process's id while there is one. */
  get pid(): number | undefined {
    return this.#process?.alive ? this.#process.pid : undefined;
  }

  /**
   * Evaluates a spec in the compute process, after the jobs asked for before it.
   * @throws Failure as the core threw it, or `compute-crashed` / `compute-unavailable` when the process ended;
   *   Cancelled as soon as the signal aborts, also while the run still waits; the process itself stops, or is stopped,
   *   within a second, and the next run waits for that.
   */
  evaluate(request: ComputeRequest, hooks: RunHooks): Promise<RunResult> {
    return this.#ask('evaluate', request, hooks);
  }

  /** Drafts a spec for a data set, in turn. @throws as `evaluate` */
  draft(request: JobRequest<'draft'>, hooks: RunHooks): Promise<DraftedSpec> {
    return this.#ask('draft', request, hooks);
  }

  /** Writes the features of a spec's arms into a folder, in turn. @throws as `evaluate` */
  exportFeatures(request: JobRequest<'exportFeatures'>, hooks: RunHooks): Promise<ExportedFeatures> {
    return this.#ask('exportFeatures', request, hooks);
  }

  /** Ends the process and the runs. No run is accepted afterwards. */
  dispose(): void {
    this.#disposed = true;
    this.#process?.close(CANCEL_GRACE_MS);
  }

  #ask<Name extends JobName>(
    type: Name,
    request: JobRequest<Name>,
    hooks: RunHooks,
  ): Promise<Omit<JobResult<Name>, 'runId'>> {
    const turn = this.#queue.then(() => this.#run(type, request, hooks));
    this.#queue = turn.catch(() => undefined);
    return untilAborted(turn, hooks.signal);
  }

  async #run<Name extends JobName>(
    type: Name,
    request: JobRequest<Name>,
    hooks: RunHooks,
  ): Promise<Omit<JobResult<Name>, 'runId'>> {
    const compute = await this.#start(hooks.signal);
    // The compiler cannot see that a generic name and its payload are one of the pairs.
    const job = { type, payload: { runId: randomUUID(), ...request } } as unknown as JobMessage;
    try {
      const { runId: _own, ...result } = (await converse(compute, job, hooks)) as JobResult<Name>;
      this.#backoff.recovered();
      return result;
    } catch (error) {
      if (this.#disposed) throw new Cancelled();
      if (compute.ending === undefined) this.#backoff.recovered();
      else if (!hooks.signal.aborted) this.#backoff.crashed();
      throw error;
    }
  }

  async #start(signal: AbortSignal): Promise<ComputeProcess> {
    if (signal.aborted) throw new Cancelled();
    if (this.#process?.alive) return this.#process;
    await pause(this.#backoff.waitMs(), signal);
    if (this.#disposed) throw unavailable('the editor is closing');
    const compute = startProcess(this.#serverPath, this.#log);
    this.#process = compute;
    try {
      await untilReady(compute, signal);
    } catch (error) {
      compute.kill();
      if (!signal.aborted) this.#backoff.crashed();
      throw error;
    }
    this.#log('debug', `Compute process ${compute.pid} is ready.`);
    return compute;
  }
}

/** @returns the payload of the message that ends the job in order. */
function converse(compute: ComputeProcess, job: JobMessage, hooks: RunHooks): Promise<JobResult<JobName>> {
  const { runId } = job.payload;
  return new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      compute.send({ type: 'cancel', payload: { runId } });
      grace = setTimeout(() => compute.kill(), CANCEL_GRACE_MS);
    };
    const settle = (end: () => void): void => {
      clearTimeout(grace);
      hooks.signal.removeEventListener('abort', onAbort);
      end();
    };
    const onMessage = (message: WorkerMessage): void => {
      if (!('runId' in message.payload) || message.payload.runId !== runId) return;
      if (message.type === 'progress') {
        if (!hooks.signal.aborted) hooks.onProgress(message.payload.progress);
      } else if (message.type === JOB_ENDS[job.type]) {
        settle(() => resolve(message.payload as JobResult<JobName>));
      } else if (message.type === 'cancelled') {
        settle(() => reject(new Cancelled()));
      } else if (message.type === 'failed') {
        const { kind, code, message: sentence, where } = message.payload;
        settle(() => reject(new Failure(kind, code, sentence, definedOnly(where))));
      }
    };
    const onExit = (reason: string): void =>
      settle(() => reject(hooks.signal.aborted ? new Cancelled() : crashed(reason)));

    compute.listen({ onMessage, onExit });
    if (compute.ending !== undefined) onExit(compute.ending);
    else if (hooks.signal.aborted) settle(() => reject(new Cancelled()));
    else {
      hooks.signal.addEventListener('abort', onAbort, { once: true });
      compute.send(job);
    }
  });
}

function untilReady(compute: ComputeProcess, signal: AbortSignal): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    const limit = setTimeout(
      () => reject(unavailable(`it did not answer within ${START_LIMIT_MS / 1000} seconds`)),
      START_LIMIT_MS,
    );
    compute.listen({
      onMessage(message) {
        if (message.type !== 'ready') return;
        clearTimeout(limit);
        resolve();
      },
      onExit(reason) {
        clearTimeout(limit);
        reject(unavailable(reason));
      },
    });
  });
  return untilAborted(ready, signal);
}

/** Rejects with `Cancelled` as soon as the signal aborts, if `work` has not settled; the work itself goes on. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new Cancelled());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return untilAborted(waited, signal).finally(() => clearTimeout(timer));
}

function crashed(reason: string): Failure {
  const killed = reason === 'signal SIGKILL';
  const advice = killed
    ? 'The system usually does this when memory runs out: use fewer threads or a smaller log, then run it again'
    : 'The log has its last words; run it again to start a new process';
  return new Failure(
    killed ? 'resource' : 'internal',
    'compute-crashed',
    `The compute process ended while it worked (${reason}). ${advice}.`,
  );
}

function unavailable(reason: string): Failure {
  return new Failure(
    'internal',
    'compute-unavailable',
    `The compute process did not start: ${reason}. The log has its output; run the command again to retry.`,
  );
}

/** Drops absent keys: the wire cannot tell them from undefined ones, exact optional types can. */
function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as never;
}
