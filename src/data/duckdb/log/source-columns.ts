/** Sources that are columns of the log: read like features, kept apart from them. */
import { Failure, type Warning } from '../../../common/failure.ts';
import type { Spec } from '../../../specfile/schema.ts';
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
  const ofBase = new Set(log.features.map(({ name }) => name));
  for (const [index, source] of sources.entries()) {
    if (source.kind !== 'columns') continue;
    const listPath = ['sources', index, 'columns'];
    for (const [i, { name }] of source.columns.entries()) {
      const specPath = [...listPath, i];
      if (label.columns.includes(name)) {
        const message = `Source ${source.name}: the label is made of \`${name}\`, so as preference data it would give the answer away; remove it.`;
        throw new Failure('usage', 'label-as-source', message, { specPath });
      }
      if (name === log.user || name === log.item) {
        const message = `Source ${source.name}: \`${name}\` is the id of the ${name === log.user ? 'user' : 'item'}, which the base has already; remove it.`;
        throw new Failure('usage', 'id-as-source', message, { specPath });
      }
      if (ofBase.has(name)) {
        const message = `Source ${source.name}: \`${name}\` is a feature of the base as well, so it can add nothing; remove it from one of them.`;
        warnings.push({ code: 'base-column-as-source', message });
      }
    }
    const features = planFeatures('log', table, source.columns, open.shown, new Set(), warnings, listPath);
    planned.set(source.name, features);
  }
  return planned;
}
