// @ts-check
/** Reads a ZIP archive by its central directory (PKWARE APPNOTE 4.3.7, 4.3.12 and 4.3.16); small archives only, no ZIP64. */
import { inflateRawSync } from 'node:zlib';

/** @typedef {{name: string, bytes: number, method: number, offset: number}} ZipEntry `bytes` as compressed. */

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const entrySignature = 0x02014b50;

/** @param {Buffer} archive @returns {ZipEntry[]} */
export function zipEntries(archive) {
  const end = archive.lastIndexOf(endSignature);
  if (end < 0) throw new Error('not a ZIP archive');
  const count = archive.readUInt16LE(end + 10);
  const entries = [];
  for (let at = archive.readUInt32LE(end + 16), index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== entrySignature) throw new Error('the ZIP archive is damaged');
    const nameLength = archive.readUInt16LE(at + 28);
    const skipped = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      bytes: archive.readUInt32LE(at + 20),
      method: archive.readUInt16LE(at + 10),
      offset: archive.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + skipped;
  }
  return entries;
}

/** @param {Buffer} archive @param {ZipEntry} entry @returns {Buffer} its contents. */
export function zipContents(archive, { bytes, method, offset }) {
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const packed = archive.subarray(start, start + bytes);
  return method === 0 ? packed : inflateRawSync(packed);
}
