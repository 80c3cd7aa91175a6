/** Attributes and subscripts of values. */
import { columnNames, constant } from '../flow/machine.ts';
import { type Data, like, makeData, type Value } from '../flow/values.ts';
import { chooses } from '../library/builtins.ts';
import { combined, stackedData } from '../library/combined.ts';
import { estimatorAttribute } from '../library/fitting/learned.ts';
import { column, keyRole, noteTime } from '../library/rows/column.ts';
import { sliced, subscriptOf } from '../library/rows/subscripts.ts';
import type { ExpressionOf } from '../syntax/nodes.ts';
import { memberOf } from './objects.ts';
import type { Run } from './run.ts';

/** Attributes of frames and arrays that are not columns. */
const NOT_COLUMNS =
  /^(loc|iloc|at|iat|str|dt|cat|sparse|values|T|array|na|plot|style|stat|write|rdd|data|flat|real|item|list|struct|arr|target_names|feature_names|write_stream|sql|read)$/;

export function attributeOf(r: Run, object: Value, node: ExpressionOf<'attribute'>): Value {
  const { name } = node;
  switch (object.kind) {
    case 'library':
      return { kind: 'library', path: `${object.path}.${name}` };
    case 'data':
      return dataAttribute(r, object, node);
    case 'estimator':
      return estimatorAttribute(r, object, name) ?? { kind: 'method', self: object, name };
    case 'object': {
      const found = object.attributes.get(name) ?? memberOf(object.type, name);
      if (found?.kind === 'function')
        return { ...found, self: found.decorators.includes('staticmethod') ? undefined : object };
      if (found !== undefined) return found;
      return estimatorAttribute(r, object.estimator, name) ?? { kind: 'method', self: object, name };
    }
    case 'class': {
      const found = memberOf(object, name);
      return found ?? constant(undefined);
    }
    default:
      return { kind: 'method', self: object, name };
  }
}

function dataAttribute(r: Run, self: Data, node: ExpressionOf<'attribute'>): Value {
  const { name } = node;
  if (/^(loc|iloc|at|iat)$/.test(name))
    return like(self, {
      accessor: { name: name.replace('at', 'loc').replace('iiloc', 'iloc'), owner: self },
      name: self.name,
    });
  if (name === 'columns')
    return { kind: 'columns', frame: self, except: new Set(), taints: self.isSummary ? self.taints : [] };
  if (/^(shape|size|height|width)$/.test(name))
    return makeData({ rows: self.rows, isIndex: true, isSummary: true });
  if (name === 'indices' && self.isMatrix && self.rows !== undefined)
    return makeData({ taints: [r.taint('pool', self.rows, node, 'interactions')], isSummary: true });
  if (name === 'indices') return like(self, { isIndex: true, columns: undefined, taints: [] });
  if (name === 'index')
    return self.isSummary ? like(self) : like(self, { isIndex: true, columns: undefined, taints: [] });
  if (name === 'label' && self.label !== undefined) return self.label;
  if (NOT_COLUMNS.test(name))
    return like(self, {
      name: self.name,
      keys: self.keys,
      window: self.window,
      columns: name === 'values' && self.columns !== undefined ? new Map(self.columns) : self.columns,
    });
  if (self.name !== undefined || self.isExpression || self.isIndex || self.rows === undefined)
    return like(self);
  if (self.estimator !== undefined) return estimatorAttribute(r, self.estimator, name) ?? like(self);
  const role = keyRole(self, name);
  if (role !== undefined) return like(self, { rows: r.part(self.rows, `key:${role}`, role) });
  noteTime(r, self, [name]);
  return column(self, name);
}

export function subscripted(r: Run, node: ExpressionOf<'subscript'>): Value {
  const object = r.evaluate(node.object);
  const values = node.index.map((part) => (part.kind === 'slice' ? constant(undefined) : r.evaluate(part)));
  const [first] = values;
  switch (object.kind) {
    case 'data': {
      if (object.isRanked && object.scores.length > 0 && first?.kind === 'constant')
        chooses(r, object.scores, 'the best one is taken');
      if (object.accessor?.owner.isRanked && first?.kind === 'constant')
        chooses(r, object.accessor.owner.scores, 'the best one is taken');
      return subscriptOf(r, object, node.index, values, node);
    }
    case 'dictionary': {
      const key = first?.kind === 'constant' ? first.value : undefined;
      const found = key === undefined ? undefined : object.entries.get(String(key));
      if (found !== undefined) return found;
      const all = [...object.entries.values()].reduce((a: Value | undefined, b) => r.join(a, b), object.rest);
      return lookedUp(r, all, first);
    }
    case 'sequence': {
      const at = first?.kind === 'constant' && typeof first.value === 'number' ? first.value : undefined;
      if (object.isRanked && at !== undefined)
        chooses(r, r.asData(object)?.scores ?? [], 'the best one is taken');
      const item = at === undefined ? undefined : object.items.at(at);
      if (item !== undefined && object.rest === undefined) return item;
      if (at !== undefined && at < 0 && r.loops > 0 && object.items.length === 0) {
        const data = r.asData(object);
        if (data?.rows !== undefined)
          return like(data, { rows: r.part(data.rows, `[${at}]`), name: data.name });
      }
      if (node.index[0]?.kind === 'slice') {
        const data = r.asData(object);
        if (data?.rows !== undefined && columnNames(object) === undefined)
          return sliced(r, data, node.index[0]);
        return object;
      }
      const elements = r.elements(object);
      const element = elements.length === 0 ? undefined : elements.reduce((a, b) => r.join(a, b));
      const index = node.index[0]!;
      return lookedUp(r, index.kind === 'name' && r.loops > 0 ? oneOf(r, element, index.id) : element, first);
    }
    case 'columns':
      return first?.kind === 'data' ? { ...object, taints: [...object.taints, ...first.taints] } : object;
    case 'estimator':
      return object;
    case 'library': {
      const name = object.path.split('.').at(-1)!;
      const all = values.flatMap((value) => r.asData(value) ?? []);
      return name === 'c_' ? combined(r, all) : name === 'r_' ? stackedData(r, all) : makeData({});
    }
    default:
      return makeData({});
  }
}

/** `frames[k]` in a loop over `k`: one of the parts that a list holds, apart from the others. */
function oneOf(r: Run, element: Value | undefined, index: string): Value | undefined {
  if (element?.kind !== 'data' || element.rows === undefined || element.rows.split !== undefined)
    return element;
  if (element.isSummary || element.isIndex) return element;
  const rows = r.part(element.rows, `item ${index}`);
  rows.divider ??= { key: `item ${index}`, negated: false };
  return like(element, { rows, name: element.name });
}

/** What a table holds for a key: its marks meet the rows that ask. */
function lookedUp(r: Run, value: Value | undefined, key: Value | undefined): Value {
  if (value?.kind !== 'data' || key?.kind !== 'data' || key.rows === undefined)
    return value ?? constant(undefined);
  return value.isSummary ? r.made(like(value, { rows: key.rows, isSummary: false })) : value;
}
