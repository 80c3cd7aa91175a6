/**
 * The dense accumulator of one candidate: for every item, the weight of the pair (item, candidate) in several versions of
 * P at once, one slot each: slot k is P without user fold k, the last one P with everyone. Every version is summed by
 * itself, in the same order, and what does not belong to it adds a zero: so P without a fold is bit for bit the P of a
 * log that never had the fold's users, with no subtraction and whatever the weights are.
 */

export let sums: usize = 0; // f64[items * stride], zero between candidates
export let stride: usize = 0; // slots rounded up to even, so that two are added at a time
export let vector: usize = 0; // f64[stride]: what `addVector` adds
let marks: usize = 0; // u32[items]
let markCount: usize = 0;
let mark: u32 = 0;

export function setSums(sums_: usize, stride_: usize, vector_: usize, marks_: usize, items: usize): void {
  sums = sums_;
  stride = stride_;
  vector = vector_;
  marks = marks_;
  markCount = items;
  mark = 0;
}

// @ts-ignore: decorator
@inline
export function addVector(item: usize): void {
  const at = sums + ((item * stride) << 3);
  for (let s: usize = 0; s < stride << 3; s += 16) {
    v128.store(at + s, f64x2.add(v128.load(at + s), v128.load(vector + s)));
  }
}

/** The vector becomes `weight` times a row of zeros and ones. */
// @ts-ignore: decorator
@inline
export function setVector(weight: f64, ones: usize): void {
  for (let s: usize = 0; s < stride << 3; s += 16) {
    v128.store(vector + s, f64x2.mul(f64x2.splat(weight), v128.load(ones + s)));
  }
}

// @ts-ignore: decorator
@inline
export function clearSums(item: usize): void {
  memory.fill(sums + ((item * stride) << 3), 0, stride << 3);
}

/** Begins a new set of items. */
// @ts-ignore: decorator
@inline
export function newMark(): void {
  if (mark == u32.MAX_VALUE) {
    memory.fill(marks, 0, markCount << 2);
    mark = 0;
  }
  mark++;
}

// @ts-ignore: decorator
@inline
export function isMarked(item: usize): bool {
  return load<u32>(marks + (item << 2)) == mark;
}

// @ts-ignore: decorator
@inline
export function setMark(item: usize): void {
  store<u32>(marks + (item << 2), mark);
}
