/** Typed arrays that worker threads read without a copy, and the typed arrays inside DuckDB's chunks. */
import type { DuckDBDataChunk } from '@duckdb/node-api';

export const sharedUint8 = (n: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(n));
export const sharedUint16 = (n: number): Uint16Array => new Uint16Array(new SharedArrayBuffer(2 * n));
export const sharedUint32 = (n: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * n));
export const sharedFloat64 = (n: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * n));

export type Column = Uint8Array | Uint32Array | Float64Array;

/**
 * The values of a column of a chunk, without a JavaScript object per row. DuckDB's typings call the array private; reading
 * values one by one through its public methods is ten times slower.
 */
export function chunkValues<T extends Column>(chunk: DuckDBDataChunk, index: number, like: T): T {
  const { items } = chunk.getColumnVector(index) as unknown as { items: unknown };
  if (!(items instanceof (like.constructor as new () => T))) {
    throw new TypeError(`column ${index} is not a ${like.constructor.name}`);
  }
  return items;
}
