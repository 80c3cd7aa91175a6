/** Which columns a tree sees, and how their codes move together. */

import { mixBits } from '../../common/hash.ts';

/** 32 bits of a seed, a tree and whatever else: neighbours are unrelated. */
export function mixed(...words: readonly number[]): number {
  let x = 0;
  for (const word of words) x = mixBits(Math.imul(x ^ word, 0x9e3779b1));
  return x;
}

/** A share as what 32 random bits must not be above. */
export const threshold = (share: number): number => Math.min(0xffffffff, Math.round(share * 2 ** 32));

/**
 * Positions of the columns drawn for a tree, ascending: each by its own hash, so that it does not depend on what others there are and arms
 * that share columns draw them alike. Where none is drawn, the one that came nearest is.
 */
export function drawColumns(hashes: readonly number[], seed: number, tree: number, share: number): number[] {
  const bits = hashes.map((hash) => mixed(seed, tree, hash));
  const most = threshold(share);
  const drawn = bits.flatMap((drawnBits, position) => (drawnBits <= most ? [position] : []));
  if (drawn.length > 0 || bits.length === 0) return drawn;
  return [bits.indexOf(bits.reduce((least, candidate) => Math.min(least, candidate)))];
}

/** Bytes of one move of codes as the kernel reads it: offset from, offset to, whether it adds (u32 each), then 16 places from 16 bytes on. */
export const MOVE_BYTES = 32;

/** Moves that bring the codes at `positions` (ascending) of a row side by side, 16 at a time. */
export function movesOf(positions: readonly number[]): Uint8Array {
  const moves: Uint8Array[] = [];
  for (let to = 0; to < positions.length; to += 16) {
    const block = positions.slice(to, to + 16);
    for (let done = 0; done < block.length; ) {
      const from = block[done]!;
      const move = new Uint8Array(MOVE_BYTES).fill(255, 16); // 255: no code goes there
      new Uint32Array(move.buffer, 0, 3).set([from, to, done === 0 ? 0 : 1]);
      for (; done < block.length && block[done]! < from + 16; done++) move[16 + done] = block[done]! - from;
      moves.push(move);
    }
  }
  const all = new Uint8Array(moves.length * MOVE_BYTES);
  for (const [i, move] of moves.entries()) all.set(move, i * MOVE_BYTES);
  return all;
}
