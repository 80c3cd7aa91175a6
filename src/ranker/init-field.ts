/** The start of a table of factors: what every kernel with one exports to fill it, and the keys that it draws from. */

export interface InitField {
  /**
   * Writes the start of ids from..to−1 of a field, whose first table row is `firstRow`: a function of the seed, the field's name
   * and the key that stands in the first word of each row.
   */
  initField(
    table: number,
    firstRow: number,
    from: number,
    to: number,
    factors: number,
    seed: number,
    nameHash: number,
    scale: number,
  ): void;
}

/** Puts the key of each of these ids into the first word of its table row; an id is its own key where there are no keys. */
export function writeKeys(
  memory: WebAssembly.Memory,
  table: number,
  rowBytes: number,
  firstRow: number,
  from: number,
  to: number,
  keys: Uint32Array | undefined,
): void {
  const words = new Uint32Array(memory.buffer, table);
  const stride = rowBytes / 4;
  for (let id = from, at = (firstRow + from) * stride; id < to; id++, at += stride) {
    words[at] = keys === undefined ? id : keys[id]!;
  }
}
