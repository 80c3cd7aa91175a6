/**
 * Trains arms by a program of the user's own: for every arm and seed the data goes out, the program runs, its predictions
 * come in. What it is given has a form of its own (job.ts); nothing of what it does is trusted.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../data/dataset.ts';
import type { ArmResult, FieldBlock } from '../../ranker/ranker.ts';
import { Cancelled, Failure, type Warning } from '../../report/failure.ts';
import type { CommandRanker } from '../../spec/schema-ranker.ts';
import type { SpecContext } from '../load-spec.ts';
import { DataFiles } from './data-files.ts';
import type { Predictions } from './predictions.ts';
import { type CommandTask, runJob, shownCommand, titleOf } from './run-job.ts';
import { predictionWarnings } from './warnings.ts';
import { openWorkFolder } from './work-folder.ts';

/** What the program is told of the run. */
export interface CommandRun {
  ranker: CommandRanker;
  /** Key of the spec that names it, for messages. */
  specPath: readonly (string | number)[];
  data: Dataset;
  /** Names of all own fields that any arm has, in order. */
  ownFields: readonly string[];
  context: SpecContext;
  /** Called often: jobs done, with the expected part of those under way, and what is under way. */
  onProgress(done: number, message: string): void;
}

export interface CommandResults {
  /** In the order of the tasks. */
  results: ArmResult[];
  warnings: Warning[];
}

/** How often progress is told while a program runs. */
const TICK_MS = 500;
/** Jobs under way that a message names. */
const SHOWN_JOBS = 2;

/** @throws Failure with the job and what went wrong; Cancelled */
export async function trainByCommand(
  tasks: readonly CommandTask[],
  run: CommandRun,
): Promise<CommandResults> {
  const folder = await openWorkFolder(run.context.spec.path);
  let failed = false;
  try {
    return await new Jobs(tasks, run, folder.path).all();
  } catch (error) {
    failed = !(error instanceof Cancelled);
    throw placed(error, folder.path, run.specPath);
  } finally {
    await folder.close({ keep: failed }); // what a failure leaves can be run again by hand
  }
}

function placed(error: unknown, folder: string, specPath: CommandRun['specPath']): unknown {
  if (['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code))) {
    const message = `The disk is full: the ranker's data do not fit into ${folder}.`;
    return new Failure('resource', 'disk-full', message, { specPath });
  }
  if (!(error instanceof Failure) || error.where.specPath !== undefined) return error;
  return new Failure(error.kind, error.code, error.message, { ...error.where, specPath });
}

interface Outcome {
  result: ArmResult;
  predictions: Predictions;
}

class Jobs {
  readonly #tasks: readonly CommandTask[];
  readonly #run: CommandRun;
  readonly #folder: string;
  readonly #files: DataFiles;
  readonly #evaluate: Uint32Array;
  /** Jobs that still need a block. */
  readonly #needed = new Map<FieldBlock, number>();
  readonly #stop = new AbortController();
  /** When each job under way began. */
  readonly #started = new Map<number, number>();
  #seconds = 0;
  #done = 0;

  constructor(tasks: readonly CommandTask[], run: CommandRun, folder: string) {
    this.#tasks = tasks;
    this.#run = run;
    this.#folder = folder;
    this.#files = new DataFiles(run.data, folder, run.ownFields);
    this.#evaluate = this.#files.numbersOf(tasks[0]?.parts.evaluate ?? new Uint32Array());
    for (const { blocks } of tasks) {
      const own = blocks[1];
      if (own !== undefined) this.#needed.set(own, (this.#needed.get(own) ?? 0) + 1);
    }
  }

  /** `parallel` jobs at a time; the first that fails stops the others. */
  async all(): Promise<CommandResults> {
    const { ranker, context } = this.#run;
    const outcomes: Outcome[] = new Array(this.#tasks.length);
    const stop = (): void => this.#stop.abort();
    if (context.signal.aborted) throw new Cancelled();
    context.signal.addEventListener('abort', stop, { once: true });
    const ticking = setInterval(() => this.#tell(), TICK_MS);
    let next = 0;
    const work = async (): Promise<void> => {
      try {
        while (next < this.#tasks.length) {
          const index = next++;
          outcomes[index] = await this.#one(index);
        }
      } catch (error) {
        stop();
        throw error;
      }
    };
    try {
      const workers = Math.min(ranker.parallel, this.#tasks.length);
      const ended = await Promise.allSettled(Array.from({ length: workers }, work));
      if (context.signal.aborted) throw new Cancelled();
      const errors = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      if (errors.length > 0) throw errors.find((error) => !(error instanceof Cancelled)) ?? errors[0];
    } finally {
      clearInterval(ticking);
      context.signal.removeEventListener('abort', stop);
    }
    const predicted = outcomes.map(({ result: { arm }, predictions }) => ({ arm, ...predictions }));
    return { results: outcomes.map(({ result }) => result), warnings: predictionWarnings(predicted) };
  }

  async #one(index: number): Promise<Outcome> {
    const task = this.#tasks[index]!;
    this.#started.set(index, performance.now());
    this.#tell();
    const [base, own] = task.blocks;
    const pause = async (): Promise<void> => {
      if (this.#stop.signal.aborted) throw new Cancelled();
    };
    const baseFile = await this.#files.base(base!, pause);
    const ownFile = await this.#files.own(own, task.called, pause);
    const folder = join(this.#folder, folderName(index, task));
    const { predictions, seconds } = await runJob(task, {
      ranker: this.#run.ranker,
      context: { ...this.#run.context, signal: this.#stop.signal },
      folder,
      files: [baseFile, ownFile],
      evaluate: this.#evaluate,
    });
    await rm(folder, { recursive: true, force: true });
    if (own !== undefined) await this.#release(own);
    this.#started.delete(index);
    this.#done++;
    this.#seconds += seconds;
    this.#tell();
    const { arm, seed } = task;
    const { scores, orderOnly } = predictions;
    return { result: { arm, seed, scores, orderOnly, rowsTrained: 0, seconds }, predictions };
  }

  async #release(own: FieldBlock): Promise<void> {
    const left = this.#needed.get(own)! - 1;
    this.#needed.set(own, left);
    if (left === 0) await this.#files.release(own);
  }

  /** Jobs done, and of each under way the share that its seconds are of a mean job's. */
  #tell(): void {
    const now = performance.now();
    const mean = this.#seconds / this.#done;
    const running = [...this.#started];
    if (running.length === 0) return;
    const underWay = running.map(([, since]) => Math.min(0.95, (now - since) / 1000 / mean || 0));
    const names = running.slice(0, SHOWN_JOBS).map(([index]) => titleOf(this.#tasks[index]!));
    const more = running.length > names.length ? `, and ${running.length - names.length} more` : '';
    const message = `running ${shownCommand(this.#run.ranker)} for ${names.join(' and ')}${more} (${this.#done + 1} of ${this.#tasks.length})`;
    const done = underWay.reduce((sum, share) => sum + share, this.#done);
    this.#run.onProgress(done, message);
  }
}

/** `003-leaked-co-click-seed-1` */
function folderName(index: number, { arm, seed }: CommandTask): string {
  return `${String(index + 1).padStart(3, '0')}-${arm.replace(/[^\p{L}\p{N}]+/gu, '-')}-seed-${seed}`;
}
