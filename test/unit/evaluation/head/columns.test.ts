import { describe, expect, it } from 'vitest';
import { ofAllRows } from '../../../../src/evaluation/base/row-scores.ts';
import { armColumns, baseColumns, scoreColumn } from '../../../../src/evaluation/head/columns.ts';
import { fieldBlock } from '../../../../src/ranker/fields.ts';

const codesOf = (rows: number, code: (row: number) => number) =>
  Uint32Array.from({ length: rows }, (_, r) => code(r));
const everyRow = (rows: number) => Uint32Array.from({ length: rows }, (_, row) => row);

describe('columns of the base', () => {
  it('are the fields that a byte can hold, in their order, with their kind', () => {
    const block = fieldBlock([
      { name: 'user', codes: codesOf(600, (row) => row), cardinality: 600 },
      { name: 'hour', codes: codesOf(600, (row) => row % 24), cardinality: 24 },
      { name: 'price', codes: codesOf(600, (row) => row % 34), cardinality: 34, ordered: true },
      { name: 'widest', codes: codesOf(600, (row) => row % 256), cardinality: 256 },
    ]);
    const columns = baseColumns(block);
    expect(columns.map(({ name, type, bins }) => [name, type, bins])).toEqual([
      ['hour', 'categorical', 24],
      ['price', 'numeric', 34],
      ['widest', 'categorical', 256],
    ]);
    expect([...columns[1]!.codes]).toEqual([...everyRow(600)].map((row) => row % 34));
  });
});

describe('the score as a column', () => {
  it('keeps the order of the scores, in bins of equal counts; no score is missing', () => {
    const rows = 6200;
    const scores = Float32Array.from({ length: rows }, (_, row) => Math.sin(row));
    scores[5] = Number.NaN;
    const { bins, codes, type } = scoreColumn(ofAllRows(scores), everyRow(rows));
    expect([bins, type, codes[5]]).toEqual([63, 'numeric', 0]);
    const counts = new Array<number>(bins).fill(0);
    for (const code of codes) counts[code]!++;
    expect(Math.min(...counts.slice(1))).toBeGreaterThan(98);
    expect(Math.max(...counts)).toBeLessThan(102);
    const order = [...everyRow(rows)].filter((row) => row !== 5).sort((a, b) => scores[a]! - scores[b]!);
    const sorted = order.map((row) => codes[row]!);
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
  });
});

describe('columns of an arm', () => {
  const block = fieldBlock([
    { name: 'phi:1', codes: codesOf(4, (row) => row), cardinality: 4, ordered: true },
    { name: 'phi:2', codes: codesOf(4, () => 1), cardinality: 2, ordered: true },
  ]);

  it('are its fields but for one that is left out; the base has none', () => {
    const columns = armColumns(block, undefined, undefined, everyRow(4));
    expect(columns.map(({ name, bins, codes }) => [name, bins, ...codes])).toEqual([
      ['phi:1', 4, 0, 1, 2, 3],
      ['phi:2', 2, 1, 1, 1, 1],
    ]);
    expect(armColumns(block, undefined, 'phi:2', everyRow(4))).toEqual(columns.slice(0, 1));
    expect(armColumns(undefined, undefined, undefined, everyRow(4))).toEqual([]);
  });

  it('have a score in the place of vectors, whose codes are items', () => {
    const vectors = { dimension: 2, values: new Float32Array(6) };
    const armBlock = fieldBlock([
      { name: 'phi:1', codes: codesOf(4, (row) => row), cardinality: 4, ordered: true },
      { name: 'phi:2', codes: codesOf(4, (row) => row), cardinality: 4, vectors },
    ]);
    const scores = Float32Array.of(0.5, -1, Number.NaN, 2);
    const [, column] = armColumns(armBlock, scores, undefined, everyRow(4));
    expect([column!.name, column!.type, ...column!.codes]).toEqual(['phi:2', 'numeric', 2, 1, 0, 3]);
    expect(armColumns(armBlock, scores, 'phi:2', everyRow(4))).toHaveLength(1);
  });

  it('tell the most frequent values of the head rows apart where there are too many for a byte', () => {
    const rows = 3000;
    const cluster = (row: number) => (row < 1500 ? 1 + (row % 500) : row % 2 === 0 ? 700 : 0);
    const wide = fieldBlock([{ name: 'phi:1', codes: codesOf(rows, cluster), cardinality: 900 }]);
    const [column] = armColumns(wide, undefined, undefined, everyRow(rows));
    expect(column).toMatchObject({ type: 'categorical', bins: 256 });
    expect(column!.codes[2000]).toBe(1); // 700: the most frequent one
    expect(column!.codes[2001]).toBe(0); // missing
    expect([column!.codes[0], column!.codes[252], column!.codes[253], column!.codes[499]]).toEqual([
      2, 254, 255, 255,
    ]);
  });
});
