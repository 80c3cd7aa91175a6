/** Many short texts as one array of bytes: a JSON text of millions of ids is longer than a text can be. */

/** The bytes of all texts (UTF-8), one after the other, and how many each has. */
export interface PackedNames {
  bytes: Uint8Array;
  lengths: Uint32Array;
}

/** Half of a character, which UTF-8 has no bytes for. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** @returns undefined where a text is not one that UTF-8 can hold */
export function packNames(names: readonly string[]): PackedNames | undefined {
  const lengths = new Uint32Array(names.length);
  let total = 0;
  for (const [i, name] of names.entries()) {
    if (LONE_SURROGATE.test(name)) return undefined;
    total += lengths[i] = Buffer.byteLength(name);
  }
  const bytes = Buffer.alloc(total);
  let at = 0;
  for (const name of names) at += bytes.write(name, at);
  return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, total), lengths };
}

/** @returns undefined where the lengths are not those of the bytes */
export function unpackNames({ bytes, lengths }: PackedNames): string[] | undefined {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== bytes.length) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Array<string>(lengths.length);
  let at = 0;
  for (let i = 0; i < names.length; i++) {
    names[i] = text.toString('utf8', at, at + lengths[i]!);
    at += lengths[i]!;
  }
  return names;
}
