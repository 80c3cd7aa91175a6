/** From the cluster ids of items to features of every row: how many items of the history share the candidate's id. */
import type { ClusterTable } from '../../data/dataset.ts';
import type { RowReader } from '../features/folded-items.ts';
import { historyItems } from '../features/history.ts';
import { entryOf, NO_ENTRY } from '../features/item-entries.ts';
import type { PhiColumn, SourceInput } from '../features/source.ts';

/** Per level the matches, then the share; rows of any users, any number at a time. */
export class ClusterReader implements RowReader<ClusterTable> {
  readonly #input: SourceInput;
  readonly #levels: number;
  readonly #items: Uint32Array;

  /** @param history items of a history at most */
  constructor(input: SourceInput, levels: number, history: number) {
    this.#input = input;
    this.#levels = levels;
    this.#items = new Uint32Array(history);
  }

  columns(): Float32Array[] {
    return Array.from({ length: 2 * this.#levels }, () =>
      new Float32Array(this.#input.data.rows).fill(Number.NaN),
    );
  }

  read(
    rows: Uint32Array,
    table: ClusterTable,
    last: number,
    place: Uint32Array | undefined,
    columns: Float32Array[],
  ): void {
    for (const row of rows) this.readRow(row, table, last, place, columns);
  }

  readRow(
    row: number,
    table: ClusterTable,
    last: number,
    place: Uint32Array | undefined,
    columns: Float32Array[],
  ): void {
    const { data, positives, historyEnds } = this.#input;
    const items = this.#items;
    const candidate = place?.[data.item[row]!] ?? data.item[row]!;
    const entry = entryOf(table, candidate, last);
    if (entry === NO_ENTRY) return;
    const low = positives.userStart[data.user[row]!]!;
    const taken = historyItems(positives, low, historyEnds[row]!, items.length, items);
    for (const [level, { codes }] of table.levels.entries()) {
      const code = codes[entry]!;
      if (code === 0) continue;
      let known = 0;
      let same = 0;
      for (let h = 0; h < taken; h++) {
        const item = place?.[items[h]!] ?? items[h]!;
        if (item === candidate) continue;
        const other = entryOf(table, item, last);
        if (other === NO_ENTRY || codes[other] === 0) continue;
        known++;
        if (codes[other] === code) same++;
      }
      if (known === 0) continue;
      columns[2 * level]![row] = same;
      columns[2 * level + 1]![row] = same / known;
    }
  }
}

/** The columns of a reader, named after the levels. */
export function matchColumns(names: readonly string[], values: readonly Float32Array[]): PhiColumn[] {
  return names.flatMap((name, level): PhiColumn[] => [
    { name: `${name} matches`, type: 'numeric', values: values[2 * level]! },
    { name: `${name} share`, type: 'numeric', values: values[2 * level + 1]! },
  ]);
}

/** 1 for each row whose candidate shares an id with its history, or has history items to share one with. */
export function touchedByClusters(columns: readonly PhiColumn[]): Uint8Array {
  const numeric = columns.flatMap((column) => (column.type === 'numeric' ? [column.values] : []));
  return Uint8Array.from(numeric[0]!, (_, row) =>
    Number(numeric.some((values) => !Number.isNaN(values[row]!))),
  );
}
