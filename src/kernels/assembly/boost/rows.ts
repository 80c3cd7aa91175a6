/** Rows of the boosting kernel: those drawn for a tree, and which node each of them is in. */
import { GRADIENT_SCALE, HESSIAN_SCALE, ROW_BYTES } from './sums';
import { labels4, sigmoid4 } from '../tables/logistic';

/** 32 bits of each of four rows that depend on all bits of the stream and the row (the finaliser of MurmurHash3). */
// @ts-ignore: decorator
@inline
function rowBits4(stream: u32, row: u32): v128 {
  const rows = i32x4.add(i32x4.splat(row), v128(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0));
  let x = v128.xor(i32x4.splat(stream), i32x4.mul(rows, i32x4.splat(0x9e3779b1)));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(x, i32x4.shr_u(x, 16));
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

/** Where the rows drawn go. */
let drawnRows: usize = 0; // u32: numbers of the rows drawn from the start on, of the others from the end on, backwards
let lastRow: u32 = 0; // rows of the training part
let count: u32 = 0; // rows drawn so far

/** Begins a tree. @param last rows of the training part */
export function startPack(drawn: usize, last: u32): void {
  drawnRows = drawn;
  lastRow = last;
  count = 0;
}

/**
 * Copies a row to the place of the next one drawn, drawn or not, and its number to the ends of both lists: what is not wanted is overwritten,
 * which is faster than to guess which rows are drawn.
 * @param place rows drawn before
 */
// @ts-ignore: decorator
@inline
function packRow(
  row: u32, place: u32, sums: i64, codes: usize, columns: usize, packed: usize, stride: usize, moves: usize, movesEnd: usize,
  first: v128, drawn: usize, last: u32,
): void {
  const target = packed + <usize>place * stride;
  const from = codes + <usize>row * columns;
  store<i64>(target, sums);
  // Sixteen columns at most: one move.
  if (movesEnd == moves + 32) v128.store(target, i8x16.swizzle(v128.load(from + load<u32>(moves)), first), ROW_BYTES);
  else copyCodes(from, target + ROW_BYTES, moves, movesEnd);
  store<u32>(drawn + (<usize>place << 2), row);
  store<u32>(drawn + (<usize>(last - (row - place)) << 2), row);
}

/**
 * Draws of rows from..to−1, which follow those before: each with a chance of `share` / 2³², all where it is 2³² − 1. Packs the drawn:
 * gradient and hessian, then the codes of the columns drawn.
 * @returns how many are drawn so far
 */
export function pack(
  from: u32, to: u32, codes: usize, columns: usize, scores: usize, labels: usize, stream: u32, share: u32,
  packed: usize, stride: usize, moves: usize, movesEnd: usize,
): u32 {
  const most = i32x4.splat(share);
  const first = v128.load(moves, 16);
  const drawn = drawnRows;
  const last = lastRow - 1;
  let place = count;
  for (let row = from; row < to; row += 4) {
    const p = sigmoid4(v128.load(scores + (<usize>row << 2)));
    const g = f32x4.mul(f32x4.sub(p, labels4(labels + row)), f32x4.splat(GRADIENT_SCALE));
    const h = f32x4.mul(f32x4.mul(p, f32x4.sub(f32x4.splat(1), p)), f32x4.splat(HESSIAN_SCALE));
    const gradients = i32x4.trunc_sat_f32x4_s(f32x4.nearest(g));
    const hessians = i32x4.trunc_sat_f32x4_s(f32x4.nearest(h));
    const low = v128.shuffle<i32>(gradients, hessians, 0, 4, 1, 5);
    const high = v128.shuffle<i32>(gradients, hessians, 2, 6, 3, 7);
    const chosen = <u32>i32x4.bitmask(i32x4.le_u(rowBits4(stream, row), most));
    packRow(row, place, i64x2.extract_lane(low, 0), codes, columns, packed, stride, moves, movesEnd, first, drawn, last);
    place += chosen & 1;
    if (row + 1 >= to) break;
    packRow(row + 1, place, i64x2.extract_lane(low, 1), codes, columns, packed, stride, moves, movesEnd, first, drawn, last);
    place += (chosen >> 1) & 1;
    if (row + 2 >= to) break;
    packRow(row + 2, place, i64x2.extract_lane(high, 0), codes, columns, packed, stride, moves, movesEnd, first, drawn, last);
    place += (chosen >> 2) & 1;
    if (row + 3 >= to) break;
    packRow(row + 3, place, i64x2.extract_lane(high, 1), codes, columns, packed, stride, moves, movesEnd, first, drawn, last);
    place += (chosen >> 3) & 1;
  }
  count = place;
  return place;
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
  const code = packed + ROW_BYTES + column;
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
