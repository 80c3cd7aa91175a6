/**
 * A ranker over field blocks: gathers rows from the shared codes into the kernel's private memory, block by block, and
 * trains or scores them. It alone knows how field codes become table rows.
 */

import { hashName } from '../common/hash.ts';
import type { RankerOptions } from '../specfile/schema.ts';
import { MISSING } from './fields.ts';
import type { Kind } from './kind.ts';
import { BLOCK_ROWS, openKind } from './kinds.ts';
import { type ProjectedField, slotsOf } from './projection.ts';
import type { AnyBlock, DenseColumns, VectorField } from './ranker.ts';
import { isFile } from './rows/code-file.ts';
import { fieldReader, RowGather } from './rows/code-rows.ts';
import type { OpenWindow } from './rows/visits.ts';
import { WindowGather } from './rows/window-gather.ts';
import { tableRows } from './table-rows.ts';

/** Ids initialised between two calls of `onPiece`: some 10 ms. */
const PIECE = 2 ** 17;

/** Codes of the field that is a projection, and what they stand for. */
interface VectorGather extends ProjectedField {
  codeOf: (row: number) => number;
  vector: VectorField;
  slots: number;
}

/** A copy of everything training changes. */
export type Snapshot = { state: Uint8Array; table: Uint8Array };

/** Trainable model of one task. Rows are numbers into the blocks' codes and into `label`. */
export class Model {
  readonly fields: number;
  /** Table rows of all fields together. */
  readonly ids: number;
  readonly #options: RankerOptions;
  readonly #kind: Kind;
  readonly #blocks: readonly AnyBlock[];
  readonly #missing: readonly string[];
  readonly #gathers: RowGather[] = [];
  readonly #files: WindowGather[] = [];
  readonly #denses: readonly DenseColumns[];
  readonly #vector: VectorGather | undefined;
  readonly #vectors: Float32Array;
  readonly #label: Uint8Array;
  readonly #ids: Uint32Array;
  readonly #labels: Uint8Array;
  readonly #out: Float32Array;
  readonly #dense: Float32Array;

  /**
   * @param missing names of fields without a value in any row
   * @throws Failure `resource` where the table does not fit.
   */
  constructor(
    options: RankerOptions,
    blocks: readonly AnyBlock[],
    label: Uint8Array,
    missing: readonly string[] = [],
  ) {
    this.#options = options;
    this.#blocks = blocks;
    this.#missing = missing;
    this.#label = label;
    let ids = 0;
    let fields = 0;
    for (const block of blocks) {
      const offsets = new Uint32Array(block.fields);
      const rows = tableRows(block, options);
      for (let f = 0; f < block.fields; f++) {
        offsets[f] = ids;
        // Codes of vectors are never in a file: what learns a projection reads all rows.
        if (block.vector !== undefined && block.vector.name === block.names[f] && !isFile(block.codes)) {
          const at = { field: fields + f, missing: ids, slots: slotsOf(options) };
          const { dimension } = block.vector;
          this.#vector = { ...at, codeOf: fieldReader(block.codes, f), vector: block.vector, dimension };
        }
        ids += rows[f]!;
      }
      const { codes } = block;
      if (isFile(codes)) this.#files.push(new WindowGather(codes, label, fields, offsets));
      else this.#gathers.push(new RowGather(codes, fields, offsets));
      fields += block.fields;
    }
    const firstMissing = ids;
    this.fields = fields + missing.length;
    this.ids = ids + missing.length;
    this.#denses = blocks.flatMap(({ dense }) => dense ?? []);
    const denses = this.#denses.reduce((sum, { names }) => sum + names.length, 0);
    this.#kind = openKind(options, this.fields, this.ids, denses, this.#vector);
    const { buffer, layout, projection } = this.#kind;
    this.#ids = new Uint32Array(buffer, layout.ids, BLOCK_ROWS * this.fields);
    // Written once: gathering leaves these columns of the block alone.
    for (let at = fields; at < this.#ids.length; at += this.fields) {
      for (let f = 0; f < missing.length; f++) this.#ids[at + f] = firstMissing + f;
    }
    this.#labels = new Uint8Array(buffer, layout.labels, BLOCK_ROWS);
    this.#out = new Float32Array(buffer, layout.out, BLOCK_ROWS);
    this.#dense = new Float32Array(buffer, layout.dense ?? 0, BLOCK_ROWS * this.#kind.denses);
    this.#vectors = new Float32Array(
      buffer,
      projection?.vectors ?? 0,
      BLOCK_ROWS * (projection?.floats ?? 0),
    );
  }

  /**
   * Initial values: a function of (seed, field name, key of the code), and the given bias.
   * @param onPiece called every few milliseconds; throws to stop.
   */
  reset(seed: number, bias: number, onPiece: () => void = () => {}): void {
    const { buffer, layout } = this.#kind;
    new Float32Array(buffer, layout.state, 2).set([bias, 0]);
    this.#kind.initShared?.(seed >>> 0, {
      fields: [...this.#blocks.flatMap(({ names }) => names), ...this.#missing],
      denses: this.#denses.flatMap(({ names }) => names),
    });
    let row = 0;
    for (const block of this.#blocks) {
      for (const [f, cardinality] of tableRows(block, this.#options).entries()) {
        const hash = hashName(block.names[f]!);
        for (let from = 0; from < cardinality; from += PIECE) {
          onPiece();
          const to = Math.min(cardinality, from + PIECE);
          this.#kind.initField(row, from, to, seed >>> 0, hash, block.keys?.[f]);
        }
        row += cardinality;
      }
    }
    for (const name of this.#missing) {
      this.#kind.initField(row, MISSING, MISSING + 1, seed >>> 0, hashName(name));
      row++;
    }
  }

  /** Whether rows are trained and scored window by window, `open` being told of each before its rows. */
  get inWindows(): boolean {
    return this.#files.length > 0;
  }

  /** Reads the rows of a window that come next, where they are not in memory. @throws Failure `temporary-space` */
  open(opened: OpenWindow): void {
    for (const file of this.#files) file.open(opened);
  }

  /** One online step for each of rows[from..to), in that order; to − from ≤ BLOCK_ROWS. */
  train(rows: Uint32Array, from: number, to: number): void {
    this.#gather(rows, from, to);
    const [file] = this.#files;
    if (file !== undefined) file.copyLabels(to - from, this.#labels);
    else this.#copyLabels(rows, from, to);
    this.#kind.train(to - from);
  }

  /** Logits of rows[from..to) into out[from..to); to − from ≤ BLOCK_ROWS. */
  score(rows: Uint32Array, from: number, to: number, out: Float32Array): void {
    this.#gather(rows, from, to);
    this.#kind.score(to - from);
    out.set(this.#out.subarray(0, to - from), from);
  }

  /** @param shared on shared memory */
  snapshot(shared = false): Snapshot {
    const { state, table } = this.#trained();
    const copy = shared ? sharedCopy : (bytes: Uint8Array): Uint8Array => bytes.slice();
    return { state: copy(state), table: copy(table) };
  }

  restore(snapshot: Snapshot): void {
    const { state, table } = this.#trained();
    state.set(snapshot.state);
    table.set(snapshot.table);
  }

  #copyLabels(rows: Uint32Array, from: number, to: number): void {
    const label = this.#label;
    const labels = this.#labels;
    for (let i = from; i < to; i++) labels[i - from] = label[rows[i]!]!;
  }

  #trained(): Snapshot {
    const { buffer, layout, rowBytes, stateBytes } = this.#kind;
    return {
      state: new Uint8Array(buffer, layout.state, stateBytes),
      table: new Uint8Array(buffer, layout.table, rowBytes * this.ids),
    };
  }

  #gather(rows: Uint32Array, from: number, to: number): void {
    for (const source of this.#gathers) source.copy(rows, from, to, this.#ids, this.fields);
    for (const source of this.#files) source.copy(rows, from, to, this.#ids, this.fields);
    if (this.#kind.denses > 0) this.#gatherDense(rows, from, to);
    if (this.#vector !== undefined) this.#gatherVectors(rows, from, to, this.#vector);
  }

  /** Copies the rows' vectors, and gives each row that has one the table row of its slot. */
  #gatherVectors(rows: Uint32Array, from: number, to: number, gathered: VectorGather): void {
    const { codeOf, vector, field, missing, slots } = gathered;
    const { values, dimension, mean, scale } = vector;
    const ids = this.#ids;
    const vectors = this.#vectors;
    const stride = this.#kind.projection!.floats;
    for (let r = 0; r < to - from; r++) {
      const code = codeOf(rows[from + r]!);
      if (code === MISSING) {
        ids[r * this.fields + field] = missing;
        continue;
      }
      ids[r * this.fields + field] = missing + 1 + (r % slots);
      const to = r * stride;
      const source = (code - 1) * dimension;
      for (let k = 0; k < dimension; k++) vectors[to + k] = (values[source + k]! - mean[k]!) * scale;
    }
  }

  #gatherDense(rows: Uint32Array, from: number, to: number): void {
    const dense = this.#dense;
    const width = this.#kind.denses;
    let first = 0;
    for (const { names, values } of this.#denses) {
      const columns = names.length;
      for (let i = from, at = first; i < to; i++, at += width) {
        const row = rows[i]! * columns;
        for (let d = 0; d < columns; d++) dense[at + d] = values[row + d]!;
      }
      first += columns;
    }
  }
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
