/** What is refused and warned of sources that are columns of the log. */
import { Failure, type Warning } from '../../common/failure.ts';

/** What the log's other columns are for. */
export interface LogColumns {
  user: string;
  item: string;
  /** Columns that the label is made of, and features of the base. */
  label: readonly string[];
  features: ReadonlySet<string>;
}

/**
 * @param source its name; `column`: one of its columns
 * @throws Failure `usage` for a column that is the label, the user or the item
 */
export function sourceColumn(
  source: string,
  column: string,
  log: LogColumns,
  specPath: readonly (string | number)[],
  warnings: Warning[],
): void {
  if (log.label.includes(column)) {
    const message = `Source ${source}: the label is made of \`${column}\`, so as preference data it would give the answer away; remove it.`;
    throw new Failure('usage', 'label-as-source', message, { specPath });
  }
  if (column === log.user || column === log.item) {
    const message = `Source ${source}: \`${column}\` is the id of the ${column === log.user ? 'user' : 'item'}, which the base has already; remove it.`;
    throw new Failure('usage', 'id-as-source', message, { specPath });
  }
  if (log.features.has(column)) {
    const message = `Source ${source}: \`${column}\` is a feature of the base as well, so it can add nothing; remove it from one of them.`;
    warnings.push({ code: 'base-column-as-source', message });
  }
}
