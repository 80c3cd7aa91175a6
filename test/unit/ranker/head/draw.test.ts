import { describe, expect, it } from 'vitest';
import { drawColumns, MOVE_BYTES, movesOf } from '../../../../src/ranker/head/draw.ts';
import { random } from '../../../support/random.ts';

/** What the kernel makes of moves (pack in boost/rows.ts). */
function moved(row: Uint8Array, moves: Uint8Array, width: number): number[] {
  const target = new Uint8Array(width + 32);
  for (let at = 0; at < moves.length; at += MOVE_BYTES) {
    const [from, to, adds] = new Uint32Array(moves.buffer, at, 3);
    for (let k = 0; k < 16; k++) {
      const place = moves[at + 16 + k]!;
      const code = place < 16 ? row[from! + place]! : 0;
      target[to! + k] = adds ? target[to! + k]! | code : code;
    }
  }
  return [...target.subarray(0, width)];
}

describe('moves of codes', () => {
  it.each([1, 5, 16, 17, 40, 100])('bring those drawn of %i columns side by side', (width) => {
    const next = random(width);
    const row = Uint8Array.from({ length: width + 16 }, () => Math.floor(next() * 256));
    for (const share of [0.1, 0.5, 0.8, 1]) {
      const positions = Array.from({ length: width }, (_, c) => c).filter(() => next() < share);
      const moves = movesOf(positions);
      expect(moved(row, moves, positions.length)).toEqual(positions.map((c) => row[c]!));
      expect(moves.length).toBeLessThanOrEqual(MOVE_BYTES * positions.length);
    }
  });
});

describe('columns of a tree', () => {
  const hashes = Array.from({ length: 200 }, (_, i) => Math.imul(i + 1, 0x01000193) >>> 0);

  it('are all of them at a share of 1, and of a few at least one', () => {
    expect(drawColumns(hashes, 1, 0, 1)).toEqual(hashes.map((_, i) => i));
    for (let tree = 0; tree < 50; tree++)
      expect(drawColumns(hashes.slice(0, 2), 1, tree, 0.01)).toHaveLength(1);
    expect(drawColumns([], 1, 0, 0.5)).toEqual([]);
  });

  it('are about the share, others for another tree or seed', () => {
    const counts = Array.from({ length: 40 }, (_, tree) => drawColumns(hashes, 1, tree, 0.8).length);
    expect(counts.reduce((sum, count) => sum + count, 0) / (40 * 200)).toBeCloseTo(0.8, 1);
    expect(drawColumns(hashes, 1, 0, 0.8)).not.toEqual(drawColumns(hashes, 1, 1, 0.8));
    expect(drawColumns(hashes, 1, 0, 0.8)).not.toEqual(drawColumns(hashes, 2, 0, 0.8));
  });

  it('do not depend on what other columns there are', () => {
    for (let tree = 0; tree < 20; tree++) {
      const all = drawColumns(hashes, 3, tree, 0.8);
      const some = drawColumns(hashes.slice(0, 50), 3, tree, 0.8);
      expect(some).toEqual(all.filter((position) => position < 50));
    }
  });
});
