/** The rows behind a look, as the questions about them read them. */
import type { LoadedTable } from '../formats/table.ts';
import type { Session } from '../session/session.ts';

export interface LookedRows {
  session: Session;
  /** Each column that holds single values as its value. */
  table: LoadedTable;
  /** SQL of what stands in the files, by which ids are told apart. */
  raw: ReadonlyMap<string, string>;
}
