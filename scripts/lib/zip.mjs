// @ts-check
/** Lists a ZIP archive by its central directory (PKWARE APPNOTE 4.3.12 and 4.3.16); small archives only, no ZIP64. */

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const entrySignature = 0x02014b50;

/** @param {Buffer} archive @returns {{name: string, bytes: number}[]} names and compressed sizes. */
export function zipEntries(archive) {
  const end = archive.lastIndexOf(endSignature);
  if (end < 0) throw new Error('not a ZIP archive');
  const count = archive.readUInt16LE(end + 10);
  const entries = [];
  for (let at = archive.readUInt32LE(end + 16), index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== entrySignature) throw new Error('the ZIP archive is damaged');
    const nameLength = archive.readUInt16LE(at + 28);
    const skipped = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, bytes: archive.readUInt32LE(at + 20) });
    at += 46 + nameLength + skipped;
  }
  return entries;
}
