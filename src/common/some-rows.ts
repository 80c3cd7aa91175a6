/** Some rows of a log: what is held of each row can be held of these alone, and is then numbered by their order. */

/** Row numbers of the log, ascending, on shared memory; all rows where absent. */
export type LogRows = Uint32Array | undefined;

/** A column. */
export type Values = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** @returns the values of some rows, on shared memory; `values` themselves where all rows are meant */
export function picked<T extends Values>(values: T, rows: LogRows): T {
  if (rows === undefined) return values;
  const type = values.constructor as { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number };
  const some = new type(new SharedArrayBuffer(type.BYTES_PER_ELEMENT * rows.length));
  for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]!]!;
  return some;
}

/**
 * The numbers that rows of the log have among some of them.
 * @param wanted in any order; ascending ones are found faster
 * @returns in the order of `wanted`, on shared memory; `wanted` itself where `rows` are all rows
 * @throws RangeError where one is not among them
 */
export function placesOf(wanted: Uint32Array, rows: LogRows): Uint32Array {
  if (rows === undefined) return wanted;
  const places = new Uint32Array(new SharedArrayBuffer(4 * wanted.length));
  let place = 0;
  for (let i = 0; i < wanted.length; i++) {
    const row = wanted[i]!;
    if (i > 0 && row < wanted[i - 1]!) place = lowerBound(rows, row);
    while (place < rows.length && rows[place]! < row) place++;
    if (rows[place] !== row) throw new RangeError(`row ${row} is not among the ${rows.length} rows`);
    places[i] = place;
  }
  return places;
}

/** First place whose row is not below `row`. */
function lowerBound(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Values of some rows at their places among all of them. @param all how many rows there are @returns 0 for the others, on shared memory */
export function spread(values: Uint8Array, rows: LogRows, all: number): Uint8Array {
  if (rows === undefined) return values;
  const spreadOut = new Uint8Array(new SharedArrayBuffer(all));
  for (let i = 0; i < rows.length; i++) spreadOut[rows[i]!] = values[i]!;
  return spreadOut;
}
