/** Bytes of a `.npy` file, as NumPy writes them; a test may spoil the header. */
export function npyFile(
  rows: readonly (readonly number[])[],
  { descr = '<f4', header, version = 1 }: { descr?: '<f4' | '<f8'; header?: string; version?: 1 | 2 } = {},
): Uint8Array {
  const columns = rows[0]?.length ?? 0;
  const text =
    header ?? `{'descr': '${descr}', 'fortran_order': False, 'shape': (${rows.length}, ${columns}), }`;
  const before = version === 1 ? 10 : 12;
  const padded = `${text.padEnd(64 * Math.ceil((before + text.length + 1) / 64) - before - 1)}\n`;
  const numbers = descr === '<f4' ? Float32Array.from(rows.flat()) : Float64Array.from(rows.flat());
  const start = Buffer.alloc(before);
  start.write('\x93NUMPY', 'latin1');
  start.writeUInt8(version, 6);
  if (version === 1) start.writeUInt16LE(padded.length, 8);
  else start.writeUInt32LE(padded.length, 8);
  return Buffer.concat([start, Buffer.from(padded, 'latin1'), Buffer.from(numbers.buffer)]);
}
