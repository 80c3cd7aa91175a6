/**
 * What must hold of a file about items whatever the log holds, so that `check` sees it too: ids that identify, times that can be
 * read, vectors of one length made of finite numbers, ids of clusters. item-join.ts matches it to the log.
 */
import { holdsVectors } from '../../plan/named-tables.ts';
import { emptyItems } from '../../policy/dropped.ts';
import { needsTime } from '../../policy/merged.ts';
import { vectorType } from '../../policy/vector-files.ts';
import { tableOf } from '../../policy/words.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import { type Key, keyOf } from '../log/keys.ts';
import type { TimeColumn } from '../log/time/place.ts';
import { readTime } from '../log/time/time.ts';
import { runChecks } from '../session/checks.ts';
import type { Session } from '../session/session.ts';
import { held, isNumberList } from '../session/types.ts';
import type { ItemFile } from './item-open.ts';

export interface ItemPlan extends Omit<ItemFile, 'table'> {
  loaded: LoadedTable;
  /** How messages name the file with the items, and the source with all its files. */
  file: string;
  name: string;
  item: Key;
  time?: TimeColumn | undefined;
  /** Columns of clusters, coarse to fine. */
  levels: { name: string; key: Key }[];
}

/**
 * @param loaded the rows of the file, or a sample of them
 * @throws Failure `data`: ids that identify nothing, times that are missing or cannot be read, a column that holds no vectors;
 * `usage`: a time column where the log has none
 */
export async function planItems(
  session: Session,
  { table: open, ...file }: ItemFile,
  loaded: LoadedTable,
  logHasTime: boolean,
): Promise<ItemPlan> {
  const { spec } = file;
  const shown = open.shown;
  const at = (...keys: (string | number)[]) => [...file.at, ...keys];
  const column = (name: string) => loaded.columns.get(name) as LoadedColumn;
  if (spec.time !== undefined && !logHasTime) {
    throw needsTime(spec.name, at('time'));
  }
  if (loaded.rows === 0) {
    throw emptyItems(shown, at('item'));
  }
  if (holdsVectors(spec) && spec.vector !== undefined) {
    const type = open.files[0]?.column(spec.vector)?.type as string;
    const inTable = loaded.columns.get(spec.vector)?.type ?? type;
    if (!isNumberList(inTable) && inTable !== 'VARCHAR') {
      const named = { name: spec.vector, file: shown, specPath: at('vector') };
      throw vectorType(named, held(inTable), inTable.endsWith(']'));
    }
  }
  const item = keyOf(column(spec.item), 'item', at('item'), shown);
  // Rows without an id are left out with a warning, when they meet the log; other faults of ids are refused.
  await runChecks(session, loaded.name, item.checks.slice(1));
  const levels: ItemPlan['levels'] = [];
  if (!holdsVectors(spec)) {
    for (const [i, name] of spec.ids.entries()) {
      const key = keyOf(column(name), 'cluster', at('ids', i), shown);
      await runChecks(session, loaded.name, key.checks.slice(1));
      levels.push({ name, key });
    }
  }
  const place = { file: shown, specPath: at('time') };
  const time =
    spec.time === undefined ? undefined : await readTime(session, loaded, column(spec.time), place);
  return {
    ...file,
    loaded,
    file: shown,
    name: tableOf(file.at[0] === 'models' ? 'model' : 'source', spec.name, shown),
    item,
    time,
    levels,
  };
}
