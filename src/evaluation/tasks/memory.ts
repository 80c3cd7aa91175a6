/** How many tasks may run side by side within the memory setting. A ranker has a private table; builders of features see feature-memory.ts. */

import { Failure } from '../../common/failure.ts';
import { easeMemory } from '../../common/garbage.ts';
import { rankerBytes } from '../../ranker/kinds.ts';
import type { AnyBlock, RankTask, RowParts } from '../../ranker/ranker.ts';
import { isFile } from '../../ranker/rows/code-file.ts';
import { WINDOW_ROWS } from '../../ranker/rows/visits.ts';
import { tableRows } from '../../ranker/table-rows.ts';

/** Bytes that one worker thread needs besides its task: its heap, code and stack. */
export const THREAD_BYTES = 24 * 2 ** 20;

/** What tasks of more private bytes leave in a thread is more than starting another thread is worth. */
const LARGE_BYTES = 16e6;

/** What a batch of tasks has of the memory setting. */
export interface Room {
  /** How many tasks may run at once. */
  threads: number;
  /** Whether the threads end with the batch, and with them what their tasks leave behind. */
  large: boolean;
}

/** What a run may use: threads, and bytes of the whole process. */
interface Budget {
  threads: number;
  memoryBytes: number;
  /** `idle` threads wait for a batch. */
  pool: { readonly idle: number };
}

/** What a training's memory depends on. */
export interface Trained extends Pick<RankTask<AnyBlock>, 'options' | 'blocks' | 'missing'> {
  parts: Pick<RowParts, 'fit' | 'validate'> & Partial<RowParts>;
}

/** Bytes of a ranker's table, tower and blocks. */
export function modelBytes({ options, blocks, missing: names }: Omit<Trained, 'parts'>): number {
  const missing = names?.length ?? 0;
  const fields = blocks.reduce((sum, block) => sum + block.fields, missing);
  const ids = blocks.reduce(
    (sum, block) => sum + tableRows(block, options).reduce((a, b) => a + b, 0),
    missing,
  );
  const denses = blocks.reduce((sum, { dense }) => sum + (dense?.names.length ?? 0), 0);
  const dimension = blocks.reduce((most, { vector }) => Math.max(most, vector?.dimension ?? 0), 0);
  return rankerBytes(options, fields, ids, denses, dimension);
}

/** Private bytes of a task at its peak: table and blocks, the order of a window, scores, where those of a window stand among them, and the kept table without refit. */
export function taskBytes(task: Trained): number {
  const { fit, validate, evaluate } = task.parts;
  const { refit } = task.options;
  const training = fit.length + validate.length;
  const scored = validate.length + (evaluate?.length ?? 0);
  const inWindows = task.blocks.some(({ codes }) => isFile(codes));
  const rows =
    4 * ((refit ? training : 0) + scored * (inWindows ? 2 : 1)) + windowBytes(task.blocks, training);
  return (refit ? 1 : 2) * modelBytes(task) + rows + THREAD_BYTES;
}

/** Rows that are visited: their order, and their codes and labels where these are read from a file; see `Visits`. */
function windowBytes(blocks: Trained['blocks'], training: number): number {
  const rows = Math.min(training, WINDOW_ROWS);
  const read = blocks.reduce((sum, { codes }) => sum + (isFile(codes) ? codes.stride + 1 : 0), 0);
  return rows * (4 + read);
}

/** Bytes of a task that builds features: what its thread holds at the peak, and what of that its result leaves in the process. */
export interface TaskMemory {
  peak: number;
  result: number;
}

/** Bytes that the process holds now, without its idle threads: the next tasks, whose estimates count a thread, run on these. */
export function bytesInUse({ pool, memoryBytes }: Pick<Budget, 'pool' | 'memoryBytes'>): number {
  return easeMemory(memoryBytes) - pool.idle * THREAD_BYTES;
}

const isLarge = (peak: number): boolean => peak - THREAD_BYTES > LARGE_BYTES;

/** The room for builders of features now. */
export function roomToBuild(tasks: readonly TaskMemory[], budget: Budget): Room {
  const { threads, memoryBytes } = budget;
  return {
    threads: buildersWithin(tasks, threads, memoryBytes, bytesInUse(budget)),
    large: tasks.some(({ peak, result }) => isLarge(peak - result)),
  };
}

/** The room for trainings. @param used bytes that the process holds beside them @throws Failure `memory-limit` */
export function roomToTrain(tasks: readonly Trained[], budget: Budget, used = bytesInUse(budget)): Room {
  const { threads, memoryBytes } = budget;
  return {
    threads: threadsWithin(tasks, threads, memoryBytes, used),
    large: tasks.some((task) => isLarge(taskBytes(task))),
  };
}

/**
 * How many tasks whose results stay may run at once: whichever these are, what they hold and the results of all others fit
 * beside what is in use. One always may: what features take is an estimate, and what cannot be had is an error where it is asked for.
 * @param budget bytes of the whole process. @param used bytes it holds already.
 * @returns threads, 1..wanted.
 */
export function buildersWithin(
  tasks: readonly TaskMemory[],
  wanted: number,
  budget: number,
  used: number,
): number {
  const results = tasks.reduce((sum, { result }) => sum + result, 0);
  const bytes = tasks.map(({ peak, result }) => peak - result).sort((a, b) => b - a);
  let free = budget - used - results;
  let threads = 0;
  while (threads < Math.min(wanted, bytes.length) && bytes[threads]! <= free) free -= bytes[threads++]!;
  return Math.max(1, threads);
}

/**
 * @param budget bytes of the whole process.
 * @param used bytes it holds already.
 * @returns threads, 1..wanted.
 * @throws Failure `resource` when not even one task fits.
 */
export function threadsWithin(
  tasks: readonly Trained[],
  wanted: number,
  budget: number,
  used: number,
): number {
  const largest = Math.max(...tasks.map(taskBytes));
  const fitting = Math.floor((budget - used) / largest);
  if (fitting >= 1) return Math.min(wanted, fitting);
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;
  throw new Failure(
    'resource',
    'memory-limit',
    `training one arm needs ${megabytes(largest)} besides the ${megabytes(used)} in use, more than the memory ` +
      `setting of ${megabytes(budget)}; raise it, or lower ranker.factors.`,
  );
}
