/** Calls: of the file's own functions, of libraries, of methods. */
import { type Call, constant, Given } from '../flow/machine.ts';
import { union } from '../flow/taints.ts';
import { type Data, makeData, type Value } from '../flow/values.ts';
import { BUILTINS, chooses } from '../library/builtins.ts';
import { callLibrary } from '../library/call.ts';
import { combined } from '../library/combined.ts';
import { estimatorMethod, predicted } from '../library/estimators.ts';
import { fittedTaints } from '../library/fitting/learned.ts';
import { dataMethod } from '../library/methods.ts';
import { isMetric, isNetwork, scoreOf } from '../library/scores.ts';
import { windowStep } from '../library/windows.ts';
import type { Expression, ExpressionOf, Place } from '../syntax/nodes.ts';
import { columnsMethod, dictionaryMethod, sequenceMethod } from './containers.ts';
import { grown } from './growing.ts';
import { callObject, instance, memberOf, objectMethod } from './objects.ts';
import type { Run } from './run.ts';

export function valueOfCall(r: Run, node: ExpressionOf<'call'>): Value {
  const { callee } = node;
  const object =
    callee.kind === 'attribute'
      ? r.evaluate(callee.object)
      : isForeign(r, callee)
        ? foreign(callee)
        : r.evaluate(callee);
  const given = givenIn(r, node);
  const name = callee.kind === 'attribute' ? callee.name : callee.kind === 'name' ? callee.id : '';
  const place: Place =
    callee.kind === 'attribute'
      ? { unit: callee.unit, from: callee.nameFrom, to: callee.to }
      : { unit: node.unit, from: node.from, to: callee.to };
  const call: Call = { name, given, node, place };
  searched(r, call);
  if (
    callee.kind === 'attribute' &&
    callee.object.kind === 'subscript' &&
    /^(add|append|update|extend)$/.test(name)
  ) {
    const [first] = given.positional;
    if (first !== undefined && grown(r, callee.object, first)) return constant(null);
  }
  if (callee.kind !== 'attribute') return callValue(r, object, call);
  toggle(r, call);
  return callMethod(r, object, call);
}

/** A name that is called and defined nowhere: of an import with a star, or in a cell that is not there. */
const isForeign = (r: Run, callee: Expression): callee is ExpressionOf<'name'> =>
  callee.kind === 'name' && !BUILTINS.has(callee.id) && r.scope.get(callee.id) === undefined;

const foreign = ({ id }: ExpressionOf<'name'>): Value => ({ kind: 'library', path: `elsewhere.${id}` });

function givenIn(r: Run, { args }: ExpressionOf<'call'>): Given {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const { name, stars, value } of args) {
    const evaluated = r.evaluate(value);
    if (stars === 1) positional.push(...r.elements(evaluated));
    else if (stars === 2) {
      if (evaluated.kind === 'dictionary')
        for (const [key, entry] of evaluated.entries) named.set(key, entry);
      else if (evaluated.kind === 'data') named.set('**', evaluated);
    } else if (name === undefined) positional.push(evaluated);
    else named.set(name, evaluated);
  }
  return new Given(positional, named);
}

/** `study.optimize(objective)`: what the function returns is what is searched for. */
function searched(r: Run, { name, given, place }: Call): void {
  if (
    !/^(optimi[sz]e|fmin|maximi[sz]e|minimi[sz]e|gp_minimize|forest_minimize|tune|minimize_scalar|BayesianOptimization)$/.test(
      name,
    )
  )
    return;
  for (const value of given.all()) {
    const callee = value.kind === 'object' ? memberOf(value.type, '__call__') : value;
    if (callee?.kind !== 'function') continue;
    r.loops++;
    const result = r.asData(
      r.run(value.kind === 'object' ? { ...callee, self: value } : callee, new Given([makeData({})]), place),
    );
    r.loops--;
    if (result !== undefined) chooses(r, result.scores, 'the search goes by it');
  }
}

/** `model.eval()` and `model.train()` say whether a network is evaluated from here on. */
function toggle(r: Run, { name, given }: Call): void {
  if (given.positional.length + given.named.size > 0) return;
  if (/^eval$/.test(name)) r.isFrozen = true;
  if (name === 'train') r.isFrozen = false;
}

/** A call of a value by itself: `f(x)`. */
export function callValue(r: Run, callee: Value, call: Call): Value {
  switch (callee.kind) {
    case 'function':
      return r.run(callee, call.given, call.place);
    case 'class':
      return instance(r, callee, call);
    case 'library': {
      const name = callee.path.split('.').at(-1)!;
      const builtin = callee.path === name ? BUILTINS.get(name) : undefined;
      return builtin === undefined
        ? callLibrary(r, callee.path, { ...call, name })
        : builtin(r, { ...call, name });
    }
    case 'method':
      return callMethod(r, callee.self, { ...call, name: callee.name });
    case 'object':
      return callObject(r, callee, call);
    case 'estimator':
      return callEstimator(r, callee, call);
    default:
      return elsewhere(r, call);
  }
}

/** A network or a loss: `model(x)`, `criterion(output, y)`. */
function callEstimator(r: Run, callee: Extract<Value, { kind: 'estimator' }>, call: Call): Value {
  const all = inputs(r, call);
  if (all.length === 0) return makeData({ taints: callee.taints });
  if (callee.taints.length > 0 && callee.fits.length === 0)
    return combined(r, [...all, makeData({ taints: callee.taints, isSummary: true })]);
  const predictions = all.flatMap((data) => data.predictions);
  if (predictions.length > 0)
    return isMetric(callee.name) || /Loss$/.test(callee.name)
      ? scoreOf(r, [...new Set(predictions)], call, combined(r, all))
      : combined(r, all);
  if (isNetwork(callee.library))
    return predicted(r, callee, all.find(({ rows }) => rows !== undefined) ?? all[0]!, call);
  return combined(r, all);
}

const inputs = (r: Run, { given }: Call): Data[] =>
  given
    .all()
    .flatMap((value) =>
      value.kind === 'function' || value.kind === 'estimator' ? [] : (r.asData(value) ?? []),
    );

/** A function whose definition is not in the file. */
function elsewhere(r: Run, call: Call): Value {
  const all = inputs(r, call);
  const predictions = all.flatMap((data) => data.predictions);
  if (predictions.length > 0 && isMetric(call.name)) return scoreOf(r, [...new Set(predictions)], call);
  return all.length === 0 ? makeData({ rows: r.root(call.place) }) : combined(r, all);
}

export function callMethod(r: Run, object: Value, call: Call): Value {
  switch (object.kind) {
    case 'library':
      return callValue(r, { kind: 'library', path: `${object.path}.${call.name}` }, call);
    case 'data':
      return dataMethod(r, object, call);
    case 'estimator': {
      if (object.name === 'Window') return windowStep(r, object, call);
      const result = estimatorMethod(r, object, call);
      if (result !== undefined) return result;
      const all = inputs(r, call);
      return all.length > 0 && object.fits.length === 0
        ? combined(r, all)
        : makeData({
            taints: union(all[0]?.taints ?? [], fittedTaints(r, object)),
            isSummary: all.length === 0,
            rows: all[0]?.rows,
          });
    }
    case 'object':
    case 'class':
      return objectMethod(r, object, call);
    case 'dictionary':
      return dictionaryMethod(r, object, call);
    case 'sequence':
      return sequenceMethod(r, object, call);
    case 'columns':
      return columnsMethod(object, call);
    case 'method':
    case 'function':
      return elsewhere(r, call);
    default:
      return constant(undefined);
  }
}
