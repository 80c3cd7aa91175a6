/**
 * The rows whose features a run builds. Heads read their training rows and the evaluation rows; of a large log the former are a sample,
 * and the features of all other rows would be built for nothing.
 */
import type { LogRows } from '../../common/some-rows.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { Spec } from '../../specfile/schema.ts';
import { trainingRows } from '../arms/fields.ts';
import { hasProjection } from '../arms/planned.ts';
import { inTwoStages, rankersOf } from '../arms/rankers.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import { headOf } from '../base/head-rows.ts';
import { shared } from '../base/sample.ts';
import { asTrained, objectiveData } from '../objectives/data.ts';
import { headRowsMost, sampleHeadRows } from './rows.ts';

export interface ReadRows {
  /** By seed, ascending: the rows that bins are made by. */
  training: readonly Uint32Array[];
  /** By seed, all rows whose features are built. */
  rows: readonly LogRows[];
  /** By seed, all rows whose base scores are read, sooner or later. */
  scored: readonly LogRows[];
}

/**
 * @param evaluate the evaluation rows that are read first; all of them unless the spec has a precision
 * @throws Failure `too-small-for-blocks`, Cancelled
 */
export async function readRows(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  evaluate: Uint32Array,
  seeds: readonly number[],
  breathe: () => Promise<void>,
): Promise<ReadRows> {
  const all = trainingRows(parts);
  const sampled = await sampledRows(data, spec, parts, seeds, breathe);
  const training = sampled ?? seeds.map(() => all);
  if (sampled === undefined && evaluate === parts.evaluate)
    return { training, rows: seeds.map(() => undefined), scored: seeds.map(() => undefined) };
  const read = new Map(training.map((rows) => [rows, union(data.rows, [rows, evaluate])]));
  const rows = training.map((list) => read.get(list));
  // One list for all seeds where evaluation rows come later: they are most of it.
  const later = evaluate === parts.evaluate ? undefined : union(data.rows, [...training, parts.evaluate]);
  const scored = rows.map((list) => later ?? list);
  return { training, rows, scored };
}

/** Whether features are read by heads of one cut alone, and by nothing that learns from all training rows. */
export function readsSample(spec: Spec): boolean {
  // Heads of other windows learn from other rows, evaluation rows among them.
  const readsAll = spec.rolling !== undefined || [...spec.sources, ...spec.models].some(hasProjection);
  return !readsAll && rankersOf(spec).every((ranker) => inTwoStages(spec, ranker));
}

/**
 * By seed the training rows of all heads; of the first seed those of all seeds, since they read some of its features. Undefined where something
 * else reads the features of all training rows: a whole ranker, the learned projection of a vector, rolling windows; or where heads are trained on all rows.
 */
async function sampledRows(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  seeds: readonly number[],
  breathe: () => Promise<void>,
): Promise<Uint32Array[] | undefined> {
  const most = headRowsMost(spec);
  if (!readsSample(spec) || parts.fit.length + parts.validate.length <= most) return undefined;
  const found: Uint32Array[][] = seeds.map(() => []);
  for (const { ranker, objective } of plannedTrainings(spec)) {
    const labelled = objective === undefined ? data : objectiveData(data, objective);
    const run = { data: asTrained(labelled, parts), parts, seeds, breathe };
    const head = await headOf(run, ranker);
    if (head.fit.length + head.validate.length <= most) return undefined;
    for (const [k, seed] of seeds.entries()) {
      await breathe();
      const { fit, validate } = sampleHeadRows(head, seed, most);
      found[k]!.push(fit, validate);
    }
  }
  return found.map((lists, k) => union(data.rows, k === 0 ? found.flat() : lists));
}

/** Each row once, ascending, on shared memory. */
function union(rows: number, lists: readonly Uint32Array[]): Uint32Array {
  const mask = new Uint8Array(rows);
  for (const list of lists) for (const row of list) mask[row] = 1;
  const found = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  for (let row = 0; row < rows; row++) if (mask[row] === 1) found[count++] = row;
  return shared(found.subarray(0, count));
}
