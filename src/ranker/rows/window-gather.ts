/** Copies rows of a file's codes into a kernel's memory: those of one window at a time, which it holds. */
import { BLOCK_ROWS } from '../block.ts';
import { type CodeFile, placeInWindow, readWindow } from './code-file.ts';
import { RowGather } from './code-rows.ts';
import type { OpenWindow } from './visits.ts';

export class WindowGather {
  readonly #file: CodeFile;
  readonly #first: number;
  readonly #offsets: Uint32Array;
  readonly #places = new Uint32Array(BLOCK_ROWS);
  readonly #label: Uint8Array;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Labels of the rows that are held, side by side: those of all rows are far apart. */
  #labels: Uint8Array = new Uint8Array(0);
  #gather: RowGather | undefined;
  /** Place in its window of the first row that is held. */
  #from = 0;

  /**
   * @param label of all rows
   * @param first place of the first field in a row of the target
   * @param offsets added to the codes of each field
   */
  constructor(file: CodeFile, label: Uint8Array, first: number, offsets: Uint32Array) {
    this.#file = file;
    this.#label = label;
    this.#first = first;
    this.#offsets = offsets;
  }

  /** Reads the rows of a window that come next. @throws Failure `temporary-space` */
  open({ window, first, last }: OpenWindow): void {
    this.#gather = undefined;
    const rows = readWindow(this.#file, window, first, last, this.#bytes);
    if (rows.bytes.buffer !== this.#bytes.buffer) this.#bytes = rows.bytes;
    this.#gather = new RowGather(rows, this.#first, this.#offsets);
    const { windows } = this.#file;
    this.#from = placeInWindow(first, windows);
    if (this.#labels.length < rows.rows) this.#labels = new Uint8Array(rows.rows);
    for (let place = 0, row = first; place < rows.rows; place++, row += windows)
      this.#labels[place] = this.#label[row]!;
  }

  /** As `RowGather.copy`, of rows of the open window; to − from ≤ BLOCK_ROWS. */
  copy(rows: Uint32Array, from: number, to: number, target: Uint32Array, width: number): void {
    const places = this.#places;
    const { windows } = this.#file;
    const before = this.#from;
    for (let i = from; i < to; i++) places[i - from] = Math.floor(rows[i]! / windows) - before;
    this.#gather!.copy(places, 0, to - from, target, width);
  }

  /** Writes the labels of the rows that were copied last. */
  copyLabels(count: number, target: Uint8Array): void {
    const places = this.#places;
    const labels = this.#labels;
    for (let i = 0; i < count; i++) target[i] = labels[places[i]!]!;
  }
}
