/** Rows grouped by candidate, so that what a candidate has in common with other items is summed once for all its rows. */
import { type RowBatch, WITH_TOTAL } from '../pairs/co-click/kernel.ts';
import type { SourceInput } from './source.ts';

/** Groups the rows of two neighbouring slices by candidate (counting sort), reusing its buffers. */
export class CandidateSorter {
  readonly #input: SourceInput;
  readonly #count: Uint32Array;

  constructor(input: SourceInput) {
    this.#input = input;
    this.#count = new Uint32Array(input.data.items + 1);
  }

  /** The rows from..to−1; those before `honestFrom` also want the total. `rowOf[r]` is the row of batch row r. */
  sort(from: number, honestFrom: number, to: number): { batch: RowBatch; rowOf: Uint32Array } {
    const { data, positives, historyEnds, userFold } = this.#input;
    const count = this.#count.fill(0);
    for (let row = from; row < to; row++) count[data.item[row]! + 1]!++;
    const rows = to - from;
    const item = new Uint32Array(Math.min(rows, data.items));
    const start = new Uint32Array(item.length + 1);
    let groups = 0;
    for (let i = 0; i < data.items; i++) {
      if (count[i + 1]! > 0) {
        item[groups] = i;
        start[groups++] = count[i]!;
      }
      count[i + 1]! += count[i]!;
    }
    start[groups] = rows;
    const rowOf = new Uint32Array(rows);
    const userOf = new Uint32Array(rows);
    const fold = new Uint8Array(rows);
    const historyLow = new Uint32Array(rows);
    const historyHigh = new Uint32Array(rows);
    for (let row = from; row < to; row++) {
      const r = count[data.item[row]!]!++;
      const user = data.user[row]!;
      rowOf[r] = row;
      userOf[r] = user;
      fold[r] = userFold[user]! + (row < honestFrom ? WITH_TOTAL : 0);
      historyLow[r] = positives.userStart[user]!;
      historyHigh[r] = historyEnds[row]!;
    }
    return { batch: { groups, item, start, rows, user: userOf, fold, historyLow, historyHigh }, rowOf };
  }
}
