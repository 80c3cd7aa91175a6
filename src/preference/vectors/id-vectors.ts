/**
 * The ranker's own item vectors as preference data: one training for each window and each fold that is left out, on the
 * rows of the window alone. Vectors of different trainings share no axes, so only cosines within one are ever compared.
 */

import { Failure } from '../../common/failure.ts';
import type { VectorTable } from '../../data/dataset.ts';
import type { SourceOf } from '../../specfile/sources/index.ts';
import { labelAsOf } from '../features/events.ts';
import type { FoldedItems } from '../features/folded-items.ts';
import { firstRows } from '../features/rows-by-user.ts';
import type { Pause, SourceInput } from '../features/source.ts';
import { firstSlice } from '../features/window.ts';
import { IdFactors, type ItemFactors } from './id-factors.ts';

export type IdEmbeddingSpec = SourceOf<'id-embedding'>;

/** Trains on demand; the same window and fold always give the same bits. */
export class IdVectors implements FoldedItems<VectorTable> {
  readonly crossFitted = true;
  readonly dimension: number;
  readonly #input: SourceInput;
  readonly #spec: IdEmbeddingSpec;
  readonly #first: Uint32Array;
  readonly #factors: IdFactors;
  readonly #seed: number;

  /** @throws Failure `resource` where the table of the ids does not fit */
  constructor(input: SourceInput, spec: IdEmbeddingSpec) {
    const { data, timeline, idRanker } = input;
    if (idRanker === undefined) throw new Error('id-embedding was given no ranker');
    this.dimension = idRanker.options.factors;
    this.#input = input;
    this.#spec = spec;
    this.#seed = idRanker.seed;
    this.#first = firstRows(timeline.slice, timeline.slices);
    const { users, items } = data;
    let rows = 1;
    for (let last = 0; last < timeline.slices; last++) {
      rows = Math.max(rows, this.#first[last + 1]! - this.#first[firstSlice(last, spec.window)]!);
    }
    this.#factors = new IdFactors(idRanker.options, { ...data, keys: input.idKeys }, { rows, users, items });
  }

  async table(last: number, fold: number, pause: Pause): Promise<VectorTable> {
    const { data, userFold } = this.#input;
    const { window, epochs } = this.#spec;
    const from = this.#first[firstSlice(last, window)]!;
    const to = this.#first[last + 1]!;
    const rows = new Uint32Array(to - from);
    let count = 0;
    for (let row = from; row < to; row++) if (userFold[data.user[row]!] !== fold) rows[count++] = row;
    const learnt =
      count === 0
        ? undefined
        : await this.#factors.train(rows.subarray(0, count), this.#seed, epochs, pause, this.#labels(last));
    return unitTable(learnt, data.items, this.dimension, this.#spec.name);
  }

  /** The labels as they were known at the end of slice `last`. */
  #labels(last: number): Uint8Array {
    const { data, timeline } = this.#input;
    const { sliceStarts, time } = timeline;
    const end = sliceStarts[last + 1];
    return labelAsOf(data, end ?? nextAfter(time[time.length - 1]!));
  }
}

/** A label that arrives with the last row is known at the end of the log. */
const nextAfter = (microseconds: number): number => microseconds + 1;

/** Vectors of unit length in the order of the log's items; those of length 0 are none. @throws Failure where training diverged */
function unitTable(
  learnt: ItemFactors | undefined,
  items: number,
  dimension: number,
  source: string,
): VectorTable {
  const known = learnt?.items ?? new Uint32Array();
  const at = new Int32Array(items).fill(-1);
  const norms = Float64Array.from(known, (_, n) => {
    let square = 0;
    for (let k = n * dimension; k < (n + 1) * dimension; k++) square += learnt!.values[k]! ** 2;
    return Math.sqrt(square);
  });
  if (!norms.every(Number.isFinite)) {
    throw new Failure(
      'usage',
      'vectors-diverged',
      `The item vectors of ${source} diverged in training: give the ranker a lower learningRate or initialScale.`,
      { specPath: ['ranker'] },
    );
  }
  known.forEach((item, n) => {
    if (norms[n]! > 0) at[item] = n;
  });
  const start = new Uint32Array(items + 1);
  const values = new Float32Array(norms.filter((norm) => norm > 0).length * dimension);
  for (let item = 0, entry = 0; item < items; item++) {
    const n = at[item]!;
    if (n >= 0) {
      for (let k = 0; k < dimension; k++) {
        values[entry * dimension + k] = learnt!.values[n * dimension + k]! / norms[n]!;
      }
      entry++;
    }
    start[item + 1] = entry;
  }
  return { start, dimension, values };
}
