/**
 * Vectors that stay in the cluster. A vector of 768 numbers takes 3 kB, a hundred times what a row of a log takes, and a catalogue has many more items
 * than a log: rows whose item the log does not have come without theirs. All ids come, since a report counts those that it leaves out; and so does
 * every vector that may be at fault, since one fault anywhere ends a run.
 */
import { holdsVectors, type NamedTable } from '../plan/named-tables.ts';
import type { ColumnPath } from '../remote.ts';
import { codedKind } from './codes.ts';
import type { Expression, Relation, StructField } from './connect/messages.ts';
import { called } from './relations.ts';

/** Rows from which a join in the cluster is worth it. */
export const LEAST_VECTORS = 50_000;
const INTEGERS = new Set(['byte', 'short', 'integer', 'long']);
const NUMBERS = new Set(['float', 'double']);
/** Numbers between which no vector is too long or too short for anybody. */
const MOST = 1e15;
const LEAST = 1e-15;

export interface VectorColumns {
  item: ColumnPath;
  vector: ColumnPath;
}

/** The columns of a table of vectors; undefined where it is none, or none that can be told apart in the cluster as it is here. */
export function vectorColumns(
  { items }: NamedTable,
  columns: readonly StructField[],
  logItem: StructField,
): VectorColumns | undefined {
  if (items === undefined || !holdsVectors(items.spec) || items.spec.vector === undefined) return undefined;
  const item = columns.findIndex(({ name }) => name === items.spec.item);
  const vector = columns.findIndex(({ name }) => name === (items.spec as { vector: string }).vector);
  const key = keyKind(columns[item]);
  if (key === undefined || key !== keyKind(logItem)) return undefined;
  const list = columns[vector]?.data_type;
  if (list?.kind !== 'array' || !NUMBERS.has(list.array?.element_type?.kind ?? '')) return undefined;
  return { item: [item], vector: [vector] };
}

/** Ids of one kind are equal in the cluster where they are equal here. */
function keyKind(column: StructField | undefined): 'text' | 'integer' | undefined {
  if (column === undefined) return undefined;
  if (INTEGERS.has(column.data_type?.kind ?? '')) return 'integer';
  return codedKind(column) === 'text' ? 'text' : undefined;
}

export interface Needed {
  /** Values to be sent, over the rows of the table. */
  values: readonly Expression[];
  item: Expression;
  /** Which of the values is the vector, and in which place its length is to come. */
  vector: number;
  lengths: number;
}

/** Asks for the values, the vector only where it is needed and its length elsewhere. @param known the log's items, as `known` */
export function neededVectors(
  input: Relation,
  known: Relation,
  { values, item, vector, lengths }: Needed,
): Relation {
  const key: Expression = { alias: { expr: item, name: ['k'] } };
  const left: Relation = {
    project: {
      input,
      expressions: [...values.map((expr, i): Expression => ({ alias: { expr, name: [`c${i}`] } })), key],
    },
  };
  const right: Relation = { deduplicate: { input: known, all_columns_as_keys: true } };
  const joined: Relation = {
    join: {
      left,
      right,
      join_condition: called('==', column('k'), column('known')),
      join_type: 'JOIN_TYPE_LEFT_OUTER',
    },
  };
  const list = column(`c${vector}`);
  const stays = called(
    'and',
    called('isnull', column('known')),
    called('coalesce', isSound(list), not(TRUE)),
  );
  // Sail sends the numbers of a list that is made missing, but not those of an empty one.
  const none = called('slice', list, ONE, { literal: { integer: 0 } });
  const chosen = values.map((_, i): Expression => {
    if (i === vector) return called('when', not(stays), list, none);
    return i === lengths ? called('when', stays, called('size', list)) : column(`c${i}`);
  });
  return {
    project: {
      input: joined,
      expressions: chosen.map((expr, i): Expression => ({ alias: { expr, name: [`c${i}`] } })),
    },
  };
}

/** Whether a vector is surely no fault: it has numbers, none is missing, NaN or large, and one of them is not small. */
function isSound(list: Expression): Expression {
  const [most, least] = [called('array_max', list), called('array_min', list)];
  const long = called('or', called('>=', most, double(LEAST)), called('<=', least, double(-LEAST)));
  const whole = called('==', called('size', called('array_compact', list)), called('size', list));
  const bounded = called('and', called('<=', most, double(MOST)), called('>=', least, double(-MOST)));
  return called('and', called('and', bounded, long), whole);
}

const column = (name: string): Expression => ({ unresolved_attribute: { unparsed_identifier: name } });
const double = (value: number): Expression => ({ literal: { double: value } });
const not = (condition: Expression): Expression => called('not', condition);
const ONE: Expression = { literal: { integer: 1 } };
const TRUE = called('==', ONE, ONE);
