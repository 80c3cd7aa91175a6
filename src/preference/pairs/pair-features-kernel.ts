/**
 * Lays out the memory of the pairs kernel: what every kind of pairs needs, and behind it what one builder adds. The
 * kernel's own files explain the algorithms; this one knows the bytes.
 */
import { Arena, shortage } from '../../kernels/arena.ts';
import { type Pairs, pairs } from '../../kernels/interfaces/pairs.ts';
import type { Positives } from '../features/positives.ts';

/** Features per row: max, sum, mean, count. */
export const WIDTH = 4;

export interface PairCapacity {
  items: number;
  /** Versions of P without a user fold: K, or 0 where P has no users and there is only the one with everyone. */
  folds: number;
  /** Rows of the largest batch. */
  rows: number;
  /** History length L. */
  history: number;
}

/** Bytes of the arrays that every builder needs. */
function sizesOf({ items, folds, rows }: PairCapacity, positives: number) {
  const stride = strideOf(folds);
  return {
    sums: items * stride * 8,
    vector: stride * 8,
    foldOnes: (folds + 1) * stride * 8,
    foldBits: (folds + 1) * 4,
    marks: items * 4,
    place: items * 4,
    positiveItem: positives * 4,
    nextSame: positives * 4,
    out: rows * WIDTH * 4,
    outTotal: rows * WIDTH * 4,
    historyLow: rows * 4,
    historyHigh: rows * 4,
    rowSlot: rows,
  };
}

/** f64 from the slots of one item to those of the next: even, so that two are added at a time. */
const strideOf = (folds: number): number => 2 * Math.ceil((folds + 1) / 2);

/**
 * One pairs kernel with its private memory. Slot k < folds is P without fold k, slot `folds` is P with everyone. `Extra` are the
 * names of the builder's own arrays.
 */
export class PairKernel<Extra extends string = never> extends Arena<
  Pairs,
  keyof ReturnType<typeof sizesOf> | Extra
> {
  readonly folds: number;
  readonly stride: number;

  /**
   * @param extra the builder's own arrays: bytes by name
   * @param source for the message
   * @throws Failure `resource` where the memory cannot be had
   */
  constructor(
    capacity: PairCapacity,
    positives: Positives,
    extra: Readonly<Record<Extra, number>>,
    source: string,
  ) {
    super(
      pairs,
      shortage(
        'source-memory',
        `The source ${source} needs`,
        '',
        'use a shorter window, fewer folds or fewer pairs, or free memory',
      ),
    );
    const { items, folds, history } = capacity;
    this.folds = folds;
    this.stride = strideOf(folds);
    this.layout({ ...sizesOf(capacity, positives.count), ...extra });
    const { at, stride } = this;
    this.exports.setSums({ sums: at.sums, stride, vector: at.vector, marks: at.marks, items });
    this.write('positiveItem', positives.itemByUser);
    this.write('nextSame', positives.nextByUser);
    this.write('foldOnes', this.#foldOnes());
    this.write(
      'foldBits',
      Uint32Array.from({ length: folds + 1 }, (_, fold) => slotsOf(fold, folds)),
    );
    const { positiveItem, nextSame, place } = at;
    this.exports.setHistory({ positiveItem, nextSame, place, length: history });
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
