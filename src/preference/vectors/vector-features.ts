/**
 * From item vectors to features of every row (SimTier): how similar the candidate is to the items of the user's history.
 * Rows are read slice by slice, so that vectors with times can be read as they stood, and user by user, so that a history's
 * vectors are copied once for many rows.
 */
import type { VectorTable } from '../../data/dataset.ts';
import { BATCH_ROWS, type RowReader, readRows } from '../features/folded-items.ts';
import { historyItems } from '../features/history.ts';
import { entryOf, NO_ENTRY } from '../features/item-entries.ts';
import { firstRows } from '../features/rows-by-user.ts';
import type { Pause, SourceInput } from '../features/source.ts';
import { TIERS, VECTOR_WIDTH, VectorKernel, type VectorShape, vectorKernelBytes } from './vector-kernel.ts';

/** Names of the values of a row, in the order of the kernel: `max`, `mean`, `tier -1.0`, …, each tier by its lower border. */
export const VECTOR_FEATURES: readonly string[] = [
  'max',
  'mean',
  ...Array.from({ length: TIERS }, (_, tier) => `tier ${((2 * tier) / TIERS - 1).toFixed(1)}`),
];

export interface VectorReading {
  /** Items of a history at most. */
  history: number;
  /** 0 for the vectors known up to the row's own slice, 1 for those known before it. */
  lag: 0 | 1;
  /** π of each slice, called with ascending slices: item i stands in P where item π[i] did. The identity where absent. */
  permutation?: ((lastSlice: number) => Uint32Array) | undefined;
}

/**
 * Per name in `VECTOR_FEATURES` a value per row of the log: cosines as they are, tiers as log(1 + n). NaN, *missing*, where the
 * candidate or the whole history has no vector. The candidate's own earlier positives are no part of its history.
 */
export async function vectorFeatures(
  input: SourceInput,
  table: VectorTable,
  { history, lag, permutation }: VectorReading,
  pause: Pause,
): Promise<Float32Array[]> {
  const { timeline } = input;
  const first = firstRows(timeline.slice, timeline.slices);
  const reader = new VectorReader(input, table.dimension, history);
  const columns = reader.columns();
  for (let slice = 0; slice < timeline.slices; slice++) {
    const rows = [first[slice]!, first[slice + 1]!] as const;
    const place = permutation?.(slice);
    const within = (share: number): Promise<void> => pause((slice + share) / timeline.slices);
    await readRows(input, reader, rows, () => table, slice - lag, columns, within, place);
  }
  return columns;
}

const shapeOf = (length: number, items: number): VectorShape => ({
  ...{ rows: BATCH_ROWS, length, vectors: Math.min(BATCH_ROWS * length, items) },
});

/** Private memory of a reader, bytes: what a plan of threads needs. */
export function vectorReaderBytes(dimension: number, length: number, items: number): number {
  return vectorKernelBytes(dimension, shapeOf(length, items)) + 8 * items;
}

/** Cosines of rows of one user, a batch at a time. */
export class VectorReader implements RowReader<VectorTable> {
  readonly #input: SourceInput;
  readonly #length: number;
  readonly #kernel: VectorKernel;
  readonly #items: Uint32Array;
  /** Where an item's vector lies among the history vectors, valid where the stamp is that of this batch. */
  readonly #slot: Uint32Array;
  readonly #stamp: Uint32Array;
  #batch = 0;

  /** @param length items of a history at most */
  constructor(input: SourceInput, dimension: number, length: number) {
    this.#input = input;
    this.#length = length;
    this.#kernel = new VectorKernel(dimension, shapeOf(length, input.data.items));
    this.#items = new Uint32Array(length);
    this.#slot = new Uint32Array(input.data.items);
    this.#stamp = new Uint32Array(input.data.items);
  }

  columns(): Float32Array[] {
    return VECTOR_FEATURES.map(() => new Float32Array(this.#input.data.rows).fill(Number.NaN));
  }

  read(
    rows: Uint32Array,
    table: VectorTable,
    last: number,
    place: Uint32Array | undefined,
    columns: Float32Array[],
  ): void {
    const kernel = this.#kernel;
    const { data } = this.#input;
    this.#batch++;
    let vectors = 0;
    let picked = 0;
    let sent = 0;
    const rowOf: number[] = [];
    for (const row of rows) {
      const candidate = place?.[data.item[row]!] ?? data.item[row]!;
      const entry = entryOf(table, candidate, last);
      if (entry === NO_ENTRY) continue;
      const before = picked;
      for (const item of this.#historyOf(row)) {
        const stands = place?.[item] ?? item;
        if (stands === candidate) continue;
        if (this.#stamp[stands] !== this.#batch) {
          const entryHere = entryOf(table, stands, last);
          if (entryHere === NO_ENTRY) continue;
          this.#copy(table, entryHere, kernel.history, vectors);
          this.#stamp[stands] = this.#batch;
          this.#slot[stands] = vectors++;
        }
        kernel.picked[picked++] = this.#slot[stands]!;
      }
      if (picked === before) continue;
      kernel.pickedStart[sent] = before;
      this.#copy(table, entry, kernel.candidates, sent++);
      rowOf.push(row);
    }
    if (sent === 0) return;
    kernel.pickedStart[sent] = picked;
    kernel.features(sent);
    for (let r = 0; r < sent; r++) this.#take(rowOf[r]!, r * VECTOR_WIDTH, columns);
  }

  #historyOf(row: number): Uint32Array {
    const { data, positives, historyEnds } = this.#input;
    const low = positives.userStart[data.user[row]!]!;
    return this.#items.subarray(
      0,
      historyItems(positives, low, historyEnds[row]!, this.#length, this.#items),
    );
  }

  #copy({ values, dimension }: VectorTable, entry: number, target: Float32Array, slot: number): void {
    target.set(values.subarray(entry * dimension, (entry + 1) * dimension), slot * this.#kernel.stride);
  }

  #take(row: number, at: number, columns: Float32Array[]): void {
    const { out } = this.#kernel;
    columns[0]![row] = out[at]!;
    columns[1]![row] = out[at + 1]!;
    for (let f = 2; f < VECTOR_WIDTH; f++) columns[f]![row] = Math.log1p(out[at + f]!);
  }
}
