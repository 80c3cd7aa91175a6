/** Records in a kernel's memory lie as the compiler lays them out. */
import { describe, expect, it } from 'vitest';
import { record } from '../../../src/kernels/record.ts';

describe('a record', () => {
  const mixed = record({ count: 'u32', sum: 'f64', rate: 'f32', bits: 'u64', change: 'i32' });

  it('has each field at a multiple of its own size', () => {
    expect(mixed.offsets).toEqual({ count: 0, sum: 8, rate: 16, bits: 24, change: 32 });
    expect(mixed.bytes).toBe(36);
  });

  it('is read as it was written, at its address', () => {
    const buffer = new ArrayBuffer(64);
    const values = { count: 2 ** 32 - 1, sum: 0.1, rate: 0.5, bits: 2n ** 63n, change: -3 };
    mixed.write(buffer, 16, values);
    expect(mixed.read(buffer, 16)).toEqual(values);
    expect(new DataView(buffer).getFloat64(24, true)).toBe(0.1);
    expect(new Uint8Array(buffer, 0, 16).every((byte) => byte === 0)).toBe(true);
  });

  it('passes over what has other names, and does not compile without a field', () => {
    const pair = record({ first: 'u32', second: 'u32' });
    const buffer = new ArrayBuffer(8);
    const more = { second: 2, other: 9, first: 1 };
    pair.write(buffer, 0, more);
    expect(new Uint32Array(buffer)).toEqual(Uint32Array.of(1, 2));
    // @ts-expect-error a field is missing
    const incomplete = (): void => pair.write(buffer, 0, { first: 1 });
    expect(incomplete).toBeTypeOf('function');
  });
});
