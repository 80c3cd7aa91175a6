/** What a file says about items, in the order of the log's items: one entry per item and time, with the slices of the log. */
import type { Warning } from '../../common/failure.ts';
import type { ItemEntries } from '../dataset.ts';
import type { TimeReading } from '../moment.ts';
import { contradictoryItems, doubledItems, itemsNotInSource, rowsBeforeLog } from '../policy/merged.ts';
import { sharedUint32 } from '../shared.ts';
import { knownAfter, type LogClock, slicesOf } from './known-times.ts';

/** A file about items, as messages name it. */
export interface ItemsFile {
  /** With its source: "source vectors (items.parquet)". */
  name: string;
  file: string;
  /** Place in the spec: `['sources', 2]`. */
  at: readonly (string | number)[];
  /** Its columns of ids and of times. */
  spec: { item: string; time?: string | undefined };
  /** How its times were read, where it has some. */
  time?: TimeReading | undefined;
}

/** Rows that the log can use, sorted by item and time. */
export interface SortedItems {
  item: Uint32Array;
  /** µs; empty where the file has no time. */
  time: Float64Array;
}

/** What the rows say, by their place among the sorted ones. */
export interface Said {
  /** False for a row that says nothing and is left out. */
  has(row: number): boolean;
  /** Whether two rows of one item and time say the same. */
  same(a: number, b: number): boolean;
  /** Puts what row `from` says in the place `to` ≤ `from`. */
  move(from: number, to: number): void;
}

/**
 * Leaves one entry per item and time, at the front of the rows, and finds where each item's begin.
 * @returns how many entries are left, and the columns that find them
 * @throws Failure `data` for rows of one item and time that contradict each other
 */
export function itemEntries(
  { name, file, at, spec, time }: ItemsFile,
  rows: SortedItems,
  said: Said,
  log: LogClock & { itemNames: readonly string[] },
  warnings: Warning[],
): ItemEntries & { count: number } {
  const { count, copies, contradictory } = mergeRows(rows, said);
  const same = spec.time === undefined ? `\`${spec.item}\`` : `\`${spec.item}\` and \`${spec.time}\``;
  if (contradictory.length > 0) {
    const items = contradictory.map((code) => log.itemNames[code] as string);
    throw contradictoryItems({ name, file, at }, same, items);
  }
  if (copies > 0) warnings.push(doubledItems(name, same, copies));
  const items = log.itemNames.length;
  const { start, covered } = startsOf(rows.item.subarray(0, count), items);
  if (covered < items) warnings.push(itemsNotInSource(name, items, covered));
  if (time === undefined || log.timeline === undefined) return { count, start };
  const known = knownAfter(time, log.timeReading);
  const { slice, early } = slicesOf(rows.time.subarray(0, count), known, log.timeline.sliceStarts);
  if (early > 0) warnings.push(rowsBeforeLog(name, early));
  return { count, start, slice };
}

/** @returns rows left, rows that repeated another, and the items whose rows differ */
function mergeRows(
  { item, time }: SortedItems,
  said: Said,
): { count: number; copies: number; contradictory: number[] } {
  let count = 0;
  let copies = 0;
  const contradictory: number[] = [];
  for (let row = 0; row < item.length; row++) {
    if (!said.has(row)) continue;
    const before = count - 1;
    if (before >= 0 && item[before] === item[row] && time[before] === time[row]) {
      if (said.same(before, row)) copies++;
      else if (contradictory.at(-1) !== item[row]) contradictory.push(item[row] as number);
      continue;
    }
    said.move(row, count);
    item[count] = item[row] as number;
    if (time.length > 0) time[count] = time[row] as number;
    count++;
  }
  return { count, copies, contradictory };
}

/** @param item ascending @returns where the entries of each item begin, and how many items have some */
function startsOf(item: Uint32Array, items: number): { start: Uint32Array; covered: number } {
  const start = sharedUint32(items + 1);
  for (const code of item) start[code + 1]!++;
  let covered = 0;
  for (let i = 0; i < items; i++) {
    if (start[i + 1]! > 0) covered++;
    start[i + 1]! += start[i]!;
  }
  return { start, covered };
}
