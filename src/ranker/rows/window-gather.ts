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
  #bytes: Uint8Array = new Uint8Array(0);
  #gather: RowGather | undefined;
  /** Place in its window of the first row that is held. */
  #from = 0;

  /** @param first place of the first field in a row of the target @param offsets added to the codes of each field */
  constructor(file: CodeFile, first: number, offsets: Uint32Array) {
    this.#file = file;
    this.#first = first;
    this.#offsets = offsets;
  }

  /** Reads the rows of a window that come next. @throws Failure `temporary-space` */
  open({ window, first, last }: OpenWindow): void {
    this.#gather = undefined;
    const rows = readWindow(this.#file, window, first, last, this.#bytes);
    if (rows.bytes.buffer !== this.#bytes.buffer) this.#bytes = rows.bytes;
    this.#gather = new RowGather(rows, this.#first, this.#offsets);
    this.#from = placeInWindow(first, this.#file.windows);
  }

  /** As `RowGather.copy`, of rows of the open window; to − from ≤ BLOCK_ROWS. */
  copy(rows: Uint32Array, from: number, to: number, target: Uint32Array, width: number): void {
    const places = this.#places;
    const { windows } = this.#file;
    const before = this.#from;
    for (let i = from; i < to; i++) places[i - from] = Math.floor(rows[i]! / windows) - before;
    this.#gather!.copy(places, 0, to - from, target, width);
  }
}
