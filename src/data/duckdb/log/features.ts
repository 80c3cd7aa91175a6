/** Baseline features as SQL: a categorical value (null is missing) or a number (NaN is missing). */
import { Failure, type Warning } from '../../../common/failure.ts';
import type { FeatureSpec } from '../../../specfile/schema.ts';
import type { TableRole } from '../formats/files.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import { type Check, rowsHave } from '../session/checks.ts';
import { describeType, familyOf } from '../session/types.ts';
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
      const message = `${listPath.join('.')} names \`${spec.name}\` twice: remove one.`;
      throw new Failure('usage', 'duplicate-feature', message, { specPath });
    }
    seen.add(spec.name);
    const column = table.columns.get(spec.name) as LoadedColumn;
    const name = taken.has(spec.name) ? `${role}.${spec.name}` : spec.name;
    taken.add(name);
    const where = { file, specPath };
    warnOfNullTexts(column, file, warnings);
    if (spec.type === 'numeric') return { name, role, ...numeric(column, where), type: spec.type };
    if (familyOf(column.type) === 'list') {
      const message = `\`${spec.name}\` of ${file} holds lists; each distinct list is one category.`;
      warnings.push({ code: 'list-as-category', message });
    }
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
      throw new Failure(
        'data',
        'bad-feature',
        `\`${name}\` in ${where.file} holds ${describeType(type)} (${type}): a feature is a number, a text, a date or a list of texts.`,
        where,
      );
    default:
      return sql;
  }
}

function warnOfNullTexts({ name, nullTexts = 0 }: LoadedColumn, file: string, warnings: Warning[]): void {
  if (nullTexts === 0) return;
  const message = `Rows of ${file} whose \`${name}\` is a word for no value, such as NA or NULL: it is missing there.`;
  warnings.push({ code: 'null-text', message, count: nullTexts });
}

function numeric(column: LoadedColumn, where: Where): { sql: string; checks: Check[] } {
  const { sql, type, name } = column;
  const numbers =
    familyOf(type) === 'boolean'
      ? { sql: `CAST(${sql} AS DOUBLE)`, checks: [] }
      : numbersOf(column, 'bad-feature', where);
  if (numbers === undefined) {
    throw new Failure(
      'data',
      'bad-feature',
      `\`${name}\` in ${where.file} holds ${describeType(type)} (${type}), not numbers: remove \`type: numeric\`, or clean the column.`,
      where,
    );
  }
  const number = numbers.sql;
  const infinite: Check = {
    bad: `isinf(${number})`,
    failure: (count) =>
      new Failure(
        'data',
        'infinite-feature',
        `${rowsHave(count)} an infinite \`${name}\` in ${where.file}: correct them, or leave them empty.`,
        where,
      ),
  };
  // Adding 0 turns −0 into 0, so that equal rows are equal bytes.
  return { sql: `coalesce(${number} + 0.0, CAST('NaN' AS DOUBLE))`, checks: [...numbers.checks, infinite] };
}
