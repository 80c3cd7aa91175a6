/** Reads the tables of an open spec, checks their values, and plans the rows to encode. */
import type { Warning } from '../../../common/failure.ts';
import { isLogged } from '../../../specfile/ranker-kinds.ts';
import type { Spec } from '../../../specfile/schema.ts';
import { parseMoment, type TimeReading } from '../../moment.ts';
import { labelAsFeature } from '../../policy/label.ts';
import { emptyLog } from '../../policy/rows.ts';
import { checkWindow, rowsAfterWindow } from '../../policy/split-values.ts';
import { type ItemPlan, planItems } from '../beside/item-plan.ts';
import { matchKeys, type NamedKey } from '../beside/join.ts';
import { type PairPlan, planPairs } from '../beside/pairs.ts';
import { type PredictionsPlan, planPredictions } from '../beside/predictions.ts';
import { joinPredictions } from '../beside/predictions-join.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import { runChecks } from '../session/checks.ts';
import type { Session } from '../session/session.ts';
import type { RowPlan, TableJoin } from './encode.ts';
import { type Feature, planFeatures } from './features.ts';
import { type Key, keyOf } from './keys.ts';
import { readLabel } from './label.ts';
import { labelTimeOf } from './label-times.ts';
import { type ObjectivePlan, planObjectives } from './objectives.ts';
import type { OpenSpec } from './open.ts';
import { propensityOf } from './propensity.ts';
import { scoreOf } from './score.ts';
import { planSourceColumns } from './source-columns.ts';
import { planReadySplit } from './split-column.ts';
import type { TimeColumn } from './time/place.ts';
import { readTime } from './time/time.ts';
import { weightOf } from './weight.ts';

export interface PlannedRows {
  plan: RowPlan;
  /** The log's ids, for what is matched with them. */
  ids: { user: NamedKey; item: NamedKey };
  pairs: PairPlan[];
  itemFiles: ItemPlan[];
  /** The score of each is one of the last features of the plan, in this order. */
  predictions: PredictionsPlan[];
  /** Name and number of columns of each `columns` source; theirs follow the features of the plan, in this order. */
  sourceColumns: { name: string; columns: number }[];
  timeReading?: TimeReading | undefined;
  /** Evaluation window [from, to), µs, of `split: {from, to}`. */
  window?: { from: number; to: number } | undefined;
}

/**
 * Checks every value of the tables read, and plans the rows in use.
 * @throws Failure `data` or `usage`
 */
export async function planRows(
  session: Session,
  spec: Spec,
  open: OpenSpec,
  tables: ReadonlyMap<string, LoadedTable>,
  warnings: Warning[],
): Promise<PlannedRows> {
  const columns = await planColumns(session, spec, open, tables, warnings);
  const { time, user, item, pairs, itemFiles, sourceColumns, predictions } = columns;
  const file = open.log.shown;
  const ids = {
    user: { key: user, column: spec.log.user, view: 'log', file },
    item: { key: item, column: spec.log.item, view: 'log', file },
  };
  const { table, scores } = await joinPredictions(session, predictions, file, warnings);
  const plan = { ...columns.plan, table, features: [...columns.plan.features, ...scores] };
  const joins: TableJoin[] = [];
  for (const role of ['items', 'users'] as const) {
    const table = tables.get(role);
    const key = spec[role]?.key;
    if (table === undefined || key === undefined) continue;
    const log = role === 'items' ? ids.item : ids.user;
    const matched = await matchKeys(session, role, table, key, shownOf(open, role), log, warnings);
    joins.push({ role, table: role, key: matched.table, log: matched.log });
  }
  const restricted = await restrict(session, spec, { ...plan, joins }, time, columns.splitColumn, warnings);
  const files = { pairs, itemFiles, sourceColumns, predictions };
  return { ...restricted, ids, ...files, timeReading: time };
}

interface PlannedColumns {
  plan: RowPlan;
  user: Key;
  item: Key;
  pairs: PairPlan[];
  itemFiles: ItemPlan[];
  predictions: PredictionsPlan[];
  sourceColumns: PlannedRows['sourceColumns'];
  time?: TimeColumn | undefined;
  splitColumn?: LoadedColumn | undefined;
}

/** The part of the plan that also holds for a sample of each file: types and values, but neither joins nor splits. */
export async function planColumns(
  session: Session,
  spec: Spec,
  open: OpenSpec,
  tables: ReadonlyMap<string, LoadedTable>,
  warnings: Warning[],
): Promise<PlannedColumns> {
  const log = tables.get('log') as LoadedTable;
  const file = open.log.shown;
  const column = (name: string) => log.columns.get(name) as LoadedColumn;
  if (log.rows === 0) {
    throw emptyLog(file);
  }
  const user = keyOf(column(spec.log.user), 'user', ['log', 'user'], file);
  const item = keyOf(column(spec.log.item), 'item', ['log', 'item'], file);
  const group =
    spec.log.group === undefined ? undefined : keyOf(column(spec.log.group), 'group', ['log', 'group'], file);
  const taken = new Set<string>();
  const features: Feature[] = planFeatures('log', log, spec.log.features, file, taken, warnings);
  const sourceColumns = planSourceColumns(spec, open, log, warnings);
  const ofSources = [...sourceColumns.values()].flat();
  warnOfLabelFeatures(spec, open, warnings);
  await runChecks(session, 'log', [
    ...user.checks,
    ...item.checks,
    ...(group?.checks ?? []),
    ...[...features, ...ofSources].flatMap(({ checks }) => checks),
  ]);
  const label = await readLabel(session, log, open.label, file);
  const weight =
    spec.log.weight === undefined
      ? undefined
      : weightOf(column(spec.log.weight), label, file, ['log', 'weight']);
  const propensity =
    spec.log.propensity === undefined ? undefined : propensityOf(column(spec.log.propensity), file);
  const objectives = await planObjectives(session, log, open, label);
  const score = isLogged(spec.ranker) ? scoreOf(column(spec.ranker.score), file) : undefined;
  await runChecks(session, 'log', [
    ...(weight?.checks ?? []),
    ...(propensity?.checks ?? []),
    ...objectives.flatMap(({ checks }) => checks),
    ...(score?.checks ?? []),
  ]);
  const time =
    spec.log.time === undefined
      ? undefined
      : await readTime(session, log, column(spec.log.time), { file, specPath: ['log', 'time'] }, warnings);
  const arrived = await labelTimes(session, spec, log, { file, label, time, objectives }, warnings);
  for (const role of ['items', 'users'] as const) {
    const table = tables.get(role);
    const tableSpec = spec[role];
    if (table === undefined || tableSpec === undefined) continue;
    const planned = planFeatures(role, table, tableSpec.features, shownOf(open, role), taken, warnings);
    const checks = planned.flatMap((feature) => feature.checks);
    await runChecks(session, role, checks);
    features.push(...planned);
  }
  const pairs: PairPlan[] = [];
  for (const source of open.pairs) {
    const table = tables.get(source.table.id) as LoadedTable;
    pairs.push(await planPairs(session, source, table, spec.log.time !== undefined));
  }
  const itemFiles: ItemPlan[] = [];
  for (const source of open.itemFiles) {
    const table = tables.get(source.table.id) as LoadedTable;
    itemFiles.push(await planItems(session, source, table, spec.log.time !== undefined));
  }
  const predictions: PredictionsPlan[] = [];
  for (const predicted of open.predictions) {
    const table = tables.get(predicted.table.id) as LoadedTable;
    predictions.push(await planPredictions(session, predicted, table, { table: log, file }));
  }
  const plan: RowPlan = {
    table: 'log',
    user: user.sql,
    item: item.sql,
    label,
    time: time?.sql,
    group: group?.sql,
    labelTime: arrived.log,
    weight: weight?.sql,
    propensity: propensity?.sql,
    objectives: arrived.objectives,
    score: score?.sql,
    features: [...features, ...ofSources],
    ofBase: features.length,
    joins: [],
  };
  const splitColumn = 'column' in spec.split ? column(spec.split.column) : undefined;
  const widths = [...sourceColumns].map(([name, { length }]) => ({ name, columns: length }));
  const files = { pairs, itemFiles, predictions, sourceColumns: widths };
  return { plan, user, item, ...files, time, splitColumn };
}

/** Reads when labels became known: that of the log, and that of each objective with a `labelTime`. Rows without a time have none. */
async function labelTimes(
  session: Session,
  spec: Spec,
  log: LoadedTable,
  read: { file: string; label: string; time: TimeColumn | undefined; objectives: readonly ObjectivePlan[] },
  warnings: Warning[],
): Promise<{ log: string | undefined; objectives: ObjectivePlan[] }> {
  const { file, time } = read;
  const timesOf = async (
    name: string | undefined,
    label: string,
    specPath: readonly (string | number)[],
  ): Promise<string | undefined> => {
    if (name === undefined || time === undefined) return undefined;
    const column = log.columns.get(name) as LoadedColumn;
    return labelTimeOf(session, log, column, label, time, { file, specPath }, warnings);
  };
  const ofLog = await timesOf(spec.log.labelTime, read.label, ['log', 'labelTime']);
  const objectives: ObjectivePlan[] = [];
  for (const [i, plan] of read.objectives.entries()) {
    const specPath = ['objectives', i, 'labelTime'];
    const labelTime = await timesOf(spec.objectives[i]?.labelTime, plan.label ?? read.label, specPath);
    objectives.push({ ...plan, labelTime });
  }
  return { log: ofLog, objectives };
}

function shownOf(open: OpenSpec, role: 'items' | 'users'): string {
  return open.tables.find((table) => table.role === role)?.shown ?? role;
}

/** Leaves out the rows that the split does not use, before anything is encoded. */
async function restrict(
  session: Session,
  { split }: Spec,
  plan: RowPlan,
  time: TimeColumn | undefined,
  splitColumn: LoadedColumn | undefined,
  warnings: Warning[],
): Promise<Pick<PlannedRows, 'plan' | 'window'>> {
  if ('column' in split && splitColumn !== undefined) {
    return { plan: { ...plan, ...(await planReadySplit(session, split, splitColumn, warnings)) } };
  }
  if (!('from' in split) || time === undefined) return { plan };
  const from = parseMoment(split.from, time.kind, ['split', 'from']);
  const to =
    split.to === undefined ? Number.POSITIVE_INFINITY : parseMoment(split.to, time.kind, ['split', 'to']);
  const window = { from, to };
  checkWindow(window);
  if (to === Number.POSITIVE_INFINITY) return { plan, window };
  const row = await session.row(`SELECT count(*) AS n FROM log WHERE ${time.sql} >= ${to}`);
  const count = Number(row['n']);
  if (count > 0) warnings.push(rowsAfterWindow(count));
  return { plan: { ...plan, where: `${time.sql} < ${to}` }, window };
}

function warnOfLabelFeatures(spec: Spec, { label }: OpenSpec, warnings: Warning[]): void {
  for (const { name } of spec.log.features) {
    if (label.columns.includes(name)) warnings.push(labelAsFeature(name, label.text));
  }
}
