/** Sources that are columns of the log: read like features, kept apart from them. */
import type { Warning } from '../../../common/failure.ts';
import type { Spec } from '../../../specfile/schema.ts';
import { sourceColumn } from '../../policy/source-columns.ts';
import type { LoadedTable } from '../formats/table.ts';
import { type Feature, planFeatures } from './features.ts';
import type { OpenSpec } from './open.ts';

/**
 * @returns the columns of each `columns` source, by its name
 * @throws Failure `usage` for a column that is the label, the user or the item, or is named twice; `data` for its type
 */
export function planSourceColumns(
  { log, sources }: Spec,
  { label, log: open }: Pick<OpenSpec, 'label' | 'log'>,
  table: LoadedTable,
  warnings: Warning[],
): Map<string, Feature[]> {
  const planned = new Map<string, Feature[]>();
  const columns = {
    user: log.user,
    item: log.item,
    label: label.columns,
    features: new Set(log.features.map(({ name }) => name)),
  };
  for (const [index, source] of sources.entries()) {
    if (source.kind !== 'columns') continue;
    const listPath = ['sources', index, 'columns'];
    for (const [i, { name }] of source.columns.entries()) {
      sourceColumn(source.name, name, columns, [...listPath, i], warnings);
    }
    const features = planFeatures('log', table, source.columns, open.shown, new Set(), warnings, listPath);
    planned.set(source.name, features);
  }
  return planned;
}
