/** What a run takes of the machine where the user has not said: the same for every surface. */
import { availableParallelism, totalmem } from 'node:os';

const MAX_THREADS = 8;
const MAX_MEMORY = 4 * 1024 ** 3;

/** More threads than this are asked for, never assumed: each arm × seed task holds its own table of weights. */
export function defaultThreads(): number {
  return Math.min(MAX_THREADS, availableParallelism());
}

/** Bytes: 4 GB, or half of a smaller machine. */
export function defaultMemory(): number {
  return Math.min(MAX_MEMORY, Math.floor(totalmem() / 2));
}
