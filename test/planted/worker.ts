/** Measures one log: what was planted into it, and its variants. */
import { parentPort, workerData } from 'node:worker_threads';
import { realLogs, worlds } from './log.ts';
import { measure, measureVariants } from './measure.ts';

const { reference, rows, seed } = workerData as { reference: string; rows: number; seed: number };
const made = worlds(rows, seed);
const logs = [...made, ...(await realLogs(reference))];
for (const log of logs) {
  const columns = await measure(log, seed, 1);
  // Variants are of the log's form, which the worlds have as well as real ones.
  const variants = made.includes(log) ? await measureVariants(log, seed, 1) : [];
  parentPort!.postMessage({ columns, variants });
}
