/** The memory of the kernel that trains vectors of users and items: their table, and the rows as records. */

import { hashName } from '../../common/hash.ts';
import { seedWords } from '../../common/random.ts';
import { Arena, arenaBytes, shortage } from '../../kernels/arena.ts';
import { type Idfactors, idfactors } from '../../kernels/interfaces/idfactors.ts';
import { writeKeys } from '../../ranker/init-field.ts';
import { rowBytes } from '../../ranker/kinds.ts';
import type { FmOptions } from '../../specfile/schema.ts';

/** What must fit: rows of the largest training, and the ids of the log. */
export interface Capacity {
  rows: number;
  users: number;
  items: number;
}

const RECORD_BYTES = 8;
/** Of a record's first word: the label. */
const LABEL = 0x80000000;

const sizesOf = (options: FmOptions, { rows, users, items }: Capacity) => ({
  state: 16,
  bits: 16,
  ids: 8,
  sums: 4 * options.factors,
  records: RECORD_BYTES * rows,
  table: rowBytes(options) * (users + items),
});

/** Private memory of the kernel, bytes: what a plan of threads needs. */
export function idFactorsBytes(options: FmOptions, capacity: Capacity): number {
  return arenaBytes(sizesOf(options, capacity));
}

export class IdFactorsKernel {
  readonly #options: FmOptions;
  readonly #arena: Arena<Idfactors, keyof ReturnType<typeof sizesOf>>;
  readonly #records: Uint32Array;
  /** The first table row of the items. */
  readonly #items: number;

  /** @throws Failure `resource` where the table does not fit. */
  constructor(options: FmOptions, capacity: Capacity) {
    this.#options = options;
    this.#items = capacity.users;
    const ids = (capacity.users + capacity.items).toLocaleString('en');
    this.#arena = new Arena(
      idfactors,
      shortage(
        'ranker-memory',
        'The vectors of id-embedding need',
        ` for ${ids} users and items`,
        'use fewer factors, shorten `window`, or free memory',
        { specPath: ['ranker'] },
      ),
    ).layout(sizesOf(options, capacity));
    this.#records = this.#arena.u32('records');
  }

  /** Record `at` is a row of the training. */
  write(at: number, user: number, item: number, label: number): void {
    this.#records[2 * at] = label === 0 ? user : user | LABEL;
    this.#records[2 * at + 1] = this.#items + item;
  }

  /** Initial values as the ranker's own, a generator, and the bias. */
  start(seed: number, bias: number): void {
    this.#arena.u32('bits').set(seedWords(seed));
    this.#arena.f32('state').set([bias, 0]);
  }

  /** Draws the vectors of users or items from..to−1. @param keys by number, what they are drawn from */
  init(field: 'user' | 'item', from: number, to: number, seed: number, keys: Uint32Array): void {
    const { factors, initialScale } = this.#options;
    const first = field === 'user' ? 0 : this.#items;
    writeKeys(this.#arena.buffer, this.#arena.at.table, rowBytes(this.#options), first, from, to, keys);
    const values = { table: this.#arena.at.table, firstRow: first, from, to, factors };
    const draw = { seed: seed >>> 0, nameHash: hashName(field), scale: initialScale };
    this.#arena.exports.initField({ ...values, ...draw });
  }

  /** The swaps of places last, last − 1, …, end + 1 of a shuffle: from rows − 1 to 0 for a whole one. */
  shuffle(last: number, end: number): void {
    this.#arena.exports.shuffleRecords({
      records: this.#arena.at.records,
      last,
      end,
      bits: this.#arena.at.bits,
    });
  }

  /** One online step for each of the records from..to−1. */
  train(from: number, to: number): void {
    const { factors, learningRate, l2, l2Factors } = this.#options;
    const { table, state, ids, sums } = this.#arena.at;
    this.#arena.exports.trainRecords({
      ...{ records: this.#arena.at.records + RECORD_BYTES * from, rows: to - from },
      ...{ table, state, ids, sums, factors, rate: learningRate, l2, l2Factors },
    });
  }

  /** The vectors of items 0..items−1, one after another. */
  factors(items: number): Float32Array {
    const width = this.#options.factors;
    const bytes = rowBytes(this.#options);
    const all = new Float32Array(items * width);
    let at = this.#arena.at.table + this.#items * bytes + bytes - 4 * width;
    for (let item = 0; item < items; item++, at += bytes) {
      all.set(new Float32Array(this.#arena.buffer, at, width), item * width);
    }
    return all;
  }
}
