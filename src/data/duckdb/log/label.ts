/** The label: a 0/1 column or an expression over columns, as SQL that yields 0 or 1. */
import { Failure } from '../../../common/failure.ts';
import {
  columnsOf,
  type Expression,
  ExpressionError,
  parseLabel,
  toSql,
} from '../../../specfile/expression.ts';
import {
  labelType as labelTypeFailure,
  missingLabel,
  otherLabel,
  unfitLabel,
  unreadableLabel,
} from '../../policy/label.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import { saysNothing } from '../formats/text/null-text.ts';
import { runChecks } from '../session/checks.ts';
import type { Session } from '../session/session.ts';
import { describeType, familyOf, held } from '../session/types.ts';
import { misfitCheck } from './numbers.ts';

/** Which columns a label reads, and where the spec has it. */
export interface LabelPlan {
  text: string;
  specPath: readonly (string | number)[];
  expression: Expression;
  columns: string[];
}

/** @throws Failure `usage` where the text is neither a column nor an expression */
export function planLabel(
  text: string,
  specPath: LabelPlan['specPath'],
  isColumn: (name: string) => boolean,
): LabelPlan {
  if (isColumn(text)) {
    const expression: Expression = { kind: 'column', name: text, offset: 0, length: text.length };
    return { text, specPath, expression, columns: [text] };
  }
  try {
    const expression = parseLabel(text);
    return { text, specPath, expression, columns: columnsOf(expression) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw unreadableLabel(error.message, specPath);
  }
}

/**
 * @returns SQL of the label, UTINYINT
 * @throws Failure `data` or `usage` when its type is neither boolean nor a number
 */
export async function labelType(
  session: Session,
  table: LoadedTable,
  plan: LabelPlan,
  file: string,
): Promise<{ sql: string; type: string }> {
  const sql = toSql(plan.expression, (name) => valueSql(table.columns.get(name)));
  let type: string;
  try {
    const [row] = await session.rows(`DESCRIBE SELECT ${sql} AS y FROM ${table.name}`);
    type = String(row?.['column_type']);
  } catch (error) {
    throw await expressionFailure(error, session, plan, table, file);
  }
  if (!['boolean', 'integer', 'decimal', 'float'].includes(familyOf(type))) {
    await refuseMisfits(session, table, plan, file);
    throw labelTypeFailure({ ...plan, file }, held(type));
  }
  return { sql, type };
}

/** NaN is missing. DuckDB has it larger than every number, so that `rating >= 4` would make it a positive. */
function valueSql(column: LoadedColumn | undefined): string {
  if (column === undefined) return '';
  const { sql, type } = column;
  return familyOf(type) === 'float' ? `CASE WHEN isnan(${sql}) THEN NULL ELSE ${sql} END` : sql;
}

/** Checks every label. @throws Failure `data` for nulls and values other than 0 and 1, with counts */
export async function readLabel(
  session: Session,
  table: LoadedTable,
  plan: LabelPlan,
  file: string,
): Promise<string> {
  const { sql, type } = await labelType(session, table, plan, file);
  const label = { ...plan, file };
  const orNaN = familyOf(type) === 'float' ? ` OR isnan(${sql})` : '';
  // Of several columns no line can be told.
  const column = plan.columns.length === 1 ? table.columns.get(plan.columns[0] as string) : undefined;
  const isColumn = plan.expression.kind === 'column';
  try {
    await runChecks(session, table.name, [
      {
        bad: `${sql} IS NULL${orNaN}`,
        find: () => column?.find?.(saysNothing),
        failure: (count, _, at) => missingLabel(label, count, at),
      },
      {
        bad: familyOf(type) === 'boolean' ? 'false' : `${sql} NOT IN (0, 1)`,
        show: sql,
        find: () => (isColumn ? column?.find?.((value) => ![0, 1].includes(Number(value))) : undefined),
        failure: (count, values, at) => otherLabel(label, count, values, at),
      },
    ]);
  } catch (error) {
    throw await expressionFailure(error, session, plan, table, file);
  }
  return `CAST(${sql} AS UTINYINT)`;
}

/** @throws Failure `bad-label` where a column of the label holds text beside numbers */
async function refuseMisfits(
  session: Session,
  table: LoadedTable,
  { columns, specPath }: LabelPlan,
  file: string,
): Promise<void> {
  for (const name of columns) {
    const column = table.columns.get(name);
    if (column?.hasNumbers !== true) continue;
    await runChecks(session, table.name, [misfitCheck(column, 'bad-label', { file, specPath })]);
  }
}

/** What DuckDB says about the user's own expression is the user's business, not a defect. */
async function expressionFailure(
  error: unknown,
  session: Session,
  plan: LabelPlan,
  table: LoadedTable,
  file: string,
): Promise<unknown> {
  if (!(error instanceof Failure) || error.code !== 'query-failed') return error;
  await refuseMisfits(session, table, plan, file);
  const holds = plan.columns.map((name) => ({
    name,
    words: describeType(table.columns.get(name)?.type ?? ''),
  }));
  return unfitLabel(plan, holds);
}
