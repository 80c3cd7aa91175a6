/** Where data come from: files that are read, frames that are made, data sets of a library. */
import { type Call, columnNames, type Machine } from '../flow/machine.ts';
import { isTimeColumn, roleIn } from '../flow/names.ts';
import type { Rows } from '../flow/rows.ts';
import type { Taint } from '../flow/taints.ts';
import { allTaints, type Data, makeData, type Value } from '../flow/values.ts';

const READERS =
  /^(read|scan|load|fetch|make|open|get|download|sql|table|parquet|csv|json|orc|genfromtxt|loadtxt|from_|create_?(data)?frame)/i;

export const isReader = (name: string): boolean => READERS.test(name);

/** `pd.read_csv('train.csv', parse_dates=['date'])`. */
export function readFile(m: Machine, call: Call): Data {
  const { given } = call;
  const path = given.all().find((value) => value.kind === 'constant' && typeof value.value === 'string');
  const name = path?.kind === 'constant' ? String(path.value).split('/').at(-1)! : '';
  const rows = m.root(placeOfFile(m, call, name), roleIn(name));
  const parsed = columnNames(given.named.get('parse_dates'));
  rows.timed =
    parsed?.[0] ??
    timeIn(
      ['names', 'usecols', 'columns', 'dtype', 'new_columns', 'parse_dates'].map((key) =>
        given.named.get(key),
      ),
    );
  if (given.named.get('index_col') !== undefined && given.named.get('parse_dates') !== undefined)
    rows.timed ??= 'index';
  return makeData({ rows });
}

/** What the whole of a file is known by: where it is read first. */
function placeOfFile(m: Machine, { node, place, name: reader }: Call, name: string): Call['place'] {
  if (!/\.\w+$|^\w+$/.test(name) || node?.args === undefined) return place;
  const options = node.args.filter(({ name: option }) => option === undefined || !ASPECTS.test(option));
  return m.known(`${reader}(${options.map(({ value }) => m.words(value)).join()})`, place);
}

/** They say how the rows are read, and not which. */
const ASPECTS =
  /^(transform|target_transform|parse_dates|usecols|dtype|names|sep|header|engine|columns|index_col|download|root|low_memory)$/;

/** A name of an event's time in lists of columns. */
function timeIn(values: readonly (Value | undefined)[]): string | undefined {
  for (const value of values) {
    const names = value?.kind === 'dictionary' ? [...value.entries.keys()] : columnNames(value);
    const found = names?.find(isTimeColumn);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `pd.DataFrame({...})`, `pd.DataFrame(rows, columns=[…])`. */
export function newFrame(m: Machine, call: Call): Data {
  const { given, place } = call;
  const first = given.at(0, 'data');
  const names = columnNames(given.at(99, 'columns', 'schema') ?? given.positional[1]);
  let rows: Rows | undefined;
  const columns = new Map<string, readonly Taint[]>();
  let taints: readonly Taint[] = [];
  let timed = names?.find(isTimeColumn);
  let isSummary = false;
  if (first?.kind === 'dictionary') {
    for (const [name, value] of first.entries) {
      const data = m.asData(value);
      columns.set(name, data === undefined ? [] : allTaints(data));
      if (data?.rows !== undefined && !data.isSummary) rows ??= data.rows;
      if (isTimeColumn(name) || data?.rows?.timed === 'a range of dates') timed ??= name;
    }
  } else {
    const data = m.asData(first);
    rows = data?.rows;
    taints = data?.taints ?? [];
    isSummary = data?.isSummary ?? false;
    if (data !== undefined && data.columns !== undefined)
      for (const [name, marks] of data.columns) columns.set(name, marks);
  }
  const scores = m.asData(first)?.scores ?? [];
  const frame = makeData({ rows: rows ?? m.root(place), taints, isSummary, scores });
  frame.columns = columns.size > 0 ? columns : undefined;
  frame.closed = first?.kind === 'dictionary';
  if (timed !== undefined && frame.rows!.bases.length === 0) frame.rows!.timed ??= timed;
  if (first?.kind === 'dictionary')
    for (const marks of columns.values())
      for (const taint of marks) if (taint.rows !== undefined) m.facts.meet(taint, frame.rows!);
  if (first?.kind !== 'dictionary') m.made(frame);
  return frame;
}
