/** The order of some thousand numbers, byte by byte: aggregates are sorted by the hundred, and sorting places by a function takes several times as long. */

/** @returns the places of the numbers that are no NaN, by their number; of equal ones the first comes first */
export function ascending(values: Float64Array): Uint32Array {
  const bytes = sortable(values);
  let order = new Uint32Array(values.length);
  let rows = 0;
  for (let place = 0; place < values.length; place++)
    if (!Number.isNaN(values[place]!)) order[rows++] = place;
  order = order.subarray(0, rows);
  let next = new Uint32Array(rows);
  const starts = new Uint32Array(257);
  for (let digit = 0; digit < 8; digit++) {
    starts.fill(0);
    for (let k = 0; k < rows; k++) starts[bytes[order[k]! * 8 + digit]! + 1]!++;
    if (starts.includes(rows)) continue; // all have the same
    for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte]!;
    for (let k = 0; k < rows; k++) {
      const place = order[k]!;
      next[starts[bytes[place * 8 + digit]!]!++] = place;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** Doubles as eight bytes each, lowest first, that sort as unsigned numbers do: negative ones turned round, and below the others. */
function sortable(values: Float64Array): Uint8Array {
  const copied = new Float64Array(values.length);
  for (let place = 0; place < values.length; place++) copied[place] = values[place]! + 0; // −0 becomes 0
  const words = new Uint32Array(copied.buffer);
  for (let at = 0; at < words.length; at += 2) {
    if (words[at + 1]! >>> 31 === 0) words[at + 1]! ^= 0x80000000;
    else {
      words[at] = ~words[at]!;
      words[at + 1] = ~words[at + 1]!;
    }
  }
  return new Uint8Array(words.buffer);
}
