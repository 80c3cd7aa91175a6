/** The start of a table of factors: the keys that a kernel draws them from. */

/** Puts the key of each of these ids into the first word of its table row; an id is its own key where there are no keys. */
export function writeKeys(
  buffer: ArrayBuffer,
  table: number,
  rowBytes: number,
  firstRow: number,
  from: number,
  to: number,
  keys: Uint32Array | undefined,
): void {
  const words = new Uint32Array(buffer, table);
  const stride = rowBytes / 4;
  for (let id = from, at = (firstRow + from) * stride; id < to; id++, at += stride) {
    words[at] = keys === undefined ? id : keys[id]!;
  }
}
