import { describe, expect, it } from 'vitest';
import { codedKind, codesFor, isWorth } from '../../../src/data/spark/codes.ts';

const M = 1_000_000;

describe('what is sent as codes', () => {
  it.each([
    [{ kind: 'string', string: {} }, 'text'],
    [{ kind: 'string', string: { collation: 'UTF8_BINARY' } }, 'text'],
    [{ kind: 'string', string: { collation: 'UTF8_LCASE' } }, undefined],
    [{ kind: 'decimal', decimal: { precision: 20 } }, 'decimal'],
    [{ kind: 'long' }, undefined],
    [{ kind: 'double' }, undefined],
    [undefined, undefined],
  ])('%j: %s', (data_type, kind) => {
    expect(codedKind({ name: 'a', ...(data_type !== undefined && { data_type }) })).toBe(kind);
  });

  it.each([
    ['long texts that repeat', 'text', 36 * M, 50_000, 64],
    ['long texts of few values', 'text', 20 * M, 40, 32],
    ['texts that hardly repeat', 'text', 36 * M, 700_000, undefined],
    ['short texts', 'text', 6 * M, 50_000, undefined],
    ['texts of few rows', 'text', 0.01 * M, 10, undefined],
    ['decimals that repeat', 'decimal', M, 50_000, undefined],
    ['decimals of few values', 'decimal', M, 900, 32],
  ] as const)('%s', (_, kind, texts, different, bits) => {
    const rows = texts < M ? 300 : M;
    expect(codesFor([{ kind }], [texts, different, rows], isWorth)).toEqual([bits]);
  });

  it('are at most 32 columns: those that save the most', () => {
    const candidates = Array.from({ length: 40 }, () => ({ kind: 'text' as const }));
    const numbers = candidates.flatMap((_, i) => [(20 + i) * M, 40]);
    const codes = codesFor(candidates, [...numbers, M], isWorth);
    expect(codes.slice(0, 8)).toEqual(Array(8).fill(undefined));
    expect(codes.slice(8)).toEqual(Array(32).fill(32));
  });
});
