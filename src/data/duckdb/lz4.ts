/**
 * LZ4 frames, decoded. Feather files are LZ4-compressed by default (pandas, pyarrow), and neither Node nor apache-arrow
 * brings a decoder. Written after the frame and block format descriptions of the lz4 project; checksums are skipped.
 */

const MAGIC = 0x184d2204;
const LEAST_MATCH = 4;

/** @throws RangeError when the bytes are no LZ4 frame, or end too early */
export function decodeLz4Frame(source: Uint8Array): Uint8Array {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('not an LZ4 frame');
  const flags = view.getUint8(4);
  const hasBlockChecksum = (flags & 0x10) !== 0;
  const hasContentSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  const output = new Output(hasContentSize ? Number(view.getBigUint64(6, true)) : source.length * 4);
  let at = 7 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  for (;;) {
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) return output.bytes.subarray(0, output.length);
    const size = header & 0x7fffffff;
    if (at + size > source.length) throw new RangeError('an LZ4 block is cut short');
    const block = source.subarray(at, at + size);
    if (header >>> 31) output.append(block);
    else decodeBlock(block, output);
    at += size + (hasBlockChecksum ? 4 : 0);
  }
}

/** A buffer that grows; matches reach back into it, across blocks. */
class Output {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(Math.max(64, capacity));
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Repeats `count` bytes from `offset` bytes back; they may overlap what is written. */
  repeat(offset: number, count: number): void {
    if (offset === 0 || offset > this.length) throw damaged();
    this.reserve(count);
    const { bytes } = this;
    let at = this.length;
    for (const end = at + count; at < end; at++) bytes[at] = bytes[at - offset] as number;
    this.length = at;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

function decodeBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const next = (): number => {
    const byte = block[at++];
    if (byte === undefined) throw damaged();
    return byte;
  };
  const extended = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; ) {
      byte = next();
      length += byte;
    }
    return length;
  };
  while (at < block.length) {
    const token = next();
    const literals = extended(token >> 4);
    if (at + literals > block.length) throw damaged();
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return; // the last sequence has no match
    const offset = next() | (next() << 8);
    output.repeat(offset, extended(token & 15) + LEAST_MATCH);
  }
}

function damaged(): RangeError {
  return new RangeError('an LZ4 block is damaged');
}
