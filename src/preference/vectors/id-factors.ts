/**
 * The item vectors that a factorisation machine learns from user id and item id alone. They start from values drawn by what an id
 * is called, so that what is learnt depends on the rows alone: who else is in the log moves no bit of it.
 */
import type { IdKeys } from '../../common/hash.ts';
import { logOdds } from '../../ranker/course.ts';
import type { FmOptions } from '../../specfile/schema.ts';
import type { Pause } from '../features/source.ts';
import { type Capacity, IdFactorsKernel } from './id-factors-kernel.ts';

/** Rows trained between two pauses, and swapped or initialised: some milliseconds. */
const ROWS_PER_PIECE = 2 ** 15;
const SWAPS_PER_PIECE = 2 ** 18;
const IDS_PER_PIECE = 2 ** 17;

/** A log's columns that are learnt from. */
export interface IdLog {
  user: Uint32Array;
  item: Uint32Array;
  label: Uint8Array;
  keys: IdKeys;
}

/** `factors` numbers for each of `items`, which are items of the log in the order in which the rows name them. */
export interface ItemFactors {
  items: Uint32Array;
  values: Float32Array;
}

/** One memory for many trainings, each from scratch. */
export class IdFactors {
  readonly #log: IdLog;
  readonly #kernel: IdFactorsKernel;
  readonly #users: Numbering;
  readonly #items: Numbering;

  /** @throws Failure `resource` where the table does not fit. */
  constructor(options: FmOptions, log: IdLog, capacity: Capacity) {
    this.#log = log;
    this.#kernel = new IdFactorsKernel(options, capacity);
    this.#users = new Numbering(capacity.users);
    this.#items = new Numbering(capacity.items);
  }

  /**
   * @param rows numbers of the log's rows, ascending; at least one
   * @param pause called every few milliseconds with the share done
   * @param label of the log's rows, where it is not the log's: as it was known at some moment
   */
  async train(
    rows: Uint32Array,
    seed: number,
    epochs: number,
    pause: Pause,
    label = this.#log.label,
  ): Promise<ItemFactors> {
    const kernel = this.#kernel;
    kernel.start(seed, this.#write(rows, label));
    for (const [field, numbering] of [
      ['user', this.#users],
      ['item', this.#items],
    ] as const) {
      const keys = numbering.named().map((id) => this.#log.keys[field][id]!);
      for (let from = 0; from < keys.length; from += IDS_PER_PIECE) {
        await pause(0);
        kernel.init(field, from, Math.min(keys.length, from + IDS_PER_PIECE), seed, keys);
      }
    }
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let last = rows.length - 1; last > 0; last -= SWAPS_PER_PIECE) {
        await pause(epoch / epochs);
        kernel.shuffle(last, Math.max(0, last - SWAPS_PER_PIECE));
      }
      for (let from = 0; from < rows.length; from += ROWS_PER_PIECE) {
        await pause((epoch + from / rows.length) / epochs);
        kernel.train(from, Math.min(rows.length, from + ROWS_PER_PIECE));
      }
    }
    const items = this.#items.named();
    return { items, values: kernel.factors(items.length) };
  }

  /** Gives the rows to the kernel. @returns the log-odds of their positive rate */
  #write(rows: Uint32Array, label: Uint8Array): number {
    const { user, item } = this.#log;
    this.#users.clear();
    this.#items.clear();
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      this.#kernel.write(at, this.#users.of(user[row]!), this.#items.of(item[row]!), label[row]!);
    }
    return logOdds(label, rows);
  }
}

/** Numbers ids in the order in which they come: those of a training lie together in its table. */
class Numbering {
  count = 0;
  /** One more than the number; 0 for an id that has none. */
  readonly #number: Uint32Array;
  readonly #ids: Uint32Array;

  constructor(ids: number) {
    this.#number = new Uint32Array(ids);
    this.#ids = new Uint32Array(ids);
  }

  clear(): void {
    for (let n = 0; n < this.count; n++) this.#number[this.#ids[n]!] = 0;
    this.count = 0;
  }

  of(id: number): number {
    const known = this.#number[id]!;
    if (known > 0) return known - 1;
    this.#ids[this.count] = id;
    this.#number[id] = ++this.count;
    return this.count - 1;
  }

  /** The ids in the order of their numbers. */
  named(): Uint32Array {
    return this.#ids.slice(0, this.count);
  }
}
