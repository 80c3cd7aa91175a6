/** Classes of the file and their objects. */
import { type Call, constant, Given } from '../flow/machine.ts';
import { NONE, type Taint, union } from '../flow/taints.ts';
import {
  allTaints,
  type ClassValue,
  type Data,
  like,
  makeData,
  type ObjectValue,
  type Value,
} from '../flow/values.ts';
import { combined } from '../library/combined.ts';
import { estimatorMethod, predicted } from '../library/estimators.ts';
import { dataset } from '../library/training.ts';
import { startOf } from '../syntax/nodes.ts';
import type { Run } from './run.ts';

export function memberOf(type: ClassValue, name: string): Value | undefined {
  const found = type.members.get(name);
  if (found !== undefined) return found;
  return type.parents.map((parent) => memberOf(parent, name)).find((member) => member !== undefined);
}

function basesOf(type: ClassValue): string[] {
  return [...type.bases, ...type.parents.flatMap(basesOf)];
}

export function instance(r: Run, type: ClassValue, call: Call): Value {
  const bases = basesOf(type);
  const isNetwork = bases.some((base) => /Module$|LightningModule$|^Model$|\.Model$/.test(base));
  const self: ObjectValue = {
    kind: 'object',
    type,
    attributes: new Map(),
    estimator: {
      kind: 'estimator',
      name: type.name,
      library: isNetwork ? 'file-network' : 'file',
      options: new Map(call.given.named),
      positional: call.given.positional,
      fits: [],
      taints: [],
      place: call.place,
    },
  };
  const init = memberOf(type, '__init__');
  if (init?.kind === 'function') r.run({ ...init, self }, call.given, call.place);
  else fields(self, call.given);
  if (bases.some((base) => /Dataset$|Sampler$/.test(base))) {
    const data = dataset(r, call);
    const item = memberOf(type, '__getitem__') ?? memberOf(type, '__iter__');
    if (item?.kind === 'function') {
      const at = makeData({ rows: data.rows, isIndex: true });
      const given = r.asData(r.run({ ...item, self }, new Given([at]), call.place));
      if (given !== undefined && given.rows === undefined) r.facts.join(given, data.rows);
    }
    if (data.rows !== undefined)
      return like(data, { taints: union(data.taints, taintsOfAttributes(self, data)) });
  }
  return self;
}

/** What the data that a data set keeps was made with: items are read from it, not from what the data set was given. */
function taintsOfAttributes({ attributes }: ObjectValue, { rows }: Data): readonly Taint[] {
  return [...attributes.values()]
    .flatMap((value) => (value.kind === 'data' && value.rows === rows ? [allTaints(value)] : []))
    .reduce(union, NONE);
}

/** Of a dataclass the fields get what is given. */
function fields(self: ObjectValue, given: Given): void {
  for (const [name, value] of given.named) self.attributes.set(name, value);
}

export function callObject(r: Run, self: ObjectValue, call: Call): Value {
  const method = memberOf(self.type, '__call__');
  if (method?.kind === 'function') return r.run({ ...method, self }, call.given, call.place);
  const all = call.given.all().flatMap((value) => (value.kind === 'function' ? [] : (r.asData(value) ?? [])));
  const first = all.find(({ rows }) => rows !== undefined) ?? all[0];
  const forward = self.estimator.library === 'file-network' ? memberOf(self.type, 'forward') : undefined;
  if (first === undefined)
    return forward?.kind === 'function' ? r.run({ ...forward, self }, call.given, call.place) : makeData({});
  if (self.estimator.library !== 'file-network') return combined(r, all);
  return predicted(r, self.estimator, all.length > 1 ? combined(r, all) : first, call);
}

/** A method of an object; an object with `fit` and `predict` is an estimator besides. */
export function objectMethod(r: Run, self: ObjectValue | ClassValue, call: Call): Value {
  const type = self.kind === 'object' ? self.type : self;
  const attribute = self.kind === 'object' ? self.attributes.get(call.name) : undefined;
  const method = attribute ?? memberOf(type, call.name);
  if (self.kind === 'class') {
    return method?.kind === 'function'
      ? r.run(
          method.decorators.includes('classmethod') ? { ...method, self } : method,
          call.given,
          call.place,
        )
      : makeData({});
  }
  if (method?.kind === 'function') {
    const isStatic = method.decorators.includes('staticmethod');
    const result = r.run(isStatic ? method : { ...method, self }, call.given, call.place);
    return asEstimator(r, self, call, result);
  }
  const [, second] = /^fit_(transform|predict)$/.exec(call.name) ?? [];
  if (second !== undefined && memberOf(type, 'fit') !== undefined && memberOf(type, second) !== undefined) {
    const fitted = objectMethod(r, self, { ...call, name: 'fit' });
    const given = new Given(call.given.positional.slice(0, 1));
    return objectMethod(r, fitted.kind === 'object' ? fitted : self, { ...call, name: second, given });
  }
  if (method !== undefined) return r.call(method, call.given, call);
  return (
    estimatorMethod(r, self.estimator, call) ??
    (call.given.positional.length === 0 ? self : constant(undefined))
  );
}

function asEstimator(r: Run, self: ObjectValue, call: Call, result: Value): Value {
  const all = call.given.all().map((value) => r.asData(value));
  const data = all.find((each) => each?.rows !== undefined);
  if (data?.rows === undefined) return result;
  if (/^(fit|train|fit_model|train_model|partial_fit)$/.test(call.name)) {
    self.estimator.fits = [{ rows: data.rows, place: call.place, callers: [], data }];
    const learned = data.features ?? data;
    if (
      [...self.type.members.keys()].some((name) => /^(predict|recommend|rank|score|top|forecast)/.test(name))
    ) {
      r.facts.modelFits.set(startOf(call.place), { place: call.place, name: self.type.name });
    }
    if (self.type.members.has('predict') || self.type.members.has('recommend')) r.facts.learn(learned);
  } else if (/^(predict\w*|score_items)$/.test(call.name) && self.estimator.fits.length > 0) {
    const made = predicted(
      r,
      self.estimator,
      { ...like(data), taints: [], columns: undefined } as Data,
      call,
    );
    const given = r.asData(result);
    return given === undefined
      ? made
      : like(given, {
          rows: given.rows ?? made.rows,
          predictions: [...given.predictions, ...made.predictions],
        });
  }
  return result;
}
