/** The buffers of one record batch or dictionary, read and decompressed one by one, each within the memory there is. */
import * as zlib from 'node:zlib';
import type { Place } from './container.ts';
import { ArrowDamage, ArrowTooLarge, ArrowUnsupported } from './damage.ts';
import type { Bytes } from './file-bytes.ts';
import { decodeLz4Frame } from './lz4.ts';
import type { BatchPlan } from './message.ts';

/** Bytes that arrays may take. What is held for good and what is held for a batch come from the same purse. */
export class Budget {
  private taken = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** @throws ArrowTooLarge before anything is allocated */
  take(bytes: number): void {
    this.taken += bytes;
    if (this.taken > this.most) throw new ArrowTooLarge(this.taken);
  }

  /** Runs `work` and gives back what it took. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    const before = this.taken;
    try {
      return await work();
    } finally {
      this.taken = before;
    }
  }
}

/** The arrays of a body in their order; what is not needed is passed over without being read. */
export class Body {
  readonly plan: BatchPlan;
  private readonly file: Bytes;
  private readonly place: Place;
  private readonly budget: Budget;
  private node = 0;
  private buffer = 0;
  private views = 0;

  constructor(file: Bytes, place: Place, plan: BatchPlan, budget: Budget) {
    this.file = file;
    this.place = place;
    this.plan = plan;
    this.budget = budget;
  }

  take(bytes: number): void {
    this.budget.take(bytes);
  }

  nextNode(): { length: number; nulls: number } {
    const node = this.plan.nodes[this.node++];
    if (node === undefined) throw new ArrowDamage('a record batch lacks columns of the schema');
    return node;
  }

  /** @returns number of data buffers of the next array of views */
  nextVariadic(): number {
    const count = this.plan.variadic[this.views++];
    if (count === undefined || count > this.plan.buffers.length) {
      throw new ArrowDamage('a record batch lacks buffers');
    }
    return count;
  }

  skipBuffers(count: number): void {
    this.buffer += count;
    if (this.buffer > this.plan.buffers.length) throw new ArrowDamage('a record batch lacks buffers');
  }

  /** @returns the next buffer, aligned for numbers of any width. @throws ArrowDamage when it holds fewer bytes */
  async next(atLeast: number): Promise<Uint8Array<ArrayBuffer>> {
    const buffer = this.plan.buffers[this.buffer];
    this.skipBuffers(1);
    const { offset, length } = buffer as { offset: number; length: number };
    this.budget.take(length);
    const stored = await this.file.read(this.place.body + offset, length);
    const bytes = this.plan.codec === 'none' || length === 0 ? aligned(stored) : this.decompress(stored);
    if (bytes.length < atLeast) throw new ArrowDamage('a buffer is shorter than its rows need');
    return bytes;
  }

  /** A compressed buffer begins with the size of what it holds, −1 where it is stored as it is. */
  private decompress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const damaged = () => new ArrowDamage('a compressed buffer is damaged');
    if (bytes.length < 8) throw damaged();
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true));
    const data = bytes.subarray(8);
    if (size === -1) {
      this.budget.take(data.length);
      return aligned(data);
    }
    if (size < 0) throw damaged();
    if (size === 0 && data.length === 0) return new Uint8Array(); // as Java writes an empty buffer
    this.budget.take(size);
    if (this.plan.codec === 'lz4') {
      try {
        return decodeLz4Frame(data, size);
      } catch (error) {
        throw error instanceof RangeError ? damaged() : error;
      }
    }
    return decodeZstd(data, size, damaged);
  }
}

function decodeZstd(data: Uint8Array, size: number, damaged: () => Error): Uint8Array<ArrayBuffer> {
  // Absent before Node 22.15.
  if (typeof zlib.zstdDecompressSync !== 'function') {
    throw new ArrowUnsupported(
      'it is compressed with Zstandard, which this version of Node cannot read: write it with LZ4, or use Node 22.15 or later',
    );
  }
  let plain: Uint8Array;
  try {
    plain = zlib.zstdDecompressSync(data, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw damaged();
  }
  if (plain.length !== size) throw damaged();
  return aligned(plain);
}

function aligned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.byteOffset % 16 === 0) return bytes as Uint8Array<ArrayBuffer>;
  return bytes.slice() as Uint8Array<ArrayBuffer>;
}
