/** How many ranker tasks may run side by side within the memory setting. Each has a private table. */
import { rankerBytes } from '../ranker/kinds.ts';
import type { RankTask } from '../ranker/ranker.ts';
import { tableRows } from '../ranker/table-rows.ts';
import { Failure } from '../report/failure.ts';

/** Bytes that one worker thread needs besides its task: its heap, code and stack. */
const THREAD_BYTES = 24 * 2 ** 20;

/** Private bytes of a task at its peak: table and blocks, shuffle order, scores, and the kept table without refit. */
export function taskBytes(task: RankTask): number {
  const missing = task.missing?.length ?? 0;
  const fields = task.blocks.reduce((sum, block) => sum + block.fields, missing);
  const ids = task.blocks.reduce(
    (sum, block) => sum + tableRows(block, task.options).reduce((a, b) => a + b, 0),
    missing,
  );
  const denses = task.blocks.reduce((sum, { dense }) => sum + (dense?.names.length ?? 0), 0);
  const dimension = task.blocks.reduce((most, { vector }) => Math.max(most, vector?.dimension ?? 0), 0);
  const { fit, validate, evaluate } = task.parts;
  const table = rankerBytes(task.options, fields, ids, denses, dimension);
  const rows = 4 * (2 * (fit.length + validate.length) + validate.length + evaluate.length);
  return (task.options.refit ? 1 : 2) * table + rows + THREAD_BYTES;
}

/**
 * @param budget bytes of the whole process.
 * @param used bytes it holds already.
 * @returns threads, 1..wanted.
 * @throws Failure `resource` when not even one task fits.
 */
export function threadsWithin(
  tasks: readonly RankTask[],
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
