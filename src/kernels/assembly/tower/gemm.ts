/**
 * The three matrix products of a dense layer, on row-major f32 matrices whose rows are padded to 16 bytes: 4 × 8 or 2 × 4
 * tiles of the result stay in registers, so that a step of the inner loop is 6 loads for 8 multiplications and 8
 * additions of 4 lanes. Every element is summed over the inner index in one fixed order, whatever tile it falls into:
 * a row's result does not depend on the rows beside it. Strides are in bytes.
 */

// @ts-ignore: decorator
@inline
function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/**
 * c[i][j] = start[j] + Σ_k a[i][k] · b[k][j]. `rows`, `inner` and `columns` are multiples of 4. Eight columns of b are
 * walked for all rows before the next eight, so that they stay in the first-level cache.
 */
export function multiply(
  a: usize, aStride: usize, b: usize, start: usize, c: usize, rows: u32, inner: u32, columns: u32,
): void {
  const stride = <usize>columns << 2;
  const depth = <usize>inner << 2;
  let j: usize = 0;
  for (; j + 32 <= stride; j += 32) {
    const s0 = v128.load(start + j);
    const s1 = v128.load(start + j, 16);
    for (let i: u32 = 0; i < rows; i += 4) {
      let p0 = a + <usize>i * aStride;
      let p1 = p0 + aStride;
      let p2 = p1 + aStride;
      let p3 = p2 + aStride;
      let pb = b + j;
      let c00 = s0, c01 = s1, c10 = s0, c11 = s1, c20 = s0, c21 = s1, c30 = s0, c31 = s1;
      for (const end = p0 + depth; p0 < end; ) {
        let b0 = v128.load(pb);
        let b1 = v128.load(pb, 16);
        let x = v128.load_splat<f32>(p0);
        c00 = madd(c00, x, b0);
        c01 = madd(c01, x, b1);
        x = v128.load_splat<f32>(p1);
        c10 = madd(c10, x, b0);
        c11 = madd(c11, x, b1);
        x = v128.load_splat<f32>(p2);
        c20 = madd(c20, x, b0);
        c21 = madd(c21, x, b1);
        x = v128.load_splat<f32>(p3);
        c30 = madd(c30, x, b0);
        c31 = madd(c31, x, b1);
        pb += stride;
        b0 = v128.load(pb);
        b1 = v128.load(pb, 16);
        x = v128.load_splat<f32>(p0, 4);
        c00 = madd(c00, x, b0);
        c01 = madd(c01, x, b1);
        x = v128.load_splat<f32>(p1, 4);
        c10 = madd(c10, x, b0);
        c11 = madd(c11, x, b1);
        x = v128.load_splat<f32>(p2, 4);
        c20 = madd(c20, x, b0);
        c21 = madd(c21, x, b1);
        x = v128.load_splat<f32>(p3, 4);
        c30 = madd(c30, x, b0);
        c31 = madd(c31, x, b1);
        pb += stride;
        p0 += 8;
        p1 += 8;
        p2 += 8;
        p3 += 8;
      }
      let pc = c + <usize>i * stride + j;
      v128.store(pc, c00);
      v128.store(pc, c01, 16);
      pc += stride;
      v128.store(pc, c10);
      v128.store(pc, c11, 16);
      pc += stride;
      v128.store(pc, c20);
      v128.store(pc, c21, 16);
      pc += stride;
      v128.store(pc, c30);
      v128.store(pc, c31, 16);
    }
  }
  if (j < stride) multiplyLast(a, aStride, b + j, start + j, c + j, rows, depth, stride);
}

/** The last 4 columns of `multiply`. */
function multiplyLast(
  a: usize, aStride: usize, b: usize, start: usize, c: usize, rows: u32, depth: usize, stride: usize,
): void {
  const s = v128.load(start);
  for (let i: u32 = 0; i < rows; i++) {
    let p = a + <usize>i * aStride;
    let pb = b;
    let sum = s;
    for (const end = p + depth; p < end; p += 4) {
      sum = madd(sum, v128.load_splat<f32>(p), v128.load(pb));
      pb += stride;
    }
    v128.store(c + <usize>i * stride, sum);
  }
}

/** c[k][j] = Σ_i a[i][k] · d[i][j]: the gradient of the weights. `inner` and `columns` are multiples of 4. */
export function multiplyOuter(
  a: usize, aStride: usize, d: usize, c: usize, rows: u32, inner: u32, columns: u32,
): void {
  const stride = <usize>columns << 2;
  const zero = f32x4.splat(0);
  for (let k: u32 = 0; k < inner; k += 4) {
    const first = a + (<usize>k << 2);
    const out = c + <usize>k * stride;
    let j: usize = 0;
    for (; j + 32 <= stride; j += 32) {
      let pa = first;
      let pd = d + j;
      let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
      for (const end = pd + <usize>rows * stride; pd < end; pd += stride) {
        const d0 = v128.load(pd);
        const d1 = v128.load(pd, 16);
        let x = v128.load_splat<f32>(pa);
        c00 = madd(c00, x, d0);
        c01 = madd(c01, x, d1);
        x = v128.load_splat<f32>(pa, 4);
        c10 = madd(c10, x, d0);
        c11 = madd(c11, x, d1);
        x = v128.load_splat<f32>(pa, 8);
        c20 = madd(c20, x, d0);
        c21 = madd(c21, x, d1);
        x = v128.load_splat<f32>(pa, 12);
        c30 = madd(c30, x, d0);
        c31 = madd(c31, x, d1);
        pa += aStride;
      }
      let pc = out + j;
      v128.store(pc, c00);
      v128.store(pc, c01, 16);
      pc += stride;
      v128.store(pc, c10);
      v128.store(pc, c11, 16);
      pc += stride;
      v128.store(pc, c20);
      v128.store(pc, c21, 16);
      pc += stride;
      v128.store(pc, c30);
      v128.store(pc, c31, 16);
    }
    if (j < stride) {
      let pa = first;
      let pd = d + j;
      let c0 = zero, c1 = zero, c2 = zero, c3 = zero;
      for (const end = pd + <usize>rows * stride; pd < end; pd += stride) {
        const d0 = v128.load(pd);
        c0 = madd(c0, v128.load_splat<f32>(pa), d0);
        c1 = madd(c1, v128.load_splat<f32>(pa, 4), d0);
        c2 = madd(c2, v128.load_splat<f32>(pa, 8), d0);
        c3 = madd(c3, v128.load_splat<f32>(pa, 12), d0);
        pa += aStride;
      }
      let pc = out + j;
      v128.store(pc, c0);
      v128.store(pc + stride, c1);
      pc += stride << 1;
      v128.store(pc, c2);
      v128.store(pc + stride, c3);
    }
  }
}

/** The four sums of the lanes of a, b, c, d. */
// @ts-ignore: decorator
@inline
function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/**
 * c[i][k] = Σ_j d[i][j] · b[k][j]: the gradient of a layer's input, as dot products of rows, so that no transposed copy of
 * the weights has to be kept. `rows` is even, `inner` (of k) and `columns` (of j) are multiples of 4.
 */
export function multiplyTransposed(
  d: usize, b: usize, c: usize, cStride: usize, rows: u32, inner: u32, columns: u32,
): void {
  const stride = <usize>columns << 2;
  const zero = f32x4.splat(0);
  for (let k: u32 = 0; k < inner; k += 4) {
    const first = b + <usize>k * stride;
    for (let i: u32 = 0; i < rows; i += 2) {
      let p0 = d + <usize>i * stride;
      let p1 = p0 + stride;
      let b0 = first;
      let b1 = b0 + stride;
      let b2 = b1 + stride;
      let b3 = b2 + stride;
      let c00 = zero, c01 = zero, c02 = zero, c03 = zero, c10 = zero, c11 = zero, c12 = zero, c13 = zero;
      for (const end = p0 + stride; p0 < end; ) {
        const d0 = v128.load(p0);
        const d1 = v128.load(p1);
        let w = v128.load(b0);
        c00 = madd(c00, d0, w);
        c10 = madd(c10, d1, w);
        w = v128.load(b1);
        c01 = madd(c01, d0, w);
        c11 = madd(c11, d1, w);
        w = v128.load(b2);
        c02 = madd(c02, d0, w);
        c12 = madd(c12, d1, w);
        w = v128.load(b3);
        c03 = madd(c03, d0, w);
        c13 = madd(c13, d1, w);
        p0 += 16;
        p1 += 16;
        b0 += 16;
        b1 += 16;
        b2 += 16;
        b3 += 16;
      }
      const pc = c + <usize>i * cStride + (<usize>k << 2);
      v128.store(pc, laneSums(c00, c01, c02, c03));
      v128.store(pc + cStride, laneSums(c10, c11, c12, c13));
    }
  }
}
