/**
 * Columns of the item and user tables as sources of columns, which are of the log everywhere else: the loaded values of an item, or a user, are given to
 * its rows again. Rows of one time may be in another order in another load; codes of items and users are the same.
 */
import type { AuditColumn, AuditSubject } from '../../audit/data/subject.ts';
import type { FeatureColumn } from '../../data/dataset.ts';
import type { Engine } from '../../data/engine.ts';
import { sharedFloat64, sharedUint32 } from '../../data/shared.ts';

/** An engine that knows the columns as sources by their names. */
export function withTableColumns(
  engine: Engine,
  columns: readonly AuditColumn[],
  { data: known }: Pick<AuditSubject, 'data'>,
): Engine {
  const ofTables = columns.filter(({ table }) => table !== 'log');
  if (ofTables.length === 0) return engine;
  const load: Engine['load'] = async (spec, folder, run, also) => {
    const wanted = ofTables.filter(({ name }) => spec.sources.some((source) => source.name === name));
    const names = new Set(wanted.map(({ name }) => name));
    const sources = spec.sources.filter(({ name }) => !names.has(name));
    const data = await engine.load({ ...spec, sources }, folder, run, also);
    const given = wanted.map(({ name, table, column }): [string, FeatureColumn[]] => {
      const role = table === 'items' ? 'item' : 'user';
      return [name, [dealt(column, known[role], data[role])]];
    });
    return { ...data, sourceColumns: { ...data.sourceColumns, ...Object.fromEntries(given) } };
  };
  return Object.assign(Object.create(engine) as Engine, { load });
}

/**
 * @param column with a value for each row of `from`, the same for all rows of one code
 * @returns it with the value of its code for each row of `to`
 */
function dealt(column: FeatureColumn, from: Uint32Array, to: Uint32Array): FeatureColumn {
  const rowOf = new Uint32Array(from.reduce((most, code) => Math.max(most, code), 0) + 1);
  for (let row = 0; row < from.length; row++) rowOf[from[row]!] = row;
  if (column.type === 'numeric') {
    const values = sharedFloat64(to.length);
    for (let row = 0; row < to.length; row++) values[row] = column.values[rowOf[to[row]!]!]!;
    return { ...column, values };
  }
  const codes = sharedUint32(to.length);
  for (let row = 0; row < to.length; row++) codes[row] = column.codes[rowOf[to[row]!]!]!;
  return { ...column, codes };
}
