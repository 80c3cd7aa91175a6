/** Bytes of a `.npy` file, as NumPy writes them; a test may spoil the header. */
export function npyFile(
  rows: readonly (readonly number[])[],
  {
    descr = '<f4',
    header,
    version = 1,
  }: { descr?: '<f4' | '<f8' | '>f4' | '>f8' | '<f2' | '>f2'; header?: string; version?: 1 | 2 } = {},
): Uint8Array {
  const columns = rows[0]?.length ?? 0;
  const text =
    header ?? `{'descr': '${descr}', 'fortran_order': False, 'shape': (${rows.length}, ${columns}), }`;
  const before = version === 1 ? 10 : 12;
  const padded = `${text.padEnd(64 * Math.ceil((before + text.length + 1) / 64) - before - 1)}\n`;
  const bytes = Buffer.from(numbersOf(descr.slice(1), rows.flat()).buffer);
  if (descr.startsWith('>'))
    ({ f2: () => bytes.swap16(), f4: () => bytes.swap32(), f8: () => bytes.swap64() })[descr.slice(1)]!();
  const start = Buffer.alloc(before);
  start.write('\x93NUMPY', 'latin1');
  start.writeUInt8(version, 6);
  if (version === 1) start.writeUInt16LE(padded.length, 8);
  else start.writeUInt32LE(padded.length, 8);
  return Buffer.concat([start, Buffer.from(padded, 'latin1'), bytes]);
}

function numbersOf(type: string, values: number[]): Float32Array | Float64Array | Uint16Array {
  if (type === 'f2') return Uint16Array.from(values, halfBits);
  return type === 'f4' ? Float32Array.from(values) : Float64Array.from(values);
}

/** Of a number that 16 bits hold, found among all of them: slow and obvious. */
function halfBits(value: number): number {
  for (let bits = 0; bits < 65_536; bits++) if (Object.is(halfValue(bits), value)) return bits;
  throw new Error(`${value} is no number of 16 bits`);
}

function halfValue(bits: number): number {
  const fraction = bits % 1024;
  const exponent = Math.floor(bits / 1024) % 32;
  const size =
    exponent === 31
      ? fraction === 0
        ? Number.POSITIVE_INFINITY
        : Number.NaN
      : exponent === 0
        ? (fraction / 1024) * 2 ** -14
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >= 32_768 ? -size : size;
}
