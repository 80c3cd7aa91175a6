/**
 * LZ4 frames, decoded. Feather files are LZ4-compressed by default (pandas, pyarrow), and Node brings no decoder. Written after the frame and block format descriptions of the lz4 project; checksums are skipped.
 */

const MAGIC = 0x184d2204;
const LEAST_MATCH = 4;
/** One byte of a block stands for at most so many. */
const MOST_RATIO = 256;

/**
 * @param size of the decoded bytes, which the format that holds the frame states
 * @throws RangeError when the bytes are no LZ4 frame, end too early, or are not of that size
 */
export function decodeLz4Frame(source: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('not an LZ4 frame');
  const flags = view.getUint8(4);
  const hasBlockChecksum = (flags & 0x10) !== 0;
  const hasContentSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  if (size > MOST_RATIO * source.length) throw damaged();
  const output = new Output(size);
  let at = 7 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  for (;;) {
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) return output.whole();
    const length = header & 0x7fffffff;
    if (at + length > source.length) throw new RangeError('an LZ4 block is cut short');
    const block = source.subarray(at, at + length);
    if (header >>> 31) output.append(block);
    else decodeBlock(block, output);
    at += length + (hasBlockChecksum ? 4 : 0);
  }
}

/** A buffer of the size to come; matches reach back into it, across blocks. */
class Output {
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private length = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  append(bytes: Uint8Array): void {
    if (bytes.length > this.bytes.length - this.length) throw damaged();
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Repeats `count` bytes from `offset` bytes back; they may overlap what is written. */
  repeat(offset: number, count: number): void {
    if (offset === 0 || offset > this.length || count > this.bytes.length - this.length) throw damaged();
    const { bytes } = this;
    let at = this.length;
    for (const end = at + count; at < end; at++) bytes[at] = bytes[at - offset] as number;
    this.length = at;
  }

  whole(): Uint8Array<ArrayBuffer> {
    if (this.length < this.bytes.length) throw damaged();
    return this.bytes;
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
