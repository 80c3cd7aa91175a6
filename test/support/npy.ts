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

type Order = '<' | '>' | '|';

/** Ids as NumPy saves them: integers by their type, or texts of the longest one's width. */
export function npyIds(
  ids: readonly (bigint | number | string)[],
  descr: `${Order}${'i' | 'u'}${1 | 2 | 4 | 8}` | '<U' | '>U' | '|S',
  shape = `${ids.length},`,
): Uint8Array {
  const [order, kind] = descr;
  const points = ids.map((id) =>
    kind === 'U' ? Array.from(String(id), (c) => c.codePointAt(0)!) : [...Buffer.from(String(id))],
  );
  const width = Math.max(1, ...points.map(({ length }) => length));
  const isText = kind === 'U' || kind === 'S';
  const size = isText ? width * (kind === 'U' ? 4 : 1) : Number(descr[2]);
  const bytes = Buffer.alloc(ids.length * size);
  for (const [i, id] of ids.entries()) {
    const element = Buffer.alloc(size);
    if (kind === 'S') element.set(points[i]!);
    else if (kind === 'U') for (const [k, point] of points[i]!.entries()) element.writeUInt32LE(point, 4 * k);
    else for (let k = 0; k < size; k++) element[k] = Number(BigInt.asUintN(8, BigInt(id) >> BigInt(8 * k)));
    if (order === '>' && kind === 'U') element.swap32();
    else if (order === '>') element.reverse();
    bytes.set(element, i * size);
  }
  const type = isText ? `${descr}${width}` : descr;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  const padded = `${text.padEnd(117)}\n`;
  head.writeUInt16LE(padded.length, 8);
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), bytes]);
}
