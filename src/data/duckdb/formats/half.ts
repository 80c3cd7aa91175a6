/** Floats of 16 bits (IEEE 754 binary16) by their bits: a sign, five bits of exponent, ten of fraction. */

let table: Float32Array | undefined;

/** All 65,536, so that a float is one look-up; half floats of JavaScript are newer than the editor's Node. */
export function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, bits) => {
    const sign = bits >> 15 === 0 ? 1 : -1;
    const exponent = (bits >> 10) & 31;
    const fraction = (bits & 1023) / 1024;
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
  });
  return table;
}

export function halfFloat(bits: number): number {
  return halfTable()[bits] as number;
}
