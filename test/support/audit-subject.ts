/** A small log for checks of an audit: rows as objects, every other thing with a default. */
import type { AuditColumn, AuditSubject } from '../../src/audit/data/subject.ts';
import { SpecSchema } from '../../src/specfile/schema.ts';

export interface SubjectRow {
  user: number;
  item: number;
  /** µs */
  time: number;
  label: 0 | 1;
  evaluated: boolean;
  group?: number;
  /** In the file; as in the list where absent. */
  place?: number;
}

type Columns = Record<
  string,
  { values: ArrayLike<number>; attribute?: boolean } | { codes: number[]; names?: string[] }
>;

interface Given {
  columns?: Columns;
  /** Further keys of the spec, as it is written. */
  spec?: object;
  /** False: the log has no times. */
  timed?: boolean;
  now?: number;
}

/** @param rows ascending in time; columns are in their order */
export function auditSubject(
  rows: readonly SubjectRow[],
  { columns = {}, spec = {}, timed = true, now = 0 }: Given = {},
): AuditSubject {
  const grouped = rows.some(({ group }) => group !== undefined);
  const written = {
    version: 1,
    log: { path: 'log.csv', user: 'u', item: 'i', label: 'y', time: 't', ...(grouped && { group: 'g' }) },
    ...spec,
  };
  const numbers = (pick: (row: SubjectRow) => number) => Uint32Array.from(rows, pick);
  const time = Float64Array.from(rows, (row) => row.time);
  const [user, item] = [numbers((row) => row.user), numbers((row) => row.item)];
  const rowsWhere = (wanted: boolean) =>
    Uint32Array.from(rows.flatMap(({ evaluated }, row) => (evaluated === wanted ? [row] : [])));
  const evaluation = rowsWhere(true);
  const data = {
    ...{ rows: rows.length, user, users: Math.max(...user) + 1, item, items: Math.max(...item) + 1 },
    userNames: Array.from({ length: Math.max(...user) + 1 }, (_, code) => `u${code}`),
    itemNames: Array.from({ length: Math.max(...item) + 1 }, (_, code) => `i${code}`),
    label: Uint8Array.from(rows, (row) => row.label),
    place: Uint32Array.from(rows, ({ place }, row) => place ?? row),
    ...(timed && { timeline: { time, evaluateFrom: time[evaluation[0] ?? 0]! } }),
    ...(grouped && { group: numbers(({ group = 0 }) => group) }),
  };
  return {
    spec: SpecSchema.parse(written),
    data,
    columns: Object.entries(columns).map(
      ([name, given]): AuditColumn => ({ name, table: 'log', column: columnOf(name, given) }),
    ),
    ...{ training: rowsWhere(false), evaluation, now, breathe: async () => {} },
  } as unknown as AuditSubject;
}

function columnOf(name: string, given: Columns[string]): AuditColumn['column'] {
  if ('values' in given) return { name, type: 'numeric', values: Float64Array.from(given.values) };
  const { codes, names } = given;
  return {
    name,
    type: 'categorical',
    codes: Uint32Array.from(codes),
    cardinality: Math.max(...codes) + 1,
    ...(names && { names }),
  };
}
