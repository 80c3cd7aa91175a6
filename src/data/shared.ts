/** Typed arrays in shared memory, which every column of a `Dataset` is made of: worker threads read them without a copy. */

export const sharedUint8 = (n: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(n));
export const sharedUint16 = (n: number): Uint16Array => new Uint16Array(new SharedArrayBuffer(2 * n));
export const sharedUint32 = (n: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * n));
export const sharedFloat64 = (n: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * n));
