/** A positive number is its fraction, in [1, 2), times 2 to its exponent: what keeps a product of many numbers from overflowing. */

// @ts-ignore: decorator
@inline
export function fractionOf(x: f64): f64 {
  return reinterpret<f64>((reinterpret<u64>(x) & 0x000fffffffffffff) | 0x3ff0000000000000);
}

// @ts-ignore: decorator
@inline
export function exponentOf(x: f64): i64 {
  return <i64>(reinterpret<u64>(x) >> 52) - 1023;
}
