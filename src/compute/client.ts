/**
 * The host's side of the compute process: started with the first job, restarted after a crash, one job at a time, and looks at
 * columns beside it.
 *
 * A second evaluation waits for the first one's end instead of ending it: the user asked for both. Whoever replaces a
 * run of the same spec cancels the older one through its signal.
 */
import { randomUUID } from 'node:crypto';
import { Cancelled, Failure } from '../common/failure.ts';
import type { FindToken, RunProgram } from '../common/progress.ts';
import {
  type CodeFound,
  type HostPayloads,
  JOB_ENDS,
  type JobMessage,
  type JobName,
  type JobResult,
  LOOK_ENDS,
  type LookMessage,
  type LookName,
  type LookResult,
  type RunProgress,
  type RunSummary,
} from '../protocol/messages.ts';
import type { TableFacts } from '../specfile/authoring/facts.ts';
import { createBackoff } from './backoff.ts';
import { clientPrograms } from './client-programs.ts';
import { clientTokens } from './client-tokens.ts';
import { converse } from './conversation.ts';
import { type ComputeProcess, type Log, startProcess } from './process.ts';

export type { Log } from './process.ts';

/** Milliseconds after its cancellation that a run which goes on is ended with its process. */
const CANCEL_GRACE_MS = 1000;
/** The bundle loads in well under a second; this leaves room for a machine that swaps. */
const START_LIMIT_MS = 30_000;

/** A job's message without what the client fills in. */
export type JobRequest<Name extends JobName> = Omit<HostPayloads[Name], 'runId'>;
export type ComputeRequest = JobRequest<'evaluate'>;
/** Runs side by side: the document, and the comparison as JSON. */
export type Compared = Omit<LookResult<'compare'>, 'runId'>;
export type DraftedSpec = Omit<JobResult<'draft'>, 'runId'>;
export type ExportedFeatures = Omit<JobResult<'exportFeatures'>, 'runId'>;
/** A look's message without what the client fills in. */
export type LookRequest<Name extends LookName> = Omit<HostPayloads[Name], 'runId'>;
export type DescribeRequest = LookRequest<'describe'>;

export interface RunHooks {
  onProgress(progress: RunProgress): void;
  signal: AbortSignal;
}

export interface RunResult {
  reportPath: string;
  summary: RunSummary;
}

/** What the process leaves to its host. */
export interface HostParts {
  /** Runs the programs that specs name; the process runs them itself where absent. */
  runProgram?: RunProgram | undefined;
  /** Finds the tokens that specs name; where absent, the process has none but those of its environment. */
  findToken?: FindToken | undefined;
  /** Milliseconds that a cancelled run has before it is ended with its process. */
  graceMs?: number | undefined;
}

export class ComputeClient {
  readonly #serverPath: string;
  readonly #log: Log;
  readonly #runProgram: RunProgram | undefined;
  readonly #findToken: FindToken | undefined;
  readonly #graceMs: number;
  readonly #backoff = createBackoff();
  #process: ComputeProcess | undefined;
  #starting: Promise<ComputeProcess> | undefined;
  /** Callers that wait for the process to start. */
  #waiting = 0;
  #jobs: Promise<unknown> = Promise.resolve();
  /** The end of the last look of each name: a long one keeps those of its own name waiting, and no others. */
  readonly #looks = new Map<LookName, Promise<unknown>>();
  #disposed = false;

  constructor(
    serverPath: string,
    log: Log,
    { runProgram, findToken, graceMs = CANCEL_GRACE_MS }: HostParts = {},
  ) {
    this.#graceMs = graceMs;
    this.#serverPath = serverPath;
    this.#log = log;
    this.#runProgram = runProgram;
    this.#findToken = findToken;
  }

  /** The process's id while there is one. */
  get pid(): number | undefined {
    return this.#process?.alive ? this.#process.pid : undefined;
  }

  /**
   * Evaluates a spec in the compute process, after the runs asked for before it.
   * @throws Failure as the core threw it, or `compute-crashed` / `compute-unavailable` when the process ended;
   *   Cancelled as soon as the signal aborts, also while the run still waits; the process itself stops, or is stopped,
   *   within a second, and the next run waits for that.
   */
  evaluate(request: ComputeRequest, hooks: RunHooks): Promise<RunResult> {
    const programs = this.#runProgram === undefined ? {} : { runsPrograms: true };
    return this.#ask('evaluate', { ...request, ...programs }, hooks);
  }

  /** Drafts a spec for a data set, in turn. @throws as `evaluate` */
  draft(request: JobRequest<'draft'>, hooks: RunHooks): Promise<DraftedSpec> {
    return this.#ask('draft', request, hooks);
  }

  /** Writes the features of a spec's arms into a folder, in turn. @throws as `evaluate` */
  exportFeatures(request: JobRequest<'exportFeatures'>, hooks: RunHooks): Promise<ExportedFeatures> {
    return this.#ask('exportFeatures', request, hooks);
  }

  /** Audits a spec or data for leakage, in turn. @returns where the audit was written. @throws as `evaluate` */
  async audit(request: JobRequest<'audit'>, hooks: RunHooks): Promise<string> {
    return (await this.#ask('audit', request, hooks)).auditPath;
  }

  /** What leaks in training code: a text, or the cells of a notebook. In the turn of such looks. @throws as `describe` */
  async auditCode(cells: string[], signal: AbortSignal): Promise<CodeFound> {
    return (await this.#lookInTurn('auditCode', { cells }, signal)).found;
  }

  /**
   * Looks at the columns of files, one look after the other, beside a run that may be under way: a look is short, and
   * whoever types does not wait for minutes of training. A cancelled look never ends the process, which may be training.
   * @throws like `evaluate`
   */
  async describe(request: DescribeRequest, signal: AbortSignal): Promise<TableFacts> {
    return (await this.#lookInTurn('describe', request, signal)).facts;
  }

  /** Compares runs, in the turn of looks. @returns Markdown. @throws as `describe` */
  async compare(reports: LookRequest<'compare'>['reports'], signal: AbortSignal): Promise<Compared> {
    return this.#lookInTurn('compare', { reports }, signal);
  }

  /** The hash of a file's content (`contentHash`), in the turn of such looks. @throws as `describe` */
  async hash(path: string, signal: AbortSignal): Promise<string> {
    return (await this.#lookInTurn('hash', { path }, signal)).hash;
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
    const turn = this.#jobs.then(() => this.#run(type, request, hooks));
    this.#jobs = turn.catch(() => undefined);
    return untilAborted(turn, hooks.signal);
  }

  async #run<Name extends JobName>(
    type: Name,
    request: JobRequest<Name>,
    { signal, onProgress }: RunHooks,
  ): Promise<Omit<JobResult<Name>, 'runId'>> {
    const compute = await this.#start(signal);
    // The compiler cannot see that a generic name and its payload are one of the pairs.
    const runId = randomUUID();
    const keeps = this.#findToken === undefined ? {} : { keepsTokens: true };
    const ask = { type, payload: { runId, ...request, ...keeps } } as unknown as JobMessage;
    const send = compute.send.bind(compute);
    const programs = this.#runProgram && clientPrograms(runId, this.#runProgram, send);
    const tokens = this.#findToken && clientTokens(runId, this.#findToken, signal, send);
    try {
      const ended = await converse<JobResult<JobName>>(compute, {
        ask,
        signal,
        answer(message) {
          programs?.receive(message);
          tokens?.(message);
          if (message.type === 'progress' && !signal.aborted) onProgress(message.payload.progress);
          return message.type === JOB_ENDS[type] ? (message.payload as JobResult<JobName>) : undefined;
        },
        grace: { milliseconds: this.#graceMs, end: () => compute.kill() },
      });
      const { runId: _own, ...result } = ended as JobResult<Name>;
      this.#backoff.recovered();
      return result;
    } catch (error) {
      if (this.#disposed) throw new Cancelled();
      if (compute.ending === undefined) this.#backoff.recovered();
      else if (!signal.aborted) this.#backoff.crashed();
      throw error;
    } finally {
      programs?.stopAll();
    }
  }

  #lookInTurn<Name extends LookName>(
    type: Name,
    request: LookRequest<Name>,
    signal: AbortSignal,
  ): Promise<LookResult<Name>> {
    const before = this.#looks.get(type) ?? Promise.resolve();
    const turn = before.then(() => this.#look(type, request, signal));
    this.#looks.set(
      type,
      turn.catch(() => undefined),
    );
    return untilAborted(turn, signal);
  }

  async #look<Name extends LookName>(
    type: Name,
    request: LookRequest<Name>,
    signal: AbortSignal,
  ): Promise<LookResult<Name>> {
    const compute = await this.#start(signal);
    // As in `#run`: a generic name and its payload are one of the pairs.
    const ask = { type, payload: { runId: randomUUID(), ...request } } as unknown as LookMessage;
    try {
      return await converse(compute, {
        ask,
        signal,
        answer: (message) =>
          message.type === LOOK_ENDS[type] ? (message.payload as LookResult<Name>) : undefined,
      });
    } catch (error) {
      if (this.#disposed) throw new Cancelled();
      if (compute.ending !== undefined && !signal.aborted) this.#backoff.crashed();
      throw error;
    }
  }

  /** The process, started where there is none. One that nobody waits for any more is not waited for. */
  async #start(signal: AbortSignal): Promise<ComputeProcess> {
    if (signal.aborted) throw new Cancelled();
    if (this.#starting === undefined && this.#process?.alive) return this.#process;
    this.#starting ??= this.#launch().finally(() => {
      this.#starting = undefined;
    });
    this.#waiting++;
    try {
      return await untilAborted(this.#starting, signal);
    } finally {
      this.#waiting--;
      if (signal.aborted && this.#waiting === 0 && this.#starting !== undefined) this.#process?.kill();
    }
  }

  async #launch(): Promise<ComputeProcess> {
    const wait = this.#backoff.waitMs();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (this.#disposed) throw unavailable('the editor is closing');
    const compute = startProcess(this.#serverPath, this.#log);
    this.#process = compute;
    try {
      await untilReady(compute);
    } catch (error) {
      compute.kill();
      if (this.#waiting > 0) this.#backoff.crashed();
      throw error;
    }
    this.#log('debug', `Compute process ${compute.pid} is ready.`);
    return compute;
  }
}

function untilReady(compute: ComputeProcess): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const limit = setTimeout(
      () => settle(() => reject(unavailable(`it did not answer within ${START_LIMIT_MS / 1000} seconds`))),
      START_LIMIT_MS,
    );
    const hush = compute.listen({
      onMessage: ({ type }) => type === 'ready' && settle(resolve),
      onExit: (reason) => settle(() => reject(unavailable(reason))),
    });
    const settle = (end: () => void): void => {
      clearTimeout(limit);
      hush();
      end();
    };
  });
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

function unavailable(reason: string): Failure {
  return new Failure(
    'internal',
    'compute-unavailable',
    `The compute process did not start: ${reason}. The log has its output; run the command again to retry.`,
  );
}
