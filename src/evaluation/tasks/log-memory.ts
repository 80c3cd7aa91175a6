/** Whether a log leaves room for a run: what is held of its rows only grows from here on. */
import { Failure } from '../../common/failure.ts';
import { count } from '../../common/format.ts';
import type { Dataset } from '../../data/dataset.ts';

/** Of the memory setting, what a log may take before anything is built of it: what reads it has the rest while it is encoded. */
const MOST = 0.6;

/** Bytes of the columns of a log that every row has. */
export function logBytes({ rows, features, labelTime, group, weight, score, timeline }: Dataset): number {
  const ofFeatures = features.reduce(
    (sum, column) => sum + (column.type === 'numeric' ? column.values : column.codes).byteLength,
    0,
  );
  const ids = rows * (4 + 4 + 1 + 1);
  const others = [labelTime, group, weight, score, timeline?.time, timeline?.slice];
  return ids + ofFeatures + others.reduce((sum, column) => sum + (column?.byteLength ?? 0), 0);
}

/** @param memoryBytes the memory setting @throws Failure `log-memory` at once, rather than after minutes of work */
export function assertRoom(data: Dataset, memoryBytes: number): void {
  const bytes = logBytes(data);
  if (bytes <= MOST * memoryBytes) return;
  const gigabytes = (size: number): string => `${(size / 2 ** 30).toFixed(1)} GB`;
  const wanted = `${Math.ceil(bytes / MOST / 2 ** 30)}GB`;
  throw new Failure(
    'resource',
    'log-memory',
    `The ${count(data.rows)} rows of the log take ${gigabytes(bytes)} of memory, and the memory setting is ${gigabytes(memoryBytes)}: raise it (\`--memory ${wanted}\`, or the setting lis.memory of the editor), or leave out features.`,
  );
}
