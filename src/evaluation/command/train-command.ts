/**
 * Trains arms by a program of the user's own: for every arm and seed the data goes out, the program runs, its predictions
 * come in. What it is given has a form of its own (job.ts); nothing of what it does is trusted.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Dataset } from '../../data/dataset.ts';
import { readRowScores } from '../../data/duckdb/row-scores.ts';
import type { ArmResult, FieldBlock, RankTask } from '../../ranker/ranker.ts';
import { Cancelled, Failure, type Warning } from '../../report/failure.ts';
import type { ProgramEnd } from '../../report/progress.ts';
import { commandText } from '../../report/rankers.ts';
import type { CommandRanker } from '../../spec/schema-ranker.ts';
import type { SpecContext } from '../load-spec.ts';
import { TOOL_VERSION } from '../version.ts';
import { programOf } from './call.ts';
import { runChildProcess } from './child-process.ts';
import { DataFiles } from './data-files.ts';
import { type Job, writeJob } from './job.ts';
import { alignPredictions, type Predictions } from './predictions.ts';
import { openWorkFolder } from './work-folder.ts';

/** An arm and seed: the task of a built-in ranker without what only that has. */
export interface CommandTask extends Omit<RankTask, 'options' | 'epochs'> {
  source?: string | undefined;
  /** What the arm's own fields are called, in order. */
  called?: readonly string[] | undefined;
}

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

/** @throws Failure with the job and what went wrong; Cancelled */
export async function trainByCommand(
  tasks: readonly CommandTask[],
  run: CommandRun,
): Promise<CommandResults> {
  const folder = await openWorkFolder(run.context.spec.path);
  const jobs = new Jobs(tasks, run, folder.path);
  let failed = true;
  try {
    const outcome = await jobs.all();
    failed = false;
    return outcome;
  } catch (error) {
    failed = !(error instanceof Cancelled);
    throw error instanceof Failure && error.where.specPath === undefined
      ? new Failure(error.kind, error.code, error.message, { ...error.where, specPath: run.specPath })
      : error;
  } finally {
    await folder.close({ keep: failed }); // what a failure leaves can be run again by hand
  }
}

class Jobs {
  readonly #tasks: readonly CommandTask[];
  readonly #run: CommandRun;
  readonly #folder: string;
  readonly #files: DataFiles;
  /** Jobs that still need a block. */
  readonly #needed = new Map<FieldBlock, number>();
  readonly #stop = new AbortController();
  readonly #started = new Map<number, number>();
  #seconds = 0;
  #done = 0;

  constructor(tasks: readonly CommandTask[], run: CommandRun, folder: string) {
    this.#tasks = tasks;
    this.#run = run;
    this.#folder = folder;
    this.#files = new DataFiles(run.data, folder, run.ownFields);
    for (const { blocks } of tasks) {
      const own = blocks[1];
      if (own !== undefined) this.#needed.set(own, (this.#needed.get(own) ?? 0) + 1);
    }
  }

  /** `parallel` jobs at a time; the first that fails stops the others. */
  async all(): Promise<CommandResults> {
    const { ranker, context } = this.#run;
    const outcomes: { result: ArmResult; predictions: Predictions }[] = new Array(this.#tasks.length);
    const stop = (): void => this.#stop.abort();
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
    return { results: outcomes.map(({ result }) => result), warnings: warningsOf(outcomes) };
  }

  async #one(index: number): Promise<{ result: ArmResult; predictions: Predictions }> {
    const task = this.#tasks[index]!;
    this.#started.set(index, performance.now());
    this.#tell();
    const name = `${String(index + 1).padStart(3, '0')}-${task.arm.replace(/[^\p{L}\p{N}]+/gu, '-')}-seed-${task.seed}`;
    const folder = join(this.#folder, name);
    await mkdir(folder);
    const job = await this.#job(task, folder);
    const jobPath = join(folder, 'job.json');
    await writeJob(jobPath, job);
    const started = performance.now();
    const end = await this.#program(task, jobPath, join(folder, 'log.txt'));
    const seconds = (performance.now() - started) / 1000;
    const predictions = await this.#predictions(task, job, end);
    await this.#forget(task, folder);
    this.#started.delete(index);
    this.#done++;
    this.#seconds += seconds;
    this.#tell();
    const { arm, seed } = task;
    const { scores, orderOnly } = predictions;
    return {
      result: { arm, seed, scores, ...(orderOnly && { orderOnly }), rowsTrained: 0, seconds },
      predictions,
    };
  }

  async #job(task: CommandTask, folder: string): Promise<Job> {
    const { context } = this.#run;
    const { fit, validate, evaluate } = task.parts;
    const pause = async (): Promise<void> => {
      if (this.#stop.signal.aborted) throw new Cancelled();
    };
    const [base, own] = task.blocks;
    const files: Job['files'] = [
      await this.#files.base(base!, pause),
      await this.#files.own(own, task.called, pause),
    ];
    return {
      version: 1,
      tool: `lis-lens ${TOOL_VERSION}`,
      spec: context.spec,
      arm: task.arm,
      ...(task.source !== undefined && { source: task.source }),
      seed: task.seed,
      threads: Math.max(1, Math.floor(context.threads / this.#run.ranker.parallel)),
      rows: { fit: fit.length, validate: validate.length, evaluate: evaluate.length },
      files,
      predictions: {
        parquet: join(folder, 'predictions.parquet'),
        csv: join(folder, 'predictions.csv'),
      },
    };
  }

  /** Runs the program to a good end. @throws Failure `command-failed`, `command-timeout`, `command-not-found`; Cancelled */
  async #program(task: CommandTask, jobPath: string, logPath: string): Promise<ProgramEnd> {
    const { ranker, context } = this.#run;
    const folder = dirname(context.spec.path);
    const limit = AbortSignal.timeout(Math.ceil(ranker.timeout * 1000));
    const call = {
      title: titleOf(task),
      ...programOf(ranker.command, jobPath, folder),
      cwd: folder,
      env: { LIS_JOB: jobPath, LIS_ARM: task.arm, LIS_SEED: String(task.seed) },
      logPath,
    };
    const signal = AbortSignal.any([this.#stop.signal, limit]);
    if (signal.aborted) throw new Cancelled();
    const end = await (context.runProgram ?? runChildProcess)(call, signal);
    if (this.#stop.signal.aborted) throw new Cancelled();
    const output = `its output: ${end.output}`;
    if (limit.aborted) {
      const message = `${this.#of(task)} was stopped after ${ranker.timeout} seconds; raise \`timeout\`, or train on less; ${output}.`;
      throw new Failure('resource', 'command-timeout', message);
    }
    if (end.exitCode === 0) return end;
    const how =
      end.exitCode === undefined ? `by ${end.reason ?? 'a signal'}` : `with exit code ${end.exitCode}`;
    const said = end.complaint.length > 0 ? `: ${end.complaint.join(' | ')}` : '';
    const notFound = end.exitCode === 127 ? ' (127: the shell found no such program)' : '';
    throw new Failure(
      'usage',
      'command-failed',
      `${this.#of(task)} ended ${how}${notFound}${said}; ${output}.`,
    );
  }

  async #predictions(task: CommandTask, job: Job, end: ProgramEnd): Promise<Predictions> {
    const { parquet, csv } = job.predictions;
    const [hasParquet, hasCsv] = await Promise.all([parquet, csv].map(exists));
    if (!hasParquet && !hasCsv) {
      const message = `${this.#of(task)} ended in order and wrote neither ${parquet} nor ${csv}; its output: ${end.output}.`;
      throw new Failure('data', 'predictions-absent', message);
    }
    if (hasParquet && hasCsv) {
      const message = `${this.#of(task)} wrote both ${parquet} and ${csv}; write one of them.`;
      throw new Failure('data', 'predictions-twice', message);
    }
    const path = hasParquet ? parquet : csv;
    const { context } = this.#run;
    const run = { ...context, signal: this.#stop.signal };
    const found = await readRowScores(path, hasParquet ? 'parquet' : 'csv', run);
    return alignPredictions(found, task.parts.evaluate, `${titleOf(task)} (${path})`);
  }

  async #forget(task: CommandTask, folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    const own = task.blocks[1];
    if (own === undefined) return;
    const left = this.#needed.get(own)! - 1;
    this.#needed.set(own, left);
    if (left === 0) await this.#files.release(own);
  }

  /** Jobs done, and of each under way the share that its seconds are of a mean job's. */
  #tell(): void {
    const now = performance.now();
    const mean = this.#seconds / this.#done;
    const running = [...this.#started];
    const underWay = running.map(([, since]) => Math.min(0.95, (now - since) / 1000 / mean || 0));
    const names = running.map(([index]) => titleOf(this.#tasks[index]!));
    const message = `running ${this.#shown()} for ${names.join(' and ')} (${this.#done + 1} of ${this.#tasks.length})`;
    const done = underWay.reduce((sum, share) => sum + share, this.#done);
    if (names.length > 0) this.#run.onProgress(done, message);
  }

  #shown(): string {
    const text = commandText(this.#run.ranker.command);
    return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
  }

  #of(task: CommandTask): string {
    return `${this.#shown()} for ${titleOf(task)}`;
  }
}

const titleOf = ({ arm, seed }: CommandTask): string => `${arm}, seed ${seed}`;

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

function warningsOf(outcomes: readonly { result: ArmResult; predictions: Predictions }[]): Warning[] {
  const arms = [...new Set(outcomes.map(({ result }) => result.arm))];
  return arms.flatMap((arm) => {
    const own = outcomes.filter(({ result }) => result.arm === arm);
    const constant = own.filter(({ predictions }) => predictions.constant).length;
    const certain = own.reduce((sum, { predictions }) => sum + predictions.certain, 0);
    return [
      ...(constant === 0
        ? []
        : [
            {
              code: 'constant-predictions',
              message: `The ranker's command gives all evaluation rows of ${arm} one score, for so many seeds: its AUC is ½, whatever the data.`,
              count: constant,
            },
          ]),
      ...(certain === 0
        ? []
        : [
            {
              code: 'certain-predictions',
              message: `Probabilities of exactly 0 or 1 in ${arm}, so many over all seeds: one that is wrong makes the log loss infinite, and counts as 750 nats here.`,
              count: certain,
            },
          ]),
    ];
  });
}
