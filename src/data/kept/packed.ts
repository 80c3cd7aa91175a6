/**
 * Results with typed arrays in them as entries of the cache: JSON in which each array stands as its place among the bytes. Numbers that
 * fit into a byte take one.
 */
import * as z from 'zod/mini';
import type { Entry } from './store.ts';

const TYPES = { Uint8Array, Uint16Array, Uint32Array, Float32Array, Float64Array } as const;
type TypeName = keyof typeof TYPES;
type Typed = InstanceType<(typeof TYPES)[TypeName]>;

/** The key of an object that stands for an array: no result has a member of this name. */
const ARRAY = '#array';

const PlaceSchema = z.strictObject({
  [ARRAY]: z.enum(Object.keys(TYPES) as [TypeName, ...TypeName[]]),
  /** Whether each number takes a byte. */
  narrow: z.boolean(),
  /** The first byte, a multiple of 8, and how many numbers there are. */
  at: z.int().check(z.minimum(0)),
  length: z.int().check(z.minimum(0)),
});

/** @param value of plain objects, lists, texts, finite numbers and typed arrays; an array that occurs twice is kept once */
export function packed(value: unknown): { facts: unknown; bytes: Uint8Array[] } {
  const parts: Uint8Array[] = [];
  const places = new Map<Typed, unknown>();
  let end = 0;
  const put = (array: Typed): unknown => {
    const narrow = array instanceof Uint32Array && array.every((code) => code < 256);
    const stored = narrow ? Uint8Array.from(array) : array;
    const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
    const padding = -bytes.length & 7;
    parts.push(bytes, new Uint8Array(padding));
    const place = { [ARRAY]: array.constructor.name, narrow, at: end, length: array.length };
    end += bytes.length + padding;
    return place;
  };
  const facts = mapped(value, (array) => {
    const place = places.get(array) ?? put(array);
    places.set(array, place);
    return place;
  });
  return { facts, bytes: parts };
}

/**
 * What `packed` was given, with arrays on shared memory: that of the bytes, where they are on shared memory themselves, without a copy.
 * @returns undefined where a place is none
 */
export function unpacked({ facts, bytes }: Entry): unknown {
  const arrays = new Map<number, Typed>();
  const take = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(take);
    if (!(ARRAY in value))
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, take(member)]));
    const { [ARRAY]: name, narrow, at, length } = PlaceSchema.parse(value);
    const known = arrays.get(at);
    if (known?.length === length && known.constructor.name === name) return known;
    const size = length * (narrow ? 1 : TYPES[name].BYTES_PER_ELEMENT);
    if (at % 8 !== 0 || at + size > bytes.length) throw new RangeError('a place beyond the bytes');
    const array = narrow ? onSharedMemory(name, length) : viewOf(name, bytes, at, length);
    if (narrow) array.set(bytes.subarray(at, at + size));
    arrays.set(at, array);
    return array;
  };
  try {
    return take(facts);
  } catch {
    return undefined;
  }
}

function viewOf(name: TypeName, bytes: Uint8Array, at: number, length: number): Typed {
  const Type = TYPES[name] as new (buffer: ArrayBufferLike, from: number, length: number) => Typed;
  const from = bytes.byteOffset + at;
  if (bytes.buffer instanceof SharedArrayBuffer && from % TYPES[name].BYTES_PER_ELEMENT === 0)
    return new Type(bytes.buffer, from, length);
  const copy = onSharedMemory(name, length);
  new Uint8Array(copy.buffer).set(bytes.subarray(at, at + length * copy.BYTES_PER_ELEMENT));
  return copy;
}

function onSharedMemory(name: TypeName, length: number): Typed {
  const Type = TYPES[name] as new (buffer: SharedArrayBuffer) => Typed;
  return new Type(new SharedArrayBuffer(length * TYPES[name].BYTES_PER_ELEMENT));
}

function mapped(value: unknown, place: (array: Typed) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return place(value as Typed);
  if (Array.isArray(value)) return value.map((member) => mapped(member, place));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapped(member, place)]));
}
