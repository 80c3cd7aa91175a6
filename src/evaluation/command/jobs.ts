/** Runs a program as often as it takes, some runs side by side. The first one that fails stops the others. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, Failure } from '../../common/failure.ts';
import type { CommandRanker } from '../../specfile/schema-ranker.ts';
import type { SpecContext } from '../load-spec.ts';
import type { JobFile } from './job.ts';
import type { Predictions } from './predictions.ts';
import { type JobTask, runJob, shownCommand, titleOf } from './run-job.ts';
import { openWorkFolder } from './work-folder.ts';

/** What all runs of a program share. */
export interface ProgramRuns {
  ranker: CommandRanker;
  /** Key of the spec that names it, for messages. */
  specPath: readonly (string | number)[];
  context: SpecContext;
  /** Called often: the fraction of the work that is done, by the time of the runs so far, and what is under way. */
  onProgress(fraction: number, message: string): void;
}

/** One run to be. */
export interface ProgramJob {
  task: JobTask;
  /** How long it is expected to take, beside the others. */
  weight: number;
  /** Writes what it reads, where that is not there. @param pause throws to stop */
  prepare(pause: () => Promise<void>): Promise<JobInput>;
  /** It is done: what no further job needs may go. */
  release(): Promise<void>;
}

export interface JobInput {
  files: [JobFile, JobFile];
  /** What the files call the evaluation rows, in their order. */
  evaluate: Uint32Array;
}

export interface JobOutcome {
  predictions: Predictions;
  seconds: number;
}

/** How often progress is told while a program runs. */
const TICK_MS = 500;
/** Jobs under way that a message names. */
const SHOWN_JOBS = 2;

/**
 * @param work is given the folder for its files, which goes when it is done; what a failure leaves can be run again by hand
 * @throws Failure with its place in the spec; Cancelled
 */
export async function inWorkFolder<T>(
  { context, specPath }: Pick<ProgramRuns, 'context' | 'specPath'>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await openWorkFolder(context.spec.path);
  let failed = false;
  try {
    return await work(folder.path);
  } catch (error) {
    failed = !(error instanceof Cancelled);
    throw placed(error, folder.path, specPath);
  } finally {
    await folder.close({ keep: failed });
  }
}

function placed(error: unknown, folder: string, specPath: ProgramRuns['specPath']): unknown {
  if (['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code))) {
    const message = `The disk is full: the ranker's data do not fit into ${folder}.`;
    return new Failure('resource', 'disk-full', message, { specPath });
  }
  if (!(error instanceof Failure) || error.where.specPath !== undefined) return error;
  return new Failure(error.kind, error.code, error.message, { ...error.where, specPath });
}

/**
 * @param done is given each job's outcome as it comes, so that not all of them need be kept
 * @throws Failure with the job and what went wrong; Cancelled
 */
export function runProgramJobs(
  jobs: readonly ProgramJob[],
  run: ProgramRuns,
  folder: string,
  done: (index: number, outcome: JobOutcome) => void,
): Promise<void> {
  return new Jobs(jobs, run, folder, done).all();
}

class Jobs {
  readonly #jobs: readonly ProgramJob[];
  readonly #run: ProgramRuns;
  readonly #folder: string;
  readonly #onOutcome: (index: number, outcome: JobOutcome) => void;
  readonly #stop = new AbortController();
  /** When each job under way began. */
  readonly #started = new Map<number, number>();
  readonly #weight: number;
  #seconds = 0;
  #done = 0;
  #doneWeight = 0;

  constructor(
    jobs: readonly ProgramJob[],
    run: ProgramRuns,
    folder: string,
    onOutcome: (index: number, outcome: JobOutcome) => void,
  ) {
    this.#jobs = jobs;
    this.#run = run;
    this.#folder = folder;
    this.#onOutcome = onOutcome;
    this.#weight = jobs.reduce((sum, { weight }) => sum + weight, 0);
  }

  async all(): Promise<void> {
    const { ranker, context } = this.#run;
    const stop = (): void => this.#stop.abort();
    if (context.signal.aborted) throw new Cancelled();
    context.signal.addEventListener('abort', stop, { once: true });
    const ticking = setInterval(() => this.#tell(), TICK_MS);
    let next = 0;
    const work = async (): Promise<void> => {
      try {
        while (next < this.#jobs.length) await this.#runOne(next++);
      } catch (error) {
        stop();
        throw error;
      }
    };
    try {
      const workers = Math.min(ranker.parallel, this.#jobs.length);
      const ended = await Promise.allSettled(Array.from({ length: workers }, work));
      if (context.signal.aborted) throw new Cancelled();
      const errors = ended.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      if (errors.length > 0) throw errors.find((error) => !(error instanceof Cancelled)) ?? errors[0];
    } finally {
      clearInterval(ticking);
      context.signal.removeEventListener('abort', stop);
    }
  }

  async #runOne(index: number): Promise<void> {
    const { task, weight, prepare, release } = this.#jobs[index]!;
    this.#started.set(index, performance.now());
    this.#tell();
    const input = await prepare(async () => {
      if (this.#stop.signal.aborted) throw new Cancelled();
    });
    const folder = join(this.#folder, folderName(index, task));
    const context = { ...this.#run.context, signal: this.#stop.signal };
    const outcome = await runJob(task, { ranker: this.#run.ranker, context, folder, ...input });
    this.#onOutcome(index, outcome);
    await rm(folder, { recursive: true, force: true });
    await release();
    this.#started.delete(index);
    this.#done++;
    this.#doneWeight += weight;
    this.#seconds += outcome.seconds;
    this.#tell();
  }

  /** The weight of the jobs done, and of each under way the share that its seconds are of those expected of it. */
  #tell(): void {
    const running = [...this.#started];
    if (running.length === 0) return;
    const now = performance.now();
    const mean = this.#seconds / this.#doneWeight;
    const weights = running.map(([index, since]) => {
      const { weight } = this.#jobs[index]!;
      return weight * Math.min(0.95, (now - since) / 1000 / (mean * weight) || 0);
    });
    const done = weights.reduce((sum, weight) => sum + weight, this.#doneWeight);
    const names = running.slice(0, SHOWN_JOBS).map(([index]) => titleOf(this.#jobs[index]!.task));
    const more = running.length > names.length ? `, and ${running.length - names.length} more` : '';
    const message = `running ${shownCommand(this.#run.ranker)} for ${names.join(' and ')}${more} (${this.#done + 1} of ${this.#jobs.length})`;
    this.#run.onProgress(done / this.#weight, message);
  }
}

/** `003-leaked-co-click-seed-1`, `003-block-2-seed-1` */
function folderName(index: number, { arm, seed, block }: JobTask): string {
  const name = block === undefined ? arm.replace(/[^\p{L}\p{N}]+/gu, '-') : `block-${block.number}`;
  return `${String(index + 1).padStart(3, '0')}-${name}-seed-${seed}`;
}
