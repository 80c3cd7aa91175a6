/** Decimals of Arrow: whole numbers in two's complement, little-endian, of four to 32 bytes. */

/** The digits of a row as one whole number; the type's scale says where the point stands. */
export function decimalAt(bytes: DataView, row: number, bits: 32 | 64 | 128 | 256): bigint {
  if (bits === 32) return BigInt(bytes.getInt32(4 * row, true));
  const words = bits / 64;
  const at = 8 * words * row;
  let value = bytes.getBigInt64(at + 8 * (words - 1), true);
  for (let word = words - 2; word >= 0; word--) {
    value = (value << 64n) | bytes.getBigUint64(at + 8 * word, true);
  }
  return value;
}
