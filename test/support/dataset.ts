/**
 * A small log as a `Dataset`, without files or an engine: tests of the core write rows down and get what the data layer
 * would hand over: dictionary-encoded, sorted, sliced into equal counts with borders moved to the nearest time border.
 */
import { type Dataset, PART, type Timeline } from '../../src/data/dataset.ts';

export interface TestRow {
  user: number | string;
  item: number | string;
  /** Whole µs. */
  time: number;
  label: number;
  /** µs until the label of a positive is known; at once where absent. */
  delay?: number | undefined;
}

export interface TestDatasetOptions {
  /** Equal-count slices. Where many rows tie in time some may be empty, as calendar slices may. Default 10. */
  slices?: number;
  /** Share of rows evaluated, the latest ones. Default 0.2. */
  evaluate?: number;
}

export type TimedDataset = Dataset & { timeline: Timeline };

/**
 * Rows before the cut are `fit`, those in the last training row's slice `validate`, the others `evaluate`. The order
 * of `rows` does not matter. Numeric identifiers are ordered as numbers, any others as text.
 */
export function testDataset(rows: readonly TestRow[], options: TestDatasetOptions = {}): TimedDataset {
  const { slices = 10, evaluate = 0.2 } = options;
  const users = dictionary(rows.map((row) => row.user));
  const items = dictionary(rows.map((row) => row.item));
  const sorted = rows
    .map((row) => ({ ...row, user: users.codes.get(row.user)!, item: items.codes.get(row.item)! }))
    .sort(
      (a, b) =>
        a.time - b.time ||
        a.user - b.user ||
        a.item - b.item ||
        a.label - b.label ||
        (a.delay ?? 0) - (b.delay ?? 0),
    );
  const time = sorted.map((row) => row.time);
  const count = rows.length;
  const end = (time.at(-1) ?? 0) + 1;
  const borders = Array.from({ length: slices }, (_, s) => timeBorder(time, (s * count) / slices));
  const cutRow = timeBorder(time, count * (1 - evaluate));
  const slice = sorted.map((_, row) => borders.findLastIndex((border) => border <= row));
  const part = sorted.map((_, row) => {
    if (row >= cutRow) return PART.evaluate;
    return slice[row] === slice[cutRow - 1] ? PART.validate : PART.fit;
  });
  return {
    rows: count,
    user: shared(
      Uint32Array,
      sorted.map((row) => row.user),
    ),
    users: users.names.length,
    item: shared(
      Uint32Array,
      sorted.map((row) => row.item),
    ),
    items: items.names.length,
    userNames: users.names,
    itemNames: items.names,
    label: shared(
      Uint8Array,
      sorted.map((row) => row.label),
    ),
    ...(sorted.some(({ delay }) => delay !== undefined) && {
      labelTime: shared(
        Float64Array,
        sorted.map(({ time: at, label, delay = 0 }) => (label === 1 ? at + delay : Number.NaN)),
      ),
    }),
    part: shared(Uint8Array, part),
    timeline: {
      time: shared(Float64Array, time),
      unit: 'unix microseconds',
      slice: shared(Uint16Array, slice),
      slices,
      sliceStarts: shared(
        Float64Array,
        borders.map((row) => time[row] ?? end),
      ),
      cut: time[cutRow] ?? end,
      evaluateFrom: time[cutRow] ?? end,
      evaluateTo: time.at(-1) ?? end,
    },
    features: [],
    inputs: [],
    warnings: [],
  };
}

/** The row nearest to `ideal` at which a new time starts (or 0, or the number of rows); of two as near, the earlier. */
export function timeBorder(time: readonly number[], ideal: number): number {
  const isBorder = (row: number) => row <= 0 || row >= time.length || time[row] !== time[row - 1];
  let below = Math.floor(ideal);
  while (!isBorder(below)) below--;
  let above = Math.ceil(ideal);
  while (!isBorder(above)) above++;
  return above - ideal < ideal - below ? above : below;
}

type TypedArrayConstructor<T> = {
  new (buffer: SharedArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
};

/** As the data layer does: columns in shared memory, so that worker threads can read them. */
function shared<T extends { set(values: readonly number[]): void }>(
  type: TypedArrayConstructor<T>,
  values: readonly number[],
): T {
  const column = new type(new SharedArrayBuffer(values.length * type.BYTES_PER_ELEMENT));
  column.set(values);
  return column;
}

function dictionary(values: readonly (number | string)[]) {
  const distinct = [...new Set(values)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  return { names: distinct.map(String), codes: new Map(distinct.map((value, code) => [value, code])) };
}
