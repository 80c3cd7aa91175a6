/** Tables that are dear to make and read twice, by the arms and by a placebo: kept while they are small together. */
import type { FoldedItems } from './folded-items.ts';
import type { Pause } from './source.ts';

/** Bytes of a source's tables that are kept, at most; what is beyond is made again. */
export const KEPT_BYTES = 256 * 2 ** 20;

/** @param bytesOf size of a table */
export function remembered<Table>(
  items: FoldedItems<Table>,
  bytesOf: (table: Table) => number,
  keptBytes = KEPT_BYTES,
): FoldedItems<Table> {
  const kept = new Map<string, Table>();
  let free = keptBytes;
  return {
    crossFitted: items.crossFitted,
    async table(last: number, fold: number, pause: Pause): Promise<Table> {
      const key = `${last} ${fold}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const table = await items.table(last, fold, pause);
      const bytes = bytesOf(table);
      if (bytes <= free) {
        kept.set(key, table);
        free -= bytes;
      }
      return table;
    },
  };
}
