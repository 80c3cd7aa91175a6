/** One run of a program: the job is written, the program runs, and what it wrote is read. Every fault says which job it was. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Cancelled, Failure } from '../../common/failure.ts';
import type { ProgramEnd } from '../../common/progress.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { commandText } from '../../report/words/rankers.ts';
import type { CommandRanker } from '../../specfile/schema-ranker.ts';
import type { SpecContext } from '../load-spec.ts';
import { TOOL_VERSION } from '../version.ts';
import { programOf } from './call.ts';
import { type Job, type JobFile, writeJob } from './job.ts';
import { runLogged } from './logged.ts';
import { alignPredictions, type Predictions } from './predictions.ts';

/** What is asked of a program. */
export interface JobTask {
  /** Arm id of the report. */
  arm: string;
  source?: string | undefined;
  seed: number;
  /** Which training of the base it is, where it is one of several. */
  block?: Job['block'];
  parts: RowParts;
}

export interface JobRun {
  ranker: CommandRanker;
  /** Its signal ends the program. */
  context: SpecContext;
  /** Of the job alone; it must not exist. */
  folder: string;
  files: [JobFile, JobFile];
  /** What the files call the evaluation rows, in their order. */
  evaluate: Uint32Array;
}

/** A command as messages show it. */
export function shownCommand({ command }: CommandRanker): string {
  const text = commandText(command);
  return `\`${text.length > SHOWN_WIDTH ? `${text.slice(0, SHOWN_WIDTH - 1)}…` : text}\``;
}

const SHOWN_WIDTH = 40;

/** "leaked:co-click, seed 2", "block 3 of 6, seed 1" */
export function titleOf({ arm, seed, block }: Pick<JobTask, 'arm' | 'seed' | 'block'>): string {
  return `${block === undefined ? arm : `block ${block.number} of ${block.of}`}, seed ${seed}`;
}

/**
 * @returns the predictions, and the seconds that the program ran
 * @throws Failure `command-failed`, `command-timeout`, `command-not-found`, `predictions-…`; Cancelled
 */
export async function runJob(
  task: JobTask,
  run: JobRun,
): Promise<{ predictions: Predictions; seconds: number }> {
  await mkdir(run.folder);
  const job = jobOf(task, run);
  const jobPath = join(run.folder, 'job.json');
  await writeJob(jobPath, job);
  const started = performance.now();
  const end = await runProgram(task, run, jobPath);
  const seconds = (performance.now() - started) / 1000;
  return { predictions: await readPredictions(task, run, job, end), seconds };
}

function jobOf(task: JobTask, { ranker, context, folder, files }: JobRun): Job {
  const { fit, validate, evaluate } = task.parts;
  return {
    version: 1,
    tool: `lis-lens ${TOOL_VERSION}`,
    spec: context.spec,
    arm: task.arm,
    ...(task.source !== undefined && { source: task.source }),
    seed: task.seed,
    ...(task.block !== undefined && { block: task.block }),
    threads: Math.max(1, Math.floor(context.threads / ranker.parallel)),
    rows: { fit: fit.length, validate: validate.length, evaluate: evaluate.length },
    files,
    predictions: {
      parquet: join(folder, 'predictions.parquet'),
      csv: join(folder, 'predictions.csv'),
    },
  };
}

async function runProgram(task: JobTask, run: JobRun, jobPath: string): Promise<ProgramEnd> {
  const { ranker, context } = run;
  if (context.signal.aborted) throw new Cancelled();
  const cwd = dirname(context.spec.path);
  const limit = AbortSignal.timeout(Math.ceil(ranker.timeout * 1000));
  const call = {
    title: titleOf(task),
    ...programOf(ranker.command, jobPath, cwd),
    cwd,
    env: { LIS_JOB: jobPath, LIS_ARM: task.arm, LIS_SEED: String(task.seed) },
    logPath: join(run.folder, 'log.txt'),
  };
  const end = await (context.runProgram ?? runLogged)(call, AbortSignal.any([context.signal, limit]));
  if (context.signal.aborted) throw new Cancelled();
  const output = `its output: ${end.output}`;
  if (limit.aborted) {
    const message = `${nameOf(task, run)} was stopped after ${ranker.timeout} seconds; raise \`timeout\`, or train on less; ${output}.`;
    throw new Failure('resource', 'command-timeout', message);
  }
  if (end.exitCode === 0) return end;
  const how =
    end.exitCode === undefined ? `by ${end.reason ?? 'a signal'}` : `with exit code ${end.exitCode}`;
  const said = end.complaint.length > 0 ? `: ${end.complaint.join(' | ')}` : '';
  const absent = end.exitCode === 127 ? ' (127: the shell found no such program)' : '';
  throw new Failure(
    'usage',
    'command-failed',
    `${nameOf(task, run)} ended ${how}${absent}${said}; ${output}.`,
  );
}

async function readPredictions(
  task: JobTask,
  run: JobRun,
  { predictions: { parquet, csv } }: Job,
  end: ProgramEnd,
): Promise<Predictions> {
  const [hasParquet, hasCsv] = await Promise.all([parquet, csv].map(exists));
  if (!hasParquet && !hasCsv) {
    const message = `${nameOf(task, run)} ended in order and wrote neither ${parquet} nor ${csv}; its output: ${end.output}.`;
    throw new Failure('data', 'predictions-absent', message);
  }
  if (hasParquet && hasCsv) {
    const message = `${nameOf(task, run)} wrote both ${parquet} and ${csv}; write one of them.`;
    throw new Failure('data', 'predictions-twice', message);
  }
  const path = hasParquet ? parquet : csv;
  const format = hasParquet ? 'parquet' : 'csv';
  const found = await run.context.engine.readRowScores(path, format, run.context);
  return alignPredictions(found, run.evaluate, `${titleOf(task)} (${path})`);
}

const nameOf = (task: JobTask, { ranker }: JobRun): string => `${shownCommand(ranker)} for ${titleOf(task)}`;

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
