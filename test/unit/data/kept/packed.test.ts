import { describe, expect, it } from 'vitest';
import { packed, unpacked } from '../../../../src/data/kept/packed.ts';
import type { Entry } from '../../../../src/data/kept/store.ts';

/** As a file gives it back. */
const read = ({ facts, bytes }: ReturnType<typeof packed>): Entry => ({
  facts: JSON.parse(JSON.stringify(facts)),
  bytes: Buffer.concat(bytes),
});

describe('a packed result', () => {
  it('comes back with its arrays, each of its type, on shared memory', () => {
    const shared = Uint8Array.of(1, 2, 3);
    const value = {
      name: 'co-click',
      few: Uint32Array.of(0, 255, 7),
      many: Uint32Array.of(0, 256, 4_000_000_000),
      nested: [{ values: Float64Array.of(1.5, NaN, -Infinity) }, { values: Float32Array.of(0.25) }],
      slices: Uint16Array.of(65_535),
      none: new Uint32Array(0),
      first: shared,
      again: shared,
      missing: null,
      flag: true,
    };
    const back = unpacked(read(packed(value))) as typeof value;
    expect(back).toEqual(value);
    expect(back.again).toBe(back.first);
    for (const array of [back.few, back.many, back.slices, back.nested[0]!.values])
      expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('takes a byte for each number that fits into one, and an array that occurs twice once', () => {
    const codes = Uint32Array.from({ length: 800 }, (_, i) => i % 256);
    expect(read(packed({ codes })).bytes).toHaveLength(800);
    expect(read(packed([codes, codes, { codes }])).bytes).toHaveLength(800);
    expect(read(packed({ codes: Uint32Array.of(256) })).bytes).toHaveLength(8);
  });

  it('is not copied where its bytes are on shared memory', () => {
    const { facts, bytes } = read(packed({ wide: Float64Array.of(1, 2), codes: Uint32Array.of(3) }));
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const back = unpacked({ facts, bytes: shared }) as { wide: Float64Array; codes: Uint32Array };
    expect(back).toEqual({ wide: Float64Array.of(1, 2), codes: Uint32Array.of(3) });
    expect(back.wide.buffer).toBe(shared.buffer);
    expect(back.codes.buffer).not.toBe(shared.buffer); // a byte each in the file
  });

  it.each([
    ['beyond the bytes', { at: 8, length: 100 }],
    ['between two numbers', { at: 4, length: 1 }],
    ['before the first', { at: -8, length: 1 }],
    ['of an unknown type', { '#array': 'Int8Array', at: 0, length: 1 }],
  ])('is none with a place %s', (_, changes) => {
    const { facts, bytes } = read(packed({ values: Float64Array.of(1, 2) }));
    const { values } = facts as { values: object };
    expect(unpacked({ facts: { values }, bytes })).toEqual({ values: Float64Array.of(1, 2) });
    expect(unpacked({ facts: { values: { ...values, ...changes } }, bytes })).toBeUndefined();
  });
});
