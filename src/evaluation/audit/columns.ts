/** Which columns an audit looks at: all of the log's, and those of the tables that the spec joins. */

import type { NotChecked } from '../../audit/data/check.ts';
import type { AuditColumn } from '../../audit/data/subject.ts';
import type { Dataset } from '../../data/dataset.ts';
import { logNeeds } from '../../data/plan/needs.ts';
import type { ColumnProfile, Family } from '../../data/profile.ts';
import { columnsOf, parseLabel } from '../../specfile/expression.ts';
import { isLogged } from '../../specfile/ranker-kinds.ts';
import type { FeatureSpec, Spec } from '../../specfile/schema.ts';
import { builtInRanker } from '../../specfile/schema-ranker.ts';

/** The source that carries the columns of the log that are no features: no spec may call one so. */
const BESIDE = '(columns)';

/** How a column is read. Others say nothing that a check could rank by. */
const READ: Partial<Record<Family, FeatureSpec['type']>> = {
  integer: 'numeric',
  decimal: 'numeric',
  float: 'numeric',
  boolean: 'categorical',
  text: 'categorical',
};
/** Times are told by the column that the spec names; as features they are numbers of the engine's own. */
const MOMENTS: ReadonlySet<Family> = new Set(['date', 'timestamp']);

export interface AuditedSpec {
  /** Reads the log's own columns, and the features of tables; no source is built, no model is read. */
  spec: Spec;
  notChecked: NotChecked[];
}

/**
 * @param columns of the log, as the engine knows them
 */
export function auditedSpec(
  spec: Spec,
  columns: readonly Pick<ColumnProfile, 'name' | 'type' | 'family'>[],
): AuditedSpec {
  const roles = rolesOf(spec);
  const outcomes = madeOf(spec.log.label);
  const notChecked: NotChecked[] = [];
  const beside: FeatureSpec[] = [];
  const made: FeatureSpec[] = [];
  const features = new Set(spec.log.features.map(({ name }) => name));
  for (const { name, type, family } of columns) {
    if (roles.has(name) || features.has(name)) continue;
    const as = READ[family];
    if (as === undefined) {
      const why = MOMENTS.has(family)
        ? 'it holds times, which the checks of columns do not rank by'
        : `its values are of type ${type}`;
      notChecked.push({ check: 'columns', target: name, why });
      continue;
    }
    (outcomes.has(name) ? made : beside).push({ name, type: as });
  }
  const sources: Spec['sources'] =
    beside.length === 0 ? [] : [{ kind: 'columns', name: BESIDE, columns: beside }];
  // The engine refuses what the label is made of as a source, and reads it as a feature.
  const log = { ...spec.log, features: [...spec.log.features, ...made] };
  return { spec: { ...spec, log, sources, models: [], objectives: [] }, notChecked };
}

/** Columns that the spec uses as something else than a feature. */
function rolesOf(spec: Spec): ReadonlySet<string> {
  const { log, split } = spec;
  const bare = { ...spec, sources: [], models: [], log: { ...log, features: [] } };
  // A logged score is audited like a feature: it may know the labels of the rows that it scores.
  const roles = new Set(logNeeds({ ...bare, ranker: builtInRanker('fm') }, []).map(({ column }) => column));
  if (isColumn(log.label)) roles.add(log.label);
  if ('column' in split) roles.add(split.column);
  return roles;
}

/** What the label is made of, where it is more than a column: `rating` of `rating >= 4`. */
function madeOf(label: string): ReadonlySet<string> {
  return new Set(isColumn(label) ? [] : columnsOf(parseLabel(label)));
}

const isColumn = (label: string): boolean => parseLabel(label).kind === 'column';

/** The columns as they were loaded, with their places in the spec that the user wrote. */
export function auditColumns(written: Spec, read: Spec, data: Dataset): AuditColumn[] {
  const joined = (['log', 'items', 'users'] as const).flatMap((table) =>
    (read[table]?.features ?? []).map(({ name }, index): Omit<AuditColumn, 'column'> => {
      // What the label is made of, and the spec does not read otherwise, is there for what aggregates may be made of.
      const outcome = index >= (written[table]?.features.length ?? 0);
      return { name, table, ...(outcome ? { outcome } : { specPath: [table, 'features', index] }) };
    }),
  );
  const ofTables = data.features.map((column, i): AuditColumn => ({ ...joined[i]!, column }));
  const beside = (data.sourceColumns?.[BESIDE] ?? []).map((column): AuditColumn => {
    const at = written.sources.flatMap((source, s) =>
      source.kind === 'columns'
        ? source.columns.flatMap(({ name }, c) =>
            name === column.name ? [['sources', s, 'columns', c] as const] : [],
          )
        : [],
    )[0];
    const isScore = isLogged(written.ranker) && written.ranker.score === column.name;
    return {
      name: column.name,
      table: 'log',
      column,
      specPath: at ?? (isScore ? ['ranker', 'score'] : undefined),
    };
  });
  return [...ofTables, ...beside];
}
