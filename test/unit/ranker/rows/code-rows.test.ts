import { describe, expect, it } from 'vitest';
import {
  areCodesOf,
  codeRowBytes,
  emptyCodeRows,
  fieldBytes,
  fieldReader,
  putRows,
  RowGather,
  setField,
  withFieldsOf,
} from '../../../../src/ranker/rows/code-rows.ts';
import { codeRowsOf, columnCodes, flatCodes } from '../../../support/codes.ts';
import { random } from '../../../support/random.ts';

const CARDINALITIES = [24, 70_000, 256, 257, 3, 2];
const ROWS = 700;
const next = random(5);
const flat = Array.from({ length: ROWS * CARDINALITIES.length }, (_, i) =>
  Math.floor(next() * CARDINALITIES[i % CARDINALITIES.length]!),
);
const rows = codeRowsOf(CARDINALITIES, flat);

describe('rows of codes', () => {
  it('take a byte for a field of up to 256 codes, four for others, and end at a multiple of four', () => {
    expect(codeRowBytes([24, 256, 3])).toBe(3);
    expect(codeRowBytes([257])).toBe(4);
    expect(codeRowBytes(CARDINALITIES)).toBe(12);
    expect(codeRowBytes([1e6, 1e6, 33, 33, 33, 33, 25])).toBe(16);
    expect(codeRowBytes([])).toBe(0);
    expect(rows.bytes).toHaveLength(12 * ROWS);
    expect(rows.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('give back every code', () => {
    for (const [f] of CARDINALITIES.entries())
      expect([...columnCodes({ codes: rows }, f)]).toEqual(flat.filter((_, i) => i % 6 === f));
  });

  it('give a narrow field as bytes, a wide one by what stands for its codes, and some fields alone', () => {
    expect([...fieldBytes(rows, 2)]).toEqual([...columnCodes({ codes: rows }, 2)]);
    const byteOf = Uint8Array.from({ length: 257 }, (_, code) => code % 7);
    expect([...fieldBytes(rows, 3, byteOf)]).toEqual([...columnCodes({ codes: rows }, 3)].map((c) => c % 7));
    const picked = withFieldsOf(rows, [5, 1], CARDINALITIES);
    expect(picked.stride).toBe(8);
    expect([...columnCodes({ codes: picked }, 0)]).toEqual([...columnCodes({ codes: rows }, 5)]);
    expect([...columnCodes({ codes: picked }, 1)]).toEqual([...columnCodes({ codes: rows }, 1)]);
  });

  it('are copied in any order, each field to its place and moved by its offset', () => {
    const order = Uint32Array.from({ length: 400 }, () => Math.floor(next() * ROWS));
    const offsets = Uint32Array.from([0, 24, 70_024, 70_280, 70_537, 70_540]);
    const width = 9;
    const target = new Uint32Array(width * 310).fill(4_000_000_000);
    new RowGather(rows, 2, offsets).copy(order, 50, 360, target, width);
    for (let i = 0; i < 310; i++) {
      const row = order[50 + i]!;
      const codes = CARDINALITIES.map((_, f) => flat[row * 6 + f]! + offsets[f]!);
      expect([...target.subarray(i * width, (i + 1) * width)]).toEqual([4e9, 4e9, ...codes, 4e9]);
    }
  });

  it('take rows of the same fields in place of theirs', () => {
    const target = emptyCodeRows(5, [300, 3]);
    putRows(target, codeRowsOf([300, 3], [299, 2, 7, 1]), Uint32Array.of(4, 1));
    expect(flatCodes({ codes: target })).toEqual([0, 0, 7, 1, 0, 0, 0, 0, 299, 2]);
    expect(() => putRows(target, codeRowsOf([3], [1]), Uint32Array.of(0))).toThrow('rows of 1 bytes');
  });

  it('of no field, or of no row, are none', () => {
    const none = emptyCodeRows(5, []);
    const target = Uint32Array.of(1, 2);
    new RowGather(none, 0, new Uint32Array(0)).copy(Uint32Array.of(4, 3), 0, 2, target, 1);
    expect([...target]).toEqual([1, 2]);
    expect(emptyCodeRows(0, [3, 300]).bytes).toHaveLength(0);
  });

  it('from outside are those of the fields, or not taken', () => {
    expect(areCodesOf(rows, CARDINALITIES)).toBe(true);
    expect(areCodesOf(rows, [24, 70_000, 256, 257, 2, 2])).toBe(false); // a code of the fifth is 2
    expect(areCodesOf(rows, [24, 70_000, 256, 256, 3, 2])).toBe(false); // the fourth would take a byte
    expect(areCodesOf({ ...rows, rows: ROWS - 1 }, CARDINALITIES)).toBe(false);
    const moved = rows.fields.map((field) => ({ ...field, at: field.at + 1 }));
    expect(areCodesOf({ ...rows, fields: moved }, CARDINALITIES)).toBe(false);
  });

  it('may begin anywhere in a larger piece of memory', () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(rows.bytes.length + 16)).subarray(8, -8);
    bytes.set(rows.bytes);
    const codeOf = fieldReader({ ...rows, bytes }, 1);
    expect(codeOf(ROWS - 1)).toBe(flat.at(-5));
    setField({ ...rows, bytes }, 1, Uint32Array.of(69_999));
    expect(codeOf(0)).toBe(69_999);
  });
});
