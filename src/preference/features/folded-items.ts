/**
 * Preference data that says something about each item and is built anew for every window, without each user fold in turn:
 * which table a row reads. The table that a row of slice s reads as leaked is the one that rows of slice s + 1 read as
 * honest, so each is made once and serves both.
 */
import { firstRows, rowsByUser } from './rows-by-user.ts';
import type { Pause, SourceInput } from './source.ts';

/** Rows of one user that a reader sees together, at most. */
export const BATCH_ROWS = 32;
/** Rows between two pauses: some tens of milliseconds. */
const ROWS_PER_PIECE = 4096;

/** Tables of items: one for each window and fold. */
export interface FoldedItems<Table> {
  /** False where P knows no users: then it is one and the same for all folds. */
  readonly crossFitted: boolean;
  /**
   * P of the window that ends with slice `last`.
   * @param fold whose users it is built without; `folds` of the input for everyone
   */
  table(last: number, fold: number, pause: Pause): Promise<Table>;
}

/** From a table and a row to features. */
export interface RowReader<Table> {
  /** One per feature, a value per row of the log, all missing. */
  columns(): Float32Array[];
  /**
   * @param rows at most BATCH_ROWS, all of one user
   * @param last slice up to which the table's entries hold
   * @param place item i stands in P where item place[i] did; the identity where absent
   */
  read(
    rows: Uint32Array,
    table: Table,
    last: number,
    place: Uint32Array | undefined,
    columns: Float32Array[],
  ): void;
}

/** Features of every row per arm: `leaked` only where P is cross-fitted, and then `total` only where it is wanted. */
export interface FoldedArms {
  honest: Float32Array[];
  leaked?: Float32Array[] | undefined;
  total?: Float32Array[] | undefined;
  /** The leaked ones, or else the total ones. */
  headline: Float32Array[];
}

/** @param pause called every few milliseconds; it may yield, and throws to cancel. */
export async function foldedArms<Table>(
  input: SourceInput,
  items: FoldedItems<Table>,
  reader: RowReader<Table>,
  pause: Pause,
): Promise<FoldedArms> {
  const { slices, slice } = input.timeline;
  const first = firstRows(slice, slices);
  const honest = reader.columns();
  const headline = reader.columns();
  const leaked = items.crossFitted ? headline : undefined;
  const apart = leaked !== undefined && !input.withoutTotal ? reader.columns() : undefined;
  const total = leaked === undefined ? headline : apart;
  for (let last = 0; last < slices; last++) {
    const [from, middle, to] = [first[last]!, first[last + 1]!, first[Math.min(last + 2, slices)]!];
    if (from === to) continue;
    const within = (share: number): Promise<void> => pause((last + share) / slices);
    const build = (share: number): Promise<void> => within(share * BUILD_SHARE);
    const read = (): Promise<void> => within(BUILD_SHARE);
    const tables = await tablesOf(input, items, last, total !== undefined, build);
    const tableOf = (user: number): Table => tables[items.crossFitted ? input.userFold[user]! : 0]!;
    if (leaked !== undefined) await readRows(input, reader, [from, middle], tableOf, last, leaked, read);
    if (total !== undefined) {
      await readRows(input, reader, [from, middle], () => tables.at(-1)!, last, total, read);
    }
    await readRows(input, reader, [middle, to], tableOf, last, honest, read);
  }
  return { honest, leaked, total, headline };
}

/**
 * The headline arm with items permuted inside P. @param permutation π of each slice, called with ascending slices: item i
 * stands in P where item π[i] did.
 */
export async function permutedItems<Table>(
  input: SourceInput,
  items: FoldedItems<Table>,
  reader: RowReader<Table>,
  permutation: (lastSlice: number) => Uint32Array,
  pause: Pause,
): Promise<Float32Array[]> {
  const { slices, slice } = input.timeline;
  const first = firstRows(slice, slices);
  const columns = reader.columns();
  for (let last = 0; last < slices; last++) {
    const [from, to] = [first[last]!, first[last + 1]!];
    const place = permutation(last);
    if (from === to) continue;
    const build = (share: number): Promise<void> => pause((last + share * BUILD_SHARE) / slices);
    const tables = await tablesOf(input, items, last, false, build);
    const tableOf = (user: number): Table => tables[items.crossFitted ? input.userFold[user]! : 0]!;
    const read = (): Promise<void> => pause((last + BUILD_SHARE) / slices);
    await readRows(input, reader, [from, to], tableOf, last, columns, read, place);
  }
  return columns;
}

/** Share of a slice's work that its tables are, roughly. */
const BUILD_SHARE = 0.9;

/** A table for each fold, then where wanted everyone's; the one there is where P knows no users. */
async function tablesOf<Table>(
  { folds }: SourceInput,
  items: FoldedItems<Table>,
  last: number,
  everyone: boolean,
  pause: Pause,
): Promise<Table[]> {
  const wanted = items.crossFitted
    ? Array.from({ length: folds + Number(everyone) }, (_, fold) => fold)
    : [folds];
  const tables: Table[] = [];
  for (const [k, fold] of wanted.entries()) {
    tables.push(await items.table(last, fold, (share) => pause((k + share) / wanted.length)));
  }
  return tables;
}

/** Reads the rows from..to−1, user by user. */
export async function readRows<Table>(
  input: SourceInput,
  reader: RowReader<Table>,
  [from, to]: readonly [from: number, to: number],
  tableOf: (user: number) => Table,
  last: number,
  columns: Float32Array[],
  pause: Pause,
  place?: Uint32Array,
): Promise<void> {
  const rows = rowsByUser(input, from, to);
  const { user } = input.data;
  for (let at = 0; at < rows.length; ) {
    if (at % ROWS_PER_PIECE < BATCH_ROWS) await pause(at / rows.length);
    const firstUser = user[rows[at]!]!;
    let end = at;
    while (end < rows.length && end - at < BATCH_ROWS && user[rows[end]!]! === firstUser) end++;
    reader.read(rows.subarray(at, end), tableOf(firstUser), last, place, columns);
    at = end;
  }
}
