/**
 * Compressed text that was cut short. DuckDB reads such a file up to the cut and says nothing, so half a log would pass
 * for a whole one. Gzip is inflated by the look through its text anyway (text/bytes.ts); of Zstandard, which not every Node.js
 * unpacks, the frames are walked here: their blocks state their sizes.
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { InputFile } from './files.ts';
import { badCompression } from './text/bytes.ts';

/** @throws Failure `data` when the file ends inside a compressed stream or is not one. */
export async function checkCompressed(file: InputFile): Promise<void> {
  if (file.compression === 'zstd' && !(await isWholeZstd(file.path))) throw badCompression(file);
}

/** RFC 8878, section 3.1: frames of blocks, and skippable frames between them. */
async function isWholeZstd(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    let at = 0;
    while (at < size) {
      const next = await frameEnd(handle, at, size);
      if (next === undefined || next > size) return false;
      at = next;
    }
    return size > 0;
  } finally {
    await handle.close();
  }
}

async function frameEnd(handle: FileHandle, start: number, size: number): Promise<number | undefined> {
  const head = await bytesAt(handle, start, 8);
  if (head === undefined) return undefined;
  const magic = head.readUInt32LE(0);
  if (magic >>> 4 === 0x184d2a5) return start + 8 + head.readUInt32LE(4); // a skippable frame
  if (magic !== 0xfd2fb528) return undefined;
  const descriptor = head.readUInt8(4);
  const singleSegment = (descriptor >> 5) & 1;
  const contentSize = [singleSegment, 2, 4, 8][descriptor >> 6] as number;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  let at = start + 5 + (1 - singleSegment) + dictionary + contentSize;
  for (;;) {
    const block = at + 3 <= size ? await bytesAt(handle, at, 3) : undefined;
    if (block === undefined) return undefined;
    const header = block.readUIntLE(0, 3);
    const runLength = ((header >> 1) & 3) === 1; // one byte, repeated
    at += 3 + (runLength ? 1 : header >> 3);
    if (header & 1) return at + (descriptor & 4 ? 4 : 0); // the last block, then the checksum
  }
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return bytesRead === length ? buffer : undefined;
}
