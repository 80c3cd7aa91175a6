/** Rows of the boosting kernel: those drawn for a tree, and which node each of them is in. */
import { COUNT_BITS, GRADIENT_SCALE, HESSIAN_SCALE, SUM_BYTES } from './_boost-sums';
import { labels4, sigmoid4 } from './_logistic';

/** 32 bits that depend on all bits of the stream and the row (the finaliser of MurmurHash3). */
// @ts-ignore: decorator
@inline
function rowBits(stream: u32, row: u32): u32 {
  let x = stream ^ (row * 0x9e3779b1);
  x = (x ^ (x >> 16)) * 0x85ebca6b;
  x = (x ^ (x >> 13)) * 0xc2b2ae35;
  return x ^ (x >> 16);
}

/**
 * Copies the columns drawn of one row: `blocks` moves of 16 codes. A move is an offset in the row, one in the packed row (u32 each, padded
 * to 16 bytes), and which of the 16 codes goes where. The first move to a place overwrites it, others add to it.
 */
// @ts-ignore: decorator
@inline
function copyCodes(row: usize, target: usize, moves: usize, movesEnd: usize): void {
  for (let move = moves; move < movesEnd; move += 32) {
    const picked = i8x16.swizzle(v128.load(row + load<u32>(move)), v128.load(move, 16));
    const at = target + load<u32>(move, 4);
    v128.store(at, load<u32>(move, 8) == 0 ? picked : v128.or(v128.load(at), picked));
  }
}

/**
 * Draws rows from..to−1 (each with a chance of `share` / 2³²; all where it is 2³² − 1) and packs the drawn: gradient, hessian and
 * count, then the codes of the columns drawn. Drawn row numbers go to `drawn` from `count` on, the others to the end of it, backwards.
 * @param last rows of the training part
 * @returns how many are drawn so far
 */
export function pack(
  from: u32, to: u32, last: u32, codes: usize, columns: usize, scores: usize, labels: usize, stream: u32, share: u32,
  packed: usize, stride: usize, moves: usize, movesEnd: usize, drawn: usize, count: u32,
): u32 {
  for (let first = from; first < to; first += 4) {
    const p = sigmoid4(v128.load(scores + (<usize>first << 2)));
    const g = f32x4.mul(f32x4.sub(p, labels4(labels + first)), f32x4.splat(GRADIENT_SCALE));
    const h = f32x4.mul(f32x4.mul(p, f32x4.sub(f32x4.splat(1), p)), f32x4.splat(HESSIAN_SCALE));
    let gradients = i32x4.trunc_sat_f32x4_s(f32x4.nearest(g));
    let hessians = i32x4.trunc_sat_f32x4_s(f32x4.nearest(h));
    const end = min(first + 4, to);
    for (let row = first; row < end; row++) {
      if (rowBits(stream, row) <= share) {
        const target = packed + <usize>count * stride;
        store<i64>(target, <i64>i32x4.extract_lane(gradients, 0));
        store<i64>(target, (<i64>i32x4.extract_lane(hessians, 0) << COUNT_BITS) + 1, 8);
        copyCodes(codes + <usize>row * columns, target + SUM_BYTES, moves, movesEnd);
        store<u32>(drawn + (<usize>count << 2), row);
        count++;
      } else {
        store<u32>(drawn + (<usize>(last - 1 - (row - count)) << 2), row);
      }
      gradients = v128.shuffle<i32>(gradients, gradients, 1, 2, 3, 0);
      hessians = v128.shuffle<i32>(hessians, hessians, 1, 2, 3, 0);
    }
  }
  return count;
}

/** The packed rows in their order: all of them in one node. */
export function startOrder(order: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) store<u32>(order + (<usize>i << 2), i);
}

/**
 * Sorts places from..to−1 of `order` by the node's split, without changing the order on either side: rows whose code is in the set to
 * the left, from `left` on, the others to `right`.
 * @returns how many went left
 */
export function partition(
  order: usize, from: u32, to: u32, left: usize, packed: usize, stride: usize, column: usize, sides: usize, right: usize,
): u32 {
  let lefts = left;
  let rights = right;
  const end = order + (<usize>to << 2);
  const code = packed + SUM_BYTES + column;
  for (let at = order + (<usize>from << 2); at < end; at += 4) {
    const row = load<u32>(at);
    const side = <usize>load<u8>(sides + load<u8>(code + <usize>row * stride));
    store<u32>(lefts, row);
    store<u32>(rights, row);
    lefts += side << 2;
    rights += 4 - (side << 2);
  }
  return <u32>((lefts - left) >> 2);
}

/** Adds a leaf's value to the scores of its rows. */
export function addLeaf(order: usize, from: u32, to: u32, drawn: usize, scores: usize, value: f32): void {
  const end = order + (<usize>to << 2);
  for (let at = order + (<usize>from << 2); at < end; at += 4) {
    const score = scores + (<usize>load<u32>(drawn + (<usize>load<u32>(at) << 2)) << 2);
    store<f32>(score, load<f32>(score) + value);
  }
}
