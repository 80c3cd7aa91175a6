/** Methods of lists, sets, dictionaries and lists of column names. */
import { type Call, columnNames, constant, listOf, tuple } from '../flow/machine.ts';
import { union } from '../flow/taints.ts';
import {
  allTaints,
  type ColumnNames,
  type Dictionary,
  like,
  type Sequence,
  type Value,
} from '../flow/values.ts';
import { dataMethod } from '../library/methods.ts';
import type { Run } from './run.ts';

export function dictionaryMethod(r: Run, self: Dictionary, call: Call): Value {
  const { name, given } = call;
  const values = [...self.entries.values(), ...(self.rest === undefined ? [] : [self.rest])];
  if (name === 'items') {
    const items = [...self.entries].map(([key, value]) => tuple(constant(key), value));
    return {
      kind: 'sequence',
      shape: 'list',
      items,
      rest: self.rest && tuple(constant(undefined), self.rest),
    };
  }
  if (name === 'values')
    return { kind: 'sequence', shape: 'list', items: [...self.entries.values()], rest: self.rest };
  if (name === 'keys')
    return {
      kind: 'sequence',
      shape: 'list',
      items: [...self.entries.keys()].map(constant),
      rest: self.rest && constant(undefined),
    };
  if (/^(get|pop|setdefault)$/.test(name)) {
    const key = given.constant(0);
    const found = key === undefined ? undefined : self.entries.get(String(key));
    if (found !== undefined) return found;
    if (values.length === 0) {
      if (name === 'get') return constant(undefined);
      self.rest = given.positional[1] ?? constant(undefined);
      return self.rest;
    }
    const value = values.reduce((a, b) => r.join(a, b));
    const asked = given.positional[0];
    return value.kind === 'data' && asked?.kind === 'data' && asked.rows !== undefined && value.isSummary
      ? r.made(like(value, { rows: asked.rows, isSummary: false }))
      : value;
  }
  if (name === 'update') {
    const [other] = given.positional;
    if (other?.kind === 'dictionary') for (const [key, value] of other.entries) self.entries.set(key, value);
    return constant(null);
  }
  return self;
}

export function sequenceMethod(r: Run, self: Sequence, call: Call): Value {
  const { name, given } = call;
  const [first] = given.positional;
  if (/^(append|add|appendleft)$/.test(name) && first !== undefined) put(r, self, first);
  else if (/^(extend|update)$/.test(name) && first !== undefined) {
    if (
      first.kind === 'sequence' &&
      first.rest === undefined &&
      self.rest === undefined &&
      self.items.length + first.items.length < 60
    )
      self.items.push(...first.items);
    else for (const element of r.elements(first)) put(r, self, element);
  } else if (name === 'remove' || name === 'discard') {
    const [gone] = columnNames(first) ?? [];
    self.items = self.items.filter((item) => item.kind !== 'constant' || item.value !== gone);
  } else if (/^(copy|intersection|union|difference|symmetric_difference)$/.test(name)) {
    const other = first === undefined ? undefined : r.asData(first);
    const data = r.asData(self);
    if (name !== 'copy' && data !== undefined && other !== undefined)
      return like(data, { taints: union(allTaints(data), allTaints(other)) });
    return { ...self, items: [...self.items] };
  } else if (name === 'pop') return self.items.at(-1) ?? self.rest ?? constant(undefined);
  else if (name === 'sort' || name === 'reverse') {
    if (name === 'sort') self.isRanked = true;
    return constant(null);
  } else if (name === 'index' || name === 'count') return constant(undefined);
  else if (self.rest !== undefined || self.items.some(({ kind }) => kind === 'data')) {
    const data = r.asData(self);
    return data === undefined ? constant(undefined) : dataMethod(r, data, call);
  }
  return constant(null);
}

/** Windows that slide over rows, as a loop collects them: together they are those rows. */
export function ofAll(r: Run, value: Value): Value {
  if (r.loops === 0) return value;
  if (value.kind === 'sequence' && value.shape === 'tuple')
    return { ...value, items: value.items.map((item) => ofAll(r, item)) };
  if (value.kind !== 'data') return value;
  const { rows } = value;
  const isWindow = rows?.soft === true && rows.split?.isWindow === true && rows.bases.length === 1;
  return isWindow ? like(value, { rows: rows.bases[0], name: value.name }) : value;
}

/** What is put into a list in a loop is one of many. */
export function put(r: Run, self: Sequence, element: Value): void {
  const value = ofAll(r, element);
  if (r.hasNegatives && value.kind === 'sequence') r.asData(value); // what stands side by side belongs together
  const isName = value.kind === 'constant' && value.value !== undefined;
  if (isName && self.items.some((item) => item.kind === 'constant' && item.value === value.value)) return;
  if (
    self.rest === undefined &&
    (isName || (r.loops === 0 && value.kind !== 'constant')) &&
    self.items.length < 60
  )
    self.items.push(value);
  else self.rest = r.join(self.rest, value);
}

export function columnsMethod(self: ColumnNames, { name, given }: Call): Value {
  if (/^(drop|difference)$/.test(name)) {
    return {
      ...self,
      except: new Set([...self.except, ...given.positional.flatMap((value) => columnNames(value) ?? [])]),
    };
  }
  if (/^(tolist|to_list|copy|values|to_numpy)$/.test(name)) return self;
  if (name === 'remove') {
    for (const gone of columnNames(given.positional[0]) ?? []) (self.except as Set<string>).add(gone);
    return constant(null);
  }
  return listOf(constant(undefined));
}
