import { describe, expect, it } from 'vitest';
import { decodeLz4Frame } from '../../../src/data/arrow/lz4.ts';

const decode = (size: number, ...bytes: number[]) =>
  new TextDecoder().decode(decodeLz4Frame(Uint8Array.from(bytes), size));
const HEADER = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]; // version 1, independent blocks, 64 KiB at most
const END = [0, 0, 0, 0];
const block = (...bytes: number[]) => [bytes.length, 0, 0, 0, ...bytes];
const [a, b, c] = [97, 98, 99];

describe('decodeLz4Frame', () => {
  it('copies literals', () => {
    expect(decode(3, ...HEADER, ...block(0x30, a, b, c), ...END)).toBe('abc');
  });

  it('repeats what came before, overlapping itself', () => {
    // Two literals, a match of 4 + 6 bytes from 2 back, then one literal.
    expect(decode(13, ...HEADER, ...block(0x26, a, b, 2, 0, 0x10, c), ...END)).toBe('ababababababc');
  });

  it('extends lengths of 15 by further bytes', () => {
    // One literal, a match of 15 + 255 + 3 + 4 bytes from 1 back, then one literal.
    expect(decode(279, ...HEADER, ...block(0x1f, a, 1, 0, 255, 3, 0x10, b), ...END)).toBe(
      `${'a'.repeat(278)}b`,
    );
    const long = Array.from({ length: 20 }, () => c);
    expect(decode(20, ...HEADER, ...block(0xf0, 5, ...long), ...END)).toBe('c'.repeat(20));
  });

  it('reads stored blocks, content sizes and block checksums, and joins blocks', () => {
    const stored = [3, 0, 0, 0x80, a, b, c];
    expect(decode(6, ...HEADER, ...stored, ...stored, ...END)).toBe('abcabc');
    const sized = [0x04, 0x22, 0x4d, 0x18, 0x78, 0x40, 3, 0, 0, 0, 0, 0, 0, 0, 0x00];
    expect(decode(3, ...sized, ...stored, 1, 2, 3, 4, ...END)).toBe('abc');
  });

  it.each([
    ['another magic number', [1, 2, 3, 4, 0, 0, 0, ...END]],
    ['a block that is cut', [...HEADER, 9, 0, 0, 0, 0x30, a]],
    ['no end mark', [...HEADER, ...block(0x10, a)]],
    ['literals beyond the block', [...HEADER, ...block(0x50, a), ...END]],
    ['a match before the start', [...HEADER, ...block(0x10, a, 9, 0), ...END]],
    ['a match of no offset', [...HEADER, ...block(0x10, a, 0, 0), ...END]],
    ['a length that never ends', [...HEADER, ...block(0xf0, 255), ...END]],
    ['fewer bytes than stated', [...HEADER, ...block(0x10, a), ...END]],
    ['more bytes than stated', [...HEADER, ...block(0x50, a, b, c, a, b), ...END]],
    ['a repeat beyond the size stated', [...HEADER, ...block(0x1f, a, 1, 0, 255, 255, 3), ...END]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decode(4, ...bytes)).toThrow(RangeError);
  });

  it('allocates nothing for a size that so few bytes cannot hold', () => {
    expect(() => decode(2 ** 40, ...HEADER, ...block(0x10, a), ...END)).toThrow(/damaged/);
  });
});
