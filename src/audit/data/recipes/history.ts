/** The rows of one key (a user, an item, a category) in time order, with running sums: what an aggregate by that key was made of. */

/** A key that aggregates may be grouped by. */
export interface Key {
  /** As a sentence names it: `user_id`, `category`. */
  name: string;
  codes: Uint32Array;
  cardinality: number;
}

/** What is counted or averaged: the label, or a column that outcomes are written to. */
export interface Value {
  name: string;
  values: ArrayLike<number>;
}

/** The rows of those codes that some wanted rows have. */
export interface Histories {
  key: Key;
  /** Index of each code, −1 where no wanted row has it. */
  at: Int32Array;
  /** Rows of index i: rows[start[i] .. start[i + 1]), ascending, and so in time order. */
  start: Uint32Array;
  rows: Uint32Array;
  /** Running sums of each value over `rows` from the start of its index, 0 before the first: sums[v][start[i] + i + k] is over its first k rows. */
  sums: Float64Array[];
  /** Running number of training rows, and running sums over these, in the same places. */
  trained: Uint32Array;
  trainedSums: Float64Array[];
  /** Mean of each value over the whole log. */
  means: number[];
}

/**
 * @param wanted row numbers whose keys matter
 * @param trains 1 for each row of the log that trains
 */
export function histories(
  key: Key,
  wanted: Uint32Array,
  values: readonly Value[],
  trains: Uint8Array,
): Histories {
  const at = new Int32Array(key.cardinality).fill(-1);
  let used = 0;
  for (const row of wanted) if (at[key.codes[row]!] === -1) at[key.codes[row]!] = used++;
  const start = new Uint32Array(used + 1);
  for (const code of key.codes) if (at[code]! >= 0) start[at[code]! + 1]!++;
  for (let i = 0; i < used; i++) start[i + 1]! += start[i]!;
  const rows = new Uint32Array(start[used]!);
  const next = start.slice();
  for (let row = 0; row < key.codes.length; row++) {
    const index = at[key.codes[row]!]!;
    if (index >= 0) rows[next[index]!++] = row;
  }
  const places = rows.length + used;
  const sums = values.map(() => new Float64Array(places));
  const trained = new Uint32Array(places);
  const trainedSums = values.map(() => new Float64Array(places));
  for (let i = 0; i < used; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const row = rows[k]!;
      const place = k + i;
      trained[place + 1] = trained[place]! + trains[row]!;
      for (const [v, { values: counted }] of values.entries()) {
        const value = counted[row]!;
        sums[v]![place + 1] = sums[v]![place]! + value;
        trainedSums[v]![place + 1] = trainedSums[v]![place]! + (trains[row] === 1 ? value : 0);
      }
    }
  }
  return {
    key,
    at,
    start,
    rows,
    sums,
    trained,
    trainedSums,
    means: values.map(({ values: counted }) => meanOf(counted)),
  };
}

/** First place in [from, to) of `rows` whose time is ≥ `value`, or > `value` where `after`; `to` where none is. */
export function placeOf(
  rows: Uint32Array,
  time: Float64Array,
  from: number,
  to: number,
  value: number,
  after = false,
): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const t = time[rows[middle]!]!;
    if (t < value || (after && t === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row]!;
  return values.length === 0 ? 0 : sum / values.length;
}
