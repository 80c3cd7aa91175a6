/** How many tasks may run side by side within the memory setting. A ranker has a private table; builders of features see feature-memory.ts. */

import { Failure } from '../../common/failure.ts';
import type { RunContext } from '../../common/progress.ts';
import { rankerBytes } from '../../ranker/kinds.ts';
import type { RankTask, RowParts } from '../../ranker/ranker.ts';
import { tableRows } from '../../ranker/table-rows.ts';

/** Bytes that one worker thread needs besides its task: its heap, code and stack. */
export const THREAD_BYTES = 24 * 2 ** 20;

/** What a training's memory depends on. */
export interface Trained extends Pick<RankTask, 'options' | 'blocks' | 'missing'> {
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

/** Private bytes of a task at its peak: table and blocks, shuffle order, scores, and the kept table without refit. */
export function taskBytes(task: Trained): number {
  const { fit, validate, evaluate } = task.parts;
  const rows = 4 * (2 * (fit.length + validate.length) + validate.length + (evaluate?.length ?? 0));
  return (task.options.refit ? 1 : 2) * modelBytes(task) + rows + THREAD_BYTES;
}

/** Bytes of a task that builds features: what its thread holds at the peak, and what of that its result leaves in the process. */
export interface TaskMemory {
  peak: number;
  result: number;
}

/** How many builders of features may run at once now. */
export function threadsFor(tasks: readonly TaskMemory[], { threads, memoryBytes }: RunContext): number {
  return buildersWithin(tasks, threads, memoryBytes, process.memoryUsage.rss());
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
