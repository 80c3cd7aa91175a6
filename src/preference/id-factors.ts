/**
 * The item vectors that a factorisation machine learns from user id and item id alone. Ids are numbered in the order in
 * which the rows name them, so that what is learnt depends on those rows alone: who else is in the log moves no bit of it.
 */
import { randomBits, shuffle } from '../kernels/random.ts';
import { BLOCK_ROWS } from '../ranker/block.ts';
import { Model } from '../ranker/model.ts';
import type { FieldBlock } from '../ranker/ranker.ts';
import { logOdds } from '../ranker/train.ts';
import type { FmOptions } from '../spec/schema.ts';
import type { Pause } from './source.ts';

/** Rows between two pauses: some ten milliseconds. */
const ROWS_PER_PIECE = 16 * BLOCK_ROWS;

/** What must fit: rows of the largest training, and the ids of the log. */
export interface Capacity {
  rows: number;
  users: number;
  items: number;
}

/** A log's columns that are learnt from. */
export interface IdLog {
  user: Uint32Array;
  item: Uint32Array;
  label: Uint8Array;
}

/** `factors` numbers for each of `items`, which are items of the log in the order in which the rows name them. */
export interface ItemFactors {
  items: Uint32Array;
  values: Float32Array;
}

/** One memory for many trainings, each from scratch. */
export class IdFactors {
  readonly #log: IdLog;
  readonly #model: Model;
  readonly #block: FieldBlock;
  readonly #label: Uint8Array;
  readonly #users: Numbering;
  readonly #items: Numbering;

  /** @throws Failure `resource` where the table does not fit. */
  constructor(options: FmOptions, log: IdLog, { rows, users, items }: Capacity) {
    const codes = new Uint32Array(2 * rows);
    this.#log = log;
    this.#block = { fields: 2, cardinalities: [users, items], names: ['user', 'item'], codes };
    this.#label = new Uint8Array(rows);
    this.#users = new Numbering(users);
    this.#items = new Numbering(items);
    this.#model = new Model(options, [this.#block], this.#label);
  }

  /**
   * @param rows numbers of the log's rows, ascending; at least one
   * @param pause called every few milliseconds with the share done
   */
  async train(rows: Uint32Array, seed: number, epochs: number, pause: Pause): Promise<ItemFactors> {
    const { user, item, label } = this.#log;
    const { codes } = this.#block;
    this.#users.clear();
    this.#items.clear();
    for (const [at, row] of rows.entries()) {
      codes[2 * at] = this.#users.of(user[row]!);
      codes[2 * at + 1] = this.#items.of(item[row]!);
      this.#label[at] = label[row]!;
    }
    const order = Uint32Array.from(rows, (_, at) => at);
    const bits = randomBits(seed);
    this.#model.reset(seed, logOdds(this.#label, order), undefined, [this.#users.count, this.#items.count]);
    for (let epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, bits);
      for (let from = 0; from < order.length; from += BLOCK_ROWS) {
        if (from % ROWS_PER_PIECE === 0) await pause((epoch + from / order.length) / epochs);
        this.#model.train(order, from, Math.min(order.length, from + BLOCK_ROWS));
      }
    }
    const items = this.#items.named();
    return { items, values: this.#model.factorsOf(0, 1, items.length) };
  }
}

/** Numbers ids in the order in which they come. */
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
