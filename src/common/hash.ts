/** Names as 32-bit words: what is drawn for an id then follows from what it is called, not from where it stands among others. */

/** FNV-1a, 32 bits, over UTF-16 units. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: a bijection of 32-bit words in which every bit moves every bit. @returns 0 … 2³² − 1 */
export function mixBits(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** By code, a hash of the identifier. */
export interface IdKeys {
  user: Uint32Array;
  item: Uint32Array;
}

/** The keys of a log's users and items. */
export function idKeys({
  userNames,
  itemNames,
}: Record<'userNames' | 'itemNames', readonly string[]>): IdKeys {
  return { user: nameKeys(userNames), item: nameKeys(itemNames) };
}

/** `hashName` of each, on shared memory. */
function nameKeys(names: readonly string[]): Uint32Array {
  const keys = new Uint32Array(new SharedArrayBuffer(4 * names.length));
  for (let code = 0; code < keys.length; code++) keys[code] = hashName(names[code]!);
  return keys;
}
