/** From work to seconds: of one thread, and of tasks on several. */
import type { Batch, Rates, Unit, Work } from './units.ts';

/** Seconds of CPU that some work takes one thread. */
export function secondsOf(work: Work, { seconds }: Pick<Rates, 'seconds'>): number {
  const entries = Object.entries(work) as [Unit, number][];
  return entries.reduce((sum, [unit, amount]) => sum + seconds[unit] * amount, 0);
}

/** Tasks on threads: no sooner than the longest of them, and each thread slower for sharing the memory with others. */
export function spread(
  cpu: number,
  longest: number,
  threads: number,
  { contention }: Pick<Rates, 'contention'>,
): number {
  if (threads <= 1) return cpu;
  return Math.max(longest, cpu / threads) * contention;
}

/** Wall-clock seconds of batches one after another. */
export function batchSeconds(batches: readonly Batch[], threads: number, rates: Rates): number {
  return batches.reduce((sum, { work, tasks, longest }) => {
    const cpu = secondsOf(work, rates);
    return sum + spread(cpu, cpu * longest, Math.min(threads, tasks), rates);
  }, 0);
}
