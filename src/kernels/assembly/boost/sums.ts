/**
 * Sums of gradients of the boosting kernel. They are whole numbers, so a sum does not depend on the order of its rows, a
 * sibling's histogram is its parent's less the other's to the last bit, and rows are counted on the way.
 *
 * A sum takes 16 bytes, a register: the gradient p − y in units of 2⁻²⁴ (i64), then the hessian p(1 − p) in units of 2⁻²¹
 * above 22 bits that count the rows. Up to 2²² − 1 rows no part runs into another, as a hessian is at most ¼. A row brings both
 * in 8 bytes (i32 each).
 */
export const SUM_BYTES: u32 = 16;
/** Bytes of a packed row before its codes. */
export const ROW_BYTES: u32 = 8;
export const COUNT_BITS: i64 = 22;
export const GRADIENT_SCALE: f32 = 16777216; // 2²⁴
export const HESSIAN_SCALE: f32 = 2097152; // 2²¹

/** Bins of a narrow and of a wide column's histogram, as a shift of its bytes. */
export const NARROW_BYTES: u32 = 1024;
export const WIDE_BYTES: u32 = 4096;

// @ts-ignore: decorator
@inline
export function gradientOf(sum: v128): f64 {
  return <f64>i64x2.extract_lane(sum, 0) * 5.9604644775390625e-8;
}

// @ts-ignore: decorator
@inline
export function hessianOf(sum: v128): f64 {
  return <f64>(i64x2.extract_lane(sum, 1) >> COUNT_BITS) * 4.76837158203125e-7;
}

// @ts-ignore: decorator
@inline
export function rowsOf(sum: v128): u32 {
  return <u32>(i64x2.extract_lane(sum, 1) & 0x3fffff);
}

/** What a packed row adds to a sum. */
// @ts-ignore: decorator
@inline
function sumOf(row: usize): v128 {
  const both = i64x2.extend_low_i32x4_s(v128.load64_zero(row));
  const raised = i64x2.shl(both, <i32>COUNT_BITS);
  return i64x2.add(v128.shuffle<i64>(both, raised, 0, 3), i64x2(0, 1));
}

/** Sums of a node's rows, per column and bin. */
export function histogram(
  order: usize, from: u32, to: u32, packed: usize, stride: usize, narrow: u32, wide: u32, bins: usize,
): void {
  const groups = narrow >> 2;
  const singles = narrow & 3;
  const end = order + (<usize>to << 2);
  for (let at = order + (<usize>from << 2); at < end; at += 4) {
    const row = packed + <usize>load<u32>(at) * stride;
    const sum = sumOf(row);
    let code = row + ROW_BYTES;
    let first = bins;
    for (let g: u32 = 0; g < groups; g++) {
      const codes = load<u32>(code);
      const a = first + ((codes << 4) & 0xff0);
      const b = first + ((codes >> 4) & 0xff0);
      const c = first + ((codes >> 12) & 0xff0);
      const d = first + ((codes >> 20) & 0xff0);
      v128.store(a, i64x2.add(v128.load(a), sum));
      v128.store(b, i64x2.add(v128.load(b, 1024), sum), 1024);
      v128.store(c, i64x2.add(v128.load(c, 2048), sum), 2048);
      v128.store(d, i64x2.add(v128.load(d, 3072), sum), 3072);
      code += 4;
      first += 4096;
    }
    for (let s: u32 = 0; s < singles; s++) {
      const a = first + (<usize>load<u8>(code) << 4);
      v128.store(a, i64x2.add(v128.load(a), sum));
      code++;
      first += NARROW_BYTES;
    }
    for (let s: u32 = 0; s < wide; s++) {
      const a = first + (<usize>load<u8>(code) << 4);
      v128.store(a, i64x2.add(v128.load(a), sum));
      code++;
      first += WIDE_BYTES;
    }
  }
}

/** Takes one histogram from another. */
export function subtract(from: usize, other: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(from + at, i64x2.sub(v128.load(from + at), v128.load(other + at)));
  }
}
