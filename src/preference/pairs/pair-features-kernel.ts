/**
 * Lays out the memory of the pairs kernel: what every kind of pairs needs, and behind it what one builder adds. The
 * kernel's own files explain the algorithms; this one knows the bytes.
 */
import { instantiate } from '../../kernels/loader.ts';
import type { Positives } from '../features/positives.ts';

/** Features per row: max, sum, mean, count. */
export const WIDTH = 4;

interface PairsExports {
  setSums(sums: number, stride: number, vector: number, marks: number, items: number): void;
  setHistory(positiveItem: number, nextSame: number, place: number, length: number): void;
  features(
    candidate: number,
    present: number,
    first: number,
    last: number,
    rowSlot: number,
    total: number,
    historyLow: number,
    historyHigh: number,
    out: number,
    outTotal: number,
  ): void;
  listAdd(
    first: number,
    last: number,
    left: number,
    weight: number,
    slice: number,
    group: number,
    ones: number,
    lastSlice: number,
    clear: number,
  ): void;
  setSwing(...offsetsThenAlpha2: number[]): void;
  swingAdd(candidate: number, first: number, last: number, users: number): number;
  swingClear(users: number): void;
  swingPresent(): number;
  setSessions(positiveItem: number, nextSame: number, sessionStart: number, tieStart: number): void;
  setSessionWindow(...offsets: number[]): void;
  sessionCount(candidate: number, first: number, last: number): number;
  sessionAdd(candidate: number, first: number, last: number): number;
  sessionClear(candidate: number, first: number, last: number): number;
}

export interface PairCapacity {
  items: number;
  /** Versions of P without a user fold: K, or 0 where P has no users and there is only the one with everyone. */
  folds: number;
  /** Rows of the largest batch. */
  rows: number;
  /** History length L. */
  history: number;
}

/** One pairs kernel with its private memory. Slot k < folds is P without fold k, slot `folds` is P with everyone. */
export class PairKernel {
  readonly exports: PairsExports;
  readonly folds: number;
  /** f64 between two items' slots, even. */
  readonly stride: number;
  readonly #memory: ArrayBuffer;
  readonly #at = new Map<string, number>();

  /** @param extra the builder's own arrays: name and bytes. @throws RangeError beyond 4 GiB. */
  constructor(capacity: PairCapacity, positives: Positives, extra: readonly [string, number][]) {
    const { items, folds, rows, history } = capacity;
    this.folds = folds;
    this.stride = 2 * Math.ceil((folds + 1) / 2);
    const sizes: [string, number][] = [
      ['sums', items * this.stride * 8],
      ['vector', this.stride * 8],
      ['foldOnes', (folds + 1) * this.stride * 8],
      ['foldBits', (folds + 1) * 4],
      ['marks', items * 4],
      ['place', items * 4],
      ['positiveItem', positives.count * 4],
      ['nextSame', positives.count * 4],
      ['out', rows * WIDTH * 4],
      ['outTotal', rows * WIDTH * 4],
      ['historyLow', rows * 4],
      ['historyHigh', rows * 4],
      ['rowSlot', rows],
      ...extra,
    ];
    const bytes = sizes.reduce((total, [, size]) => total + align(size), 0);
    const kernel = instantiate<PairsExports>('pairs', bytes);
    this.exports = kernel.exports;
    this.#memory = kernel.memory.buffer;
    let at = kernel.base;
    for (const [name, size] of sizes) {
      this.#at.set(name, at);
      at += align(size);
    }
    this.exports.setSums(this.at('sums'), this.stride, this.at('vector'), this.at('marks'), items);
    this.write('positiveItem', positives.itemByUser);
    this.write('nextSame', positives.nextByUser);
    this.write('foldOnes', this.#foldOnes());
    this.write(
      'foldBits',
      Uint32Array.from({ length: folds + 1 }, (_, fold) => slotsOf(fold, folds)),
    );
    this.exports.setHistory(this.at('positiveItem'), this.at('nextSame'), this.at('place'), history);
  }

  /** Byte offset of an array. */
  at(name: string): number {
    const offset = this.#at.get(name);
    if (offset === undefined) throw new Error(`no array ${name} in the pairs kernel`);
    return offset;
  }

  write(name: string, values: Uint8Array | Uint16Array | Uint32Array | Float64Array): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(this.#memory).set(bytes, this.at(name));
  }

  /** Views of an array's first `length` elements; they stay valid. */
  u32(name: string, length: number): Uint32Array {
    return new Uint32Array(this.#memory, this.at(name), length);
  }

  u8(name: string, length: number): Uint8Array {
    return new Uint8Array(this.#memory, this.at(name), length);
  }

  u16(name: string, length: number): Uint16Array {
    return new Uint16Array(this.#memory, this.at(name), length);
  }

  f64(name: string, length: number): Float64Array {
    return new Float64Array(this.#memory, this.at(name), length);
  }

  f32(name: string, length: number): Float32Array {
    return new Float32Array(this.#memory, this.at(name), length);
  }

  /** Row k of ones is 0 in slot k, which an event of fold k is left out of; row `folds` is for events of no fold. */
  #foldOnes(): Float64Array {
    const { folds, stride } = this;
    return Float64Array.from({ length: (folds + 1) * stride }, (_, at) => {
      const slot = at % stride;
      return slot <= folds && (slotsOf(Math.floor(at / stride), folds) >>> slot) & 1 ? 1 : 0;
    });
  }
}

/** Slots, as bits, that hold an event of a user of `fold`; `fold === folds` is an event of no fold. */
export function slotsOf(fold: number, folds: number): number {
  const all = 2 ** (folds + 1) - 1;
  return fold < folds ? all - 2 ** fold : all;
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;
