/**
 * From rows in DuckDB to dictionary-encoded, totally ordered typed arrays. DuckDB builds the dictionaries and sorts; the
 * sorted chunks are copied into SharedArrayBuffers as they arrive, without a JavaScript object per row.
 */

import { hashName } from '../../../common/hash.ts';
import type { FeatureColumn, ObjectiveColumns } from '../../dataset.ts';
import { NarrowNumbers } from '../../narrow.ts';
import { sharedFloat64, sharedUint8, sharedUint32 } from '../../shared.ts';
import type { Column } from '../session/chunk.ts';
import type { Session } from '../session/session.ts';
import { type Selected, streamColumns } from '../session/stream.ts';
import type { Feature } from './features.ts';
import { dictionaries, dictionary, lookUp, type ValueColumn } from './lookups.ts';
import type { ObjectivePlan } from './objectives.ts';

/** Categorical features of at most so many values bring the values' texts along. */
const NAMED_VALUES = 64;

/** The rows in use, as SQL over the table `log`. Everything is ready to encode; nothing is null but features. */
export interface RowPlan {
  table: string;
  /** Rows in use. */
  where?: string | undefined;
  user: string;
  item: string;
  label: string;
  time?: string | undefined;
  labelTime?: string | undefined;
  group?: string | undefined;
  weight?: string | undefined;
  propensity?: string | undefined;
  objectives: readonly ObjectivePlan[];
  score?: string | undefined;
  part?: string | undefined;
  /** Of the row in the files. */
  place?: string | undefined;
  features: readonly Feature[];
  /** How many of them, from the first on, are the base's: their numbers may take half the bytes. */
  ofBase: number;
  /** Tables that bring features of items and users. */
  joins: readonly TableJoin[];
}

export interface TableJoin {
  role: 'items' | 'users';
  table: string;
  /** Key of the table, and of the log's key made comparable with it. */
  key: string;
  log: (key: string) => string;
}

export interface EncodedRows {
  rows: number;
  user: Uint32Array;
  item: Uint32Array;
  label: Uint8Array;
  userNames: string[];
  itemNames: string[];
  time?: Float64Array | undefined;
  /** NaN on negatives. */
  labelTime?: Float64Array | undefined;
  group?: Uint32Array | undefined;
  weight?: Float64Array | undefined;
  propensity?: Float64Array | undefined;
  /** By name. */
  objectives: Readonly<Record<string, ObjectiveColumns>>;
  /** NaN where missing. */
  score?: Float64Array | undefined;
  part?: Uint8Array | undefined;
  place?: Uint32Array | undefined;
  features: FeatureColumn[];
  /** Per join: keys of the log that the table lacks, and their rows. */
  unmatched: { role: 'items' | 'users'; keys: number; rows: number }[];
}

/** @param onFraction called with 0..1 as rows arrive */
export async function encodeRows(
  session: Session,
  plan: RowPlan,
  onFraction: (fraction: number) => void,
): Promise<EncodedRows> {
  await createRowsView(session, plan);
  const rows = Number((await session.row('SELECT count(*) AS n FROM used'))['n']);

  const userCodes = await entityCodes(session, 'users', 'u', plan);
  const itemCodes = await entityCodes(session, 'items', 'i', plan);
  const groups =
    plan.group === undefined ? undefined : await dictionary(session, 'group_codes', 'used', 'g', 0);

  const logCodes = await dictionaries(session, usedRows(plan), logValues(plan.features));
  const log = await lookUp(session, 'used', [...logCodes.keys()]);
  const cardinalities = new Map([...userCodes, ...itemCodes, ...logCodes]);
  const from = [
    `${log.table} AS r`,
    ...log.joins,
    'JOIN users_codes AS uc ON r.u = uc.v',
    'JOIN items_codes AS ic ON r.i = ic.v',
  ];
  const selected: Selected[] = [];
  const select = <T extends Column | NarrowNumbers>(sql: string, target: T): T => {
    selected.push({ sql, target });
    return target;
  };
  const time = plan.time === undefined ? undefined : select('CAST(r.t AS DOUBLE)', sharedFloat64(rows));
  const user = select('uc.code', sharedUint32(rows));
  const item = select('ic.code', sharedUint32(rows));
  const label = select('r.y', sharedUint8(rows));
  const features: FeatureColumn[] = [];
  for (const [f, { name, type, role }] of plan.features.entries()) {
    const alias = { log: 'r', users: 'uc', items: 'ic' }[role];
    if (type === 'numeric') {
      const numbers = f < plan.ofBase ? new NarrowNumbers(rows) : sharedFloat64(rows);
      select(`coalesce(${alias}.f${f}, CAST('NaN' AS DOUBLE))`, numbers);
      features.push({
        ...{ name, type },
        // Known once all have arrived.
        get values() {
          return numbers instanceof NarrowNumbers ? numbers.values : numbers;
        },
      });
      continue;
    }
    const cardinality = cardinalities.get(f)!;
    const code = role === 'log' ? log.code(f) : `${alias}.f${f}`;
    const codes = select(`CAST(${code} AS UINTEGER)`, sharedUint32(rows));
    const { texts, keys } = await valuesOf(session, `f${f}_codes`, cardinality);
    features.push({
      name,
      type,
      codes,
      cardinality,
      keys,
      ...(texts !== undefined && { names: ['missing', ...texts] }),
    });
  }
  let group: Uint32Array | undefined;
  if (groups !== undefined) {
    from.push('JOIN group_codes AS gc ON r.g = gc.v');
    group = select('gc.code', sharedUint32(rows));
  }
  const weight = plan.weight === undefined ? undefined : select('r.w', sharedFloat64(rows));
  const propensity = plan.propensity === undefined ? undefined : select('r.p', sharedFloat64(rows));
  const labelTime = plan.labelTime === undefined ? undefined : select(knownTime('r.k'), sharedFloat64(rows));
  const missing = `CAST('NaN' AS DOUBLE)`;
  const score =
    plan.score === undefined ? undefined : select(`coalesce(r.s, ${missing})`, sharedFloat64(rows));
  const part = plan.part === undefined ? undefined : select('r.part', sharedUint8(rows));
  const place =
    plan.place === undefined ? undefined : select('CAST(r.place AS UINTEGER)', sharedUint32(rows));
  const objectives = Object.fromEntries(
    plan.objectives.map(({ name, label: y, weight: w, labelTime: k }, o): [string, ObjectiveColumns] => [
      name,
      {
        ...(y !== undefined && { label: select(`r.y${o}`, sharedUint8(rows)) }),
        ...(w !== undefined && { weight: select(`r.w${o}`, sharedFloat64(rows)) }),
        ...(k !== undefined && { labelTime: select(knownTime(`r.k${o}`), sharedFloat64(rows)) }),
      },
    ]),
  );

  // Every column that is read takes part in the order, so rows that differ anywhere never depend on the input's order.
  const places = new Map<Selected['target'], string>([
    [user, 'uc.place'],
    [item, 'ic.place'],
  ]);
  const order = selected.map(({ target }, i) => places.get(target) ?? i + 1).join(', ');
  await streamColumns(session, selected, `FROM ${from.join(' ')} ORDER BY ${order}`, rows, onFraction);
  const unmatched = await Promise.all(plan.joins.map((join) => countUnmatched(session, join.role)));
  const userNames = await names(session, 'users_codes');
  const itemNames = await names(session, 'items_codes');
  return {
    rows,
    user,
    item,
    label,
    userNames,
    itemNames,
    time,
    labelTime,
    group,
    weight,
    propensity,
    objectives,
    score,
    part,
    place,
    // Spread: their numbers have arrived.
    features: features.map((column) => ({ ...column })),
    unmatched,
  };
}

/** µs, NaN where there is none. */
const knownTime = (sql: string): string => `coalesce(CAST(${sql} AS DOUBLE), CAST('NaN' AS DOUBLE))`;

async function createRowsView(session: Session, plan: RowPlan): Promise<void> {
  const columns = [`${plan.user} AS u`, `${plan.item} AS i`, `${plan.label} AS y`];
  if (plan.time !== undefined) columns.push(`${plan.time} AS t`);
  if (plan.group !== undefined) columns.push(`${plan.group} AS g`);
  if (plan.weight !== undefined) columns.push(`${plan.weight} AS w`);
  if (plan.propensity !== undefined) columns.push(`${plan.propensity} AS p`);
  if (plan.score !== undefined) columns.push(`${plan.score} AS s`);
  if (plan.part !== undefined) columns.push(`${plan.part} AS part`);
  if (plan.place !== undefined) columns.push(`${plan.place} AS place`);
  if (plan.labelTime !== undefined) columns.push(`${plan.labelTime} AS k`);
  for (const [o, { label, weight, labelTime }] of plan.objectives.entries()) {
    if (label !== undefined) columns.push(`${label} AS y${o}`);
    if (weight !== undefined) columns.push(`${weight} AS w${o}`);
    if (labelTime !== undefined) columns.push(`${labelTime} AS k${o}`);
  }
  for (const [f, { role, sql }] of plan.features.entries()) {
    if (role === 'log') columns.push(`${sql} AS f${f}`);
  }
  await session.run(`CREATE TEMP VIEW used AS SELECT ${columns.join(', ')} FROM ${usedRows(plan)}`);
}

/** The rows of the view `used` with the columns of their table: a view of many columns is slow to name in each statement. */
function usedRows({ table, where }: RowPlan): string {
  return where === undefined ? table : `${table} WHERE ${where}`;
}

function logValues(features: readonly Feature[]): ValueColumn[] {
  return features.flatMap(({ type, role, sql }, f) =>
    type !== 'numeric' && role === 'log' ? [{ f, sql }] : [],
  );
}

/**
 * `name(v, code, place)`: the ids in use with their codes, and their places in the order of a hash of their text: rows that tie in
 * time stand by place, so that no ranker is trained in the order of the names.
 */
async function idDictionary(session: Session, name: string, column: string): Promise<void> {
  await dictionary(session, `${name}_plain`, 'used', column, 0);
  await session.run(`CREATE TEMP TABLE ${name} AS SELECT v, code,
    CAST(row_number() OVER (ORDER BY md5_number_lower(CAST(v AS VARCHAR)), v) - 1 AS UINTEGER) AS place
    FROM ${name}_plain`);
  await session.run(`DROP TABLE ${name}_plain`);
}

/**
 * `users_codes` / `items_codes`: the values in use with their codes and places, and the features that a joined table knows of them:
 * a categorical one as a code, 0 where missing.
 */
async function entityCodes(
  session: Session,
  role: 'users' | 'items',
  column: string,
  plan: RowPlan,
): Promise<Map<number, number>> {
  const join = plan.joins.find((candidate) => candidate.role === role);
  if (join === undefined) {
    await idDictionary(session, `${role}_codes`, column);
    return new Map();
  }
  await idDictionary(session, `${role}_plain`, column);
  const features = plan.features
    .map((feature, f) => ({ ...feature, f }))
    .filter((feature) => feature.role === role);
  const brought = features.map(({ sql, f }) => `, ${sql} AS f${f}`).join('');
  await session.run(`CREATE TEMP TABLE ${role}_joined AS
    SELECT e.v, e.code, e.place, k IS NOT NULL AS matched${features.map(({ f }) => `, j.f${f}`).join('')}
    FROM ${role}_plain AS e LEFT JOIN (SELECT ${join.key} AS k${brought} FROM ${join.table}) AS j
    ON ${join.log('e.v')} = j.k`);
  const categorical = features.filter(({ type }) => type !== 'numeric');
  const values = categorical.map(({ f }) => ({ f, sql: `f${f}` }));
  const cardinalities = await dictionaries(session, `${role}_joined`, values);
  const { table, joins, code } = await lookUp(session, `${role}_joined`, [...cardinalities.keys()]);
  const columns = features.map(({ f }) => `, ${cardinalities.has(f) ? code(f) : `r.f${f}`} AS f${f}`);
  await session.run(`CREATE TEMP TABLE ${role}_codes AS
    SELECT r.v, r.code, r.place, r.matched${columns.join('')} FROM ${table} AS r ${joins.join(' ')}`);
  return cardinalities;
}

async function countUnmatched(
  session: Session,
  role: 'users' | 'items',
): Promise<{ role: 'users' | 'items'; keys: number; rows: number }> {
  const column = role === 'users' ? 'u' : 'i';
  const row = await session.row(`SELECT count(*) AS rows, count(DISTINCT c.v) AS keys
    FROM ${role}_codes AS c JOIN used AS r ON r.${column} = c.v WHERE NOT c.matched`);
  return { role, keys: Number(row['keys']), rows: Number(row['rows']) };
}

/** A hash of each code's text, 0 of missing; and the texts of a column with few values. */
async function valuesOf(
  session: Session,
  table: string,
  cardinality: number,
): Promise<{ keys: Uint32Array; texts: string[] | undefined }> {
  const keys = sharedUint32(cardinality);
  const texts: string[] = [];
  let code = 0;
  await eachName(session, table, (text) => {
    keys[++code] = hashName(text);
    if (cardinality <= NAMED_VALUES) texts.push(text);
  });
  return { keys, texts: cardinality <= NAMED_VALUES ? texts : undefined };
}

async function names(session: Session, table: string): Promise<string[]> {
  const texts: string[] = [];
  await eachName(session, table, (text) => texts.push(text));
  return texts;
}

/** The values of a dictionary as text, in the order of their codes. */
async function eachName(session: Session, table: string, take: (text: string) => void): Promise<void> {
  await session.stream(`SELECT CAST(v AS VARCHAR) FROM ${table} ORDER BY code`, async (result) => {
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      for (const text of chunk.getColumnValues(0)) take(String(text));
    }
  });
}
