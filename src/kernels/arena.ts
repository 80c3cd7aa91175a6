/**
 * The private memory of one kernel as named arrays, the only place that allocates any. Arrays lie in the order in which they are
 * named, each from a whole cache line on, so one of no bytes takes no room.
 */

import { Failure, type FailureWhere } from '../common/failure.ts';
import type { KernelInterface } from './interface.ts';
import { load } from './loader.ts';

const PAGE_BYTES = 65536;
const MOST_PAGES = 65536;
/** First byte above the module's constants, which the compiler puts at memoryBase 1024. */
const FIRST_BYTE = 4096;
const LINE_BYTES = 64;

type Values = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** What an array holds at first: values to copy, or so many bytes of zeros. */
export type Content = Values | number;

/** Makes the failure of a memory of so many GiB that cannot be had. */
export type Shortage = (gigabytes: string) => Failure;

/**
 * @param needs the beginning of the sentence, up to the verb: `The source x needs`
 * @param purpose what the memory is for, where the beginning does not say it: ` for its largest window`
 * @param advice what to do about it, the end of the sentence
 */
export function shortage(
  code: string,
  needs: string,
  purpose: string,
  advice: string,
  where: FailureWhere = {},
): Shortage {
  return (gigabytes) => {
    const message = `${needs} ${gigabytes} GiB${purpose} and cannot have it (the limit is 4 GiB): ${advice}.`;
    return new Failure('resource', code, message, where);
  };
}

const align = (bytes: number): number => Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;

const bytesOf = (content: Content): number => (typeof content === 'number' ? content : content.byteLength);

/** Bytes of memory that arrays of these sizes take together: what a plan of threads needs. */
export function arenaBytes(sizes: Readonly<Record<string, Content>>): number {
  return Object.values(sizes).reduce<number>((sum, content) => sum + align(bytesOf(content)), 0);
}

/** Byte address of each array in a kernel's memory. */
export function arenaAddresses<Name extends string>(
  sizes: Readonly<Record<Name, Content>>,
): Readonly<Record<Name, number>> {
  let next = FIRST_BYTE;
  const entries = Object.entries<Content>(sizes).map(([name, content]) => {
    const at = next;
    next += align(bytesOf(content));
    return [name, at];
  });
  return Object.fromEntries(entries);
}

export class Arena<Functions, Name extends string = never> {
  readonly #kernel: KernelInterface<Functions>;
  readonly #shortage: Shortage;
  #functions: Functions | undefined;
  /** Of a memory that never grows, so that it stays the same: to ask the memory for it takes longer than many a call. */
  #buffer: ArrayBuffer | undefined;
  #room = 0;
  #at: Readonly<Record<string, number>> = {};
  #bytes: Readonly<Record<string, number>> = {};

  /** @param shortage what to say where the memory cannot be had */
  constructor(kernel: KernelInterface<Functions>, shortage: Shortage) {
    this.#kernel = kernel;
    this.#shortage = shortage;
  }

  /**
   * Lays out arrays, in place of those before; views of them are no longer valid. The first arrays get just the memory that they
   * need. Later ones that need more get half as much again, so that slightly larger ones do not allocate each time.
   * @throws Failure `resource` beyond 4 GiB, or where less is left
   */
  layout<New extends string>(arrays: Readonly<Record<New, Content>>): Arena<Functions, New> {
    const needed = arenaBytes(arrays);
    const old = this.#buffer !== undefined && needed <= this.#room;
    if (!old) this.#allocate(needed);
    const at: Readonly<Record<string, number>> = arenaAddresses(arrays);
    const all = new Uint8Array(this.buffer);
    for (const [name, content] of Object.entries<Content>(arrays)) {
      if (typeof content !== 'number') all.set(bytesIn(content), at[name]);
      else if (old) all.fill(0, at[name], at[name]! + align(content));
    }
    this.#at = at;
    this.#bytes = Object.fromEntries(
      Object.entries<Content>(arrays).map(([name, content]) => [name, bytesOf(content)]),
    );
    return this as unknown as Arena<Functions, New>;
  }

  /** The kernel's functions. */
  get exports(): Functions {
    return this.#laidOut(this.#functions);
  }

  /** Byte address of each array. */
  get at(): Readonly<Record<Name, number>> {
    return this.#at;
  }

  get buffer(): ArrayBuffer {
    return this.#laidOut(this.#buffer);
  }

  /** Copies values to the beginning of an array. */
  write(name: Name, values: Values): void {
    if (values.byteLength > this.#bytes[name]!)
      throw new Error(`${values.byteLength} bytes do not fit into ${name} of kernel ${this.#kernel.name}`);
    new Uint8Array(this.buffer, this.at[name]).set(bytesIn(values));
  }

  /** Views of an array's first `length` elements, or of all. */
  u8(name: Name, length = this.#lengthOf(name, 1)): Uint8Array {
    return new Uint8Array(this.buffer, this.at[name], length);
  }

  u16(name: Name, length = this.#lengthOf(name, 2)): Uint16Array {
    return new Uint16Array(this.buffer, this.at[name], length);
  }

  u32(name: Name, length = this.#lengthOf(name, 4)): Uint32Array {
    return new Uint32Array(this.buffer, this.at[name], length);
  }

  f32(name: Name, length = this.#lengthOf(name, 4)): Float32Array {
    return new Float32Array(this.buffer, this.at[name], length);
  }

  f64(name: Name, length = this.#lengthOf(name, 8)): Float64Array {
    return new Float64Array(this.buffer, this.at[name], length);
  }

  #lengthOf(name: Name, elementBytes: number): number {
    return Math.floor(this.#bytes[name]! / elementBytes);
  }

  #laidOut<Part>(part: Part | undefined): Part {
    if (part === undefined) throw new Error(`kernel ${this.#kernel.name} has no memory yet`);
    return part;
  }

  #allocate(needed: number): void {
    const again = this.#buffer !== undefined;
    this.#buffer = undefined; // may be collected before the next one is had
    this.#functions = undefined;
    const bytes = again ? Math.min(Math.ceil(needed * 1.5), Math.max(needed, 2 ** 31)) : needed;
    const memory = memoryOf(bytes);
    if (memory === undefined) throw this.#shortage((needed / 2 ** 30).toFixed(1));
    this.#functions = load(this.#kernel, memory);
    this.#buffer = memory.buffer;
    this.#room = memory.buffer.byteLength - FIRST_BYTE;
  }
}

/** Undefined beyond 4 GiB, or where less is left. */
function memoryOf(bytes: number): WebAssembly.Memory | undefined {
  const pages = Math.ceil((FIRST_BYTE + bytes) / PAGE_BYTES);
  if (pages > MOST_PAGES) return undefined;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function bytesIn({ buffer, byteOffset, byteLength }: Values): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
