/** Baseline features as SQL: a categorical value (null is missing) or a number (NaN is missing). */
import type { Warning } from '../../../common/failure.ts';
import type { FeatureSpec } from '../../../specfile/schema.ts';
import type { TableRole } from '../../plan/named-tables.ts';
import {
  doubledFeature,
  featureType,
  infiniteFeature,
  listAsCategory,
  numericFeatureType,
  wordsForNone,
} from '../../policy/values.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import type { Check } from '../session/checks.ts';
import { familyOf, held } from '../session/types.ts';
import { numbersOf } from './numbers.ts';

export interface Feature {
  /** Unique among all features: a second one of the same name is called `items.name`. */
  name: string;
  role: TableRole;
  type: FeatureSpec['type'];
  /** Over the columns of its table. */
  sql: string;
  checks: Check[];
}

/** Joins the values of a list: a list is one categorical value. */
const LIST_SEPARATOR = '|';

/**
 * @param taken names in use; the feature's own is added.
 * @param listPath of the list in the spec.
 * @throws Failure `usage` for a feature named twice, `data` for a type that is no feature
 */
export function planFeatures(
  role: TableRole,
  table: LoadedTable,
  features: readonly FeatureSpec[],
  file: string,
  taken: Set<string>,
  warnings: Warning[],
  listPath: readonly (string | number)[] = [role, 'features'],
): Feature[] {
  const seen = new Set<string>();
  return features.map((spec, index) => {
    const specPath = [...listPath, index];
    if (seen.has(spec.name)) {
      throw doubledFeature(spec.name, listPath.join('.'), specPath);
    }
    seen.add(spec.name);
    const column = table.columns.get(spec.name) as LoadedColumn;
    const name = taken.has(spec.name) ? `${role}.${spec.name}` : spec.name;
    taken.add(name);
    const where = { file, specPath };
    const { nullTexts = 0 } = column;
    if (nullTexts > 0) warnings.push(wordsForNone({ name: column.name, ...where }, nullTexts));
    if (spec.type === 'numeric') return { name, role, ...numeric(column, where), type: spec.type };
    if (familyOf(column.type) === 'list') warnings.push(listAsCategory({ name: spec.name, ...where }));
    return { name, role, sql: categorical(column, where), type: spec.type, checks: [] };
  });
}

type Where = { file: string; specPath: (string | number)[] };

function categorical({ sql, type, name }: LoadedColumn, where: Where): string {
  switch (familyOf(type)) {
    case 'text':
      return `NULLIF(CAST(${sql} AS VARCHAR), '')`;
    case 'list':
      return `NULLIF(array_to_string(CAST(${sql} AS VARCHAR[]), '${LIST_SEPARATOR}'), '')`;
    case 'float':
      return `CASE WHEN isnan(${sql}) THEN NULL ELSE ${sql} END`;
    case 'other':
      throw featureType({ name, ...where }, held(type));
    default:
      return sql;
  }
}

function numeric(column: LoadedColumn, where: Where): { sql: string; checks: Check[] } {
  const { sql, type, name } = column;
  const numbers =
    familyOf(type) === 'boolean'
      ? { sql: `CAST(${sql} AS DOUBLE)`, checks: [] }
      : numbersOf(column, 'bad-feature', where);
  if (numbers === undefined) {
    throw numericFeatureType({ name, ...where }, held(type));
  }
  const number = numbers.sql;
  const infinite: Check = {
    bad: `isinf(${number})`,
    failure: (count) => infiniteFeature({ name, ...where }, count),
  };
  // Adding 0 turns −0 into 0, so that equal rows are equal bytes.
  return { sql: `coalesce(${number} + 0.0, CAST('NaN' AS DOUBLE))`, checks: [...numbers.checks, infinite] };
}
