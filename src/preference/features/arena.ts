/** A kernel's memory as named arrays: laid out anew for every piece of work, grown where a piece needs more. */

import { Failure } from '../../common/failure.ts';
import { instantiate, type Kernel } from '../../kernels/loader.ts';

type Values = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

export class Arena<Exports> {
  readonly #name: string;
  readonly #source: string;
  #kernel: Kernel<Exports> | undefined;
  #bytes = 0;
  #at: Record<string, number> = {};

  /** @param source the source at work, for the message where memory is short. */
  constructor(name: string, source: string) {
    this.#name = name;
    this.#source = source;
  }

  /** Lays out arrays: values to copy, or a number of bytes to leave as they are (zeros where `fresh`). */
  layout(arrays: Record<string, Values | number>): void {
    const sizes = Object.entries(arrays).map(([name, value]) => ({
      name,
      value,
      bytes: align(typeof value === 'number' ? value : value.byteLength),
    }));
    const needed = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.#kernel === undefined || needed > this.#bytes) this.#grow(needed);
    const { base, memory } = this.#kernel!;
    const all = new Uint8Array(memory.buffer);
    this.#at = {};
    let at = base;
    for (const { name, value, bytes } of sizes) {
      this.#at[name] = at;
      if (typeof value === 'number') all.fill(0, at, at + bytes);
      else all.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), at);
      at += bytes;
    }
  }

  get exports(): Exports {
    return this.#kernel!.exports;
  }

  /** Byte offset of a named array. */
  at(name: string): number {
    const offset = this.#at[name];
    if (offset === undefined) throw new Error(`kernel ${this.#name} has no array ${name}`);
    return offset;
  }

  floats(name: string, length: number): Float32Array {
    return new Float32Array(this.#kernel!.memory.buffer, this.at(name), length);
  }

  /** Half as much again, so that slightly larger pieces do not allocate each time. */
  #grow(needed: number): void {
    this.#kernel = undefined;
    try {
      this.#bytes = Math.min(Math.ceil(needed * 1.5), Math.max(needed, 2 ** 31));
      this.#kernel = instantiate<Exports>(this.#name, this.#bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Failure(
        'resource',
        'source-memory',
        `The source ${this.#source} needs ${(needed / 2 ** 30).toFixed(1)} GiB for its largest window and cannot have it: ` +
          'use more slices with a shorter window, or fewer folds.',
      );
    }
  }
}
