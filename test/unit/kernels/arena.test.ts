/** The memory of a kernel: where arrays lie, what they hold at first, and what is said where there is no room. */
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/common/failure.ts';
import { Arena, arenaBytes, shortage } from '../../../src/kernels/arena.ts';
import { boost } from '../../../src/kernels/interfaces/boost.ts';

const SHORTAGE = shortage('source-memory', 'The source x needs', '', 'use fewer folds');
const open = () => new Arena(boost, SHORTAGE);

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('nothing failed');
}

describe('a layout', () => {
  it('puts each array on a cache line of its own, in the order of the names', () => {
    const { at } = open().layout({ codes: 65, empty: 0, order: 4, scores: 64, last: 1 });
    expect(at).toEqual({ codes: 4096, empty: 4224, order: 4224, scores: 4288, last: 4352 });
  });

  it('takes the bytes that a plan was told', () => {
    expect(arenaBytes({ codes: 65, empty: 0, order: new Uint32Array(3), last: 1 })).toBe(128 + 64 + 64);
    const { buffer } = open().layout({ codes: 65536 - 4096 });
    expect(buffer.byteLength).toBe(65536);
    expect(open().layout({ codes: 65536 - 4096, last: 1 }).buffer.byteLength).toBe(2 * 65536);
  });

  it('copies values, and leaves the others zero', () => {
    const arena = open().layout({ order: Uint32Array.of(7, 8), scores: 8, half: new Float64Array([0.5]) });
    expect(arena.u32('order')).toEqual(Uint32Array.of(7, 8));
    expect(arena.f32('scores')).toEqual(Float32Array.of(0, 0));
    expect(arena.f64('half')).toEqual(Float64Array.of(0.5));
  });

  it('copies a part of an array as that part', () => {
    const arena = open().layout({ order: Uint16Array.of(1, 2, 3, 4).subarray(1, 3) });
    expect(arena.u16('order')).toEqual(Uint16Array.of(2, 3));
  });

  it('shows views of the whole array or of its beginning, and writes into them', () => {
    const arena = open().layout({ codes: 6 });
    arena.write('codes', Uint8Array.of(1, 2, 3));
    expect(arena.u8('codes')).toEqual(Uint8Array.of(1, 2, 3, 0, 0, 0));
    expect(arena.u8('codes', 2)).toEqual(Uint8Array.of(1, 2));
  });

  it('lets no values run over into the next array', () => {
    const arena = open().layout({ codes: 6, order: 4 });
    const write = () => arena.write('codes', new Uint8Array(7));
    expect(write).toThrow('7 bytes do not fit into codes of kernel boost');
  });

  it('is what the kernel works on', () => {
    const arena = open().layout({ order: 12 });
    arena.exports.startOrder({ order: arena.at.order, count: 3 });
    expect(arena.u32('order')).toEqual(Uint32Array.of(0, 1, 2));
  });
});

describe('a further layout', () => {
  it('stays in the memory where it fits, with zeros instead of what lay there', () => {
    const arena = open();
    const { buffer } = arena.layout({ order: Uint32Array.of(1, 2, 3) });
    const next = arena.layout({ scores: 8, order: Uint32Array.of(9) });
    expect(next.buffer).toBe(buffer);
    expect(next.f32('scores')).toEqual(Float32Array.of(0, 0));
    expect(next.u32('order')).toEqual(Uint32Array.of(9));
  });

  it('grows by half as much again', () => {
    const arena = open();
    const pages = (bytes: number) => arena.layout({ codes: bytes }).buffer.byteLength / 65536;
    expect(pages(10 * 65536)).toBe(11);
    expect(pages(20 * 65536)).toBe(31);
    expect(pages(30 * 65536)).toBe(31);
    expect(arena.exports.subtract).toBeTypeOf('function');
  });
});

describe('a shortage', () => {
  const sentence = (needs: string, purpose: string) =>
    `${needs} 4.0 GiB${purpose} and cannot have it (the limit is 4 GiB): use fewer folds.`;

  it('is said in one sentence', () => {
    const failure = failureOf(() => open().layout({ codes: 2 ** 32 }));
    expect(failure).toMatchObject({ kind: 'resource', code: 'source-memory', where: {} });
    expect(failure.message).toBe(sentence('The source x needs', ''));
  });

  it('says what for and where, when told', () => {
    const where = { specPath: ['ranker'] };
    const short = shortage('memory', 'The test needs', ' for 3 ids', 'use fewer folds', where);
    const arena = new Arena(boost, short);
    const failure = failureOf(() => arena.layout({ codes: 2 ** 32 - 4095 }));
    expect(failure.message).toBe(sentence('The test needs', ' for 3 ids'));
    expect(failure.where).toEqual(where);
  });

  it('leaves an arena that can be laid out again', () => {
    const arena = open();
    expect(() => arena.layout({ codes: 2 ** 33 })).toThrow('8.0 GiB');
    expect(() => arena.buffer).toThrow('kernel boost has no memory yet');
    expect(arena.layout({ codes: 8 }).u8('codes')).toHaveLength(8);
  });
});
