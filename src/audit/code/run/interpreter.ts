/**
 * The abstract interpreter: it goes through a program statement by statement with values that stand for what is known of the real ones,
 * runs the file's functions where they are called, and gathers facts for the rules. Its work has a limit, whatever the program.
 */
import { Facts } from '../flow/facts.ts';
import { type Call, constant, Given } from '../flow/machine.ts';
import { mentionsNegatives, roleIn } from '../flow/names.ts';
import { type Role, Rows, type Split, stacked } from '../flow/rows.ts';
import type { Taint, TaintKind } from '../flow/taints.ts';
import {
  allTaints,
  type ClassValue,
  type Data,
  type FunctionValue,
  like,
  makeData,
  Scope,
  type Value,
} from '../flow/values.ts';
import { combined } from '../library/combined.ts';
import { type Expression, type Place, type Statement, startOf } from '../syntax/nodes.ts';
import { assignTo } from './assignments.ts';
import { callValue } from './calls.ts';
import { dataOf } from './data-of.ts';
import { valueIn } from './expressions.ts';
import { joinValues } from './joined.ts';
import type { Run } from './run.ts';
import { scoredByCall } from './scored.ts';
import { executeAll } from './statements.ts';

/** Expressions and statements that are looked at: a bound on time, far above what programs need. */
const STEPS = 400_000;
const DEEPEST_CALL = 8;
/** Runs of one function: later calls give what they are given. */
const MOST_RUNS = 40;
/** What a loop over a list that is written out goes through. */
const MOST_TURNS = 5;

export class Interpreter implements Run {
  readonly facts = new Facts();
  readonly open = new Set<unknown>();
  readonly runs = new Map<unknown, number>();
  readonly hasNegatives: boolean;
  scope = new Scope();
  loops = 0;
  isFrozen = false;
  purpose = '';
  returned: Value | undefined;
  isLeft = false;
  callers: readonly Place[] = [];
  #path = '';
  readonly #text: string;
  readonly #parts = new Map<string, Rows>();
  readonly #roots = new Map<string, Rows>();
  readonly #taints = new Map<string, Taint>();
  readonly #places = new Map<string, Place>();
  #steps = STEPS;

  constructor(text: string) {
    this.#text = text;
    this.hasNegatives = mentionsNegatives(text);
  }

  /** Goes through a program, and then through the functions that it never calls. */
  interpret(statements: readonly Statement[]): Facts {
    this.execute(statements);
    for (const value of [...this.scope.variables.values()]) {
      this.isLeft = false;
      if (value.kind === 'function') this.#uncalled(value);
      else if (value.kind === 'class') this.#unusedClass(value);
    }
    if (this.facts.learned === 0) this.#joinAll();
    this.facts.settle();
    return this.facts;
  }

  /** Where the training is elsewhere, every frame that is left may be trained on. */
  #joinAll(): void {
    for (const value of this.scope.variables.values()) {
      const data = value.kind === 'sequence' || value.kind === 'dictionary' ? this.asData(value) : value;
      if (data?.kind !== 'data' || data.rows === undefined) continue;
      for (const taint of allTaints(data)) {
        // A count that rows are filtered by stays in a frame too.
        const isFeature = taint.kind !== 'statistic' || taint.fitted || data.taints.includes(taint);
        if (isFeature && taint.rows !== undefined) this.facts.meet(taint, data.rows);
      }
    }
  }

  #uncalled(callee: FunctionValue): void {
    if (this.runs.has(callee.body)) return;
    this.returned = undefined;
    this.run(callee, new Given(), placeOf(callee));
  }

  #unusedClass(type: ClassValue): void {
    const methods = [...type.members.values()].filter((value) => value.kind === 'function');
    if (methods.length === 0 || methods.some(({ body }) => this.runs.has(body))) return;
    const call = {
      name: type.name,
      given: new Given(),
      place: placeOf(methods[0]!),
      node: undefined,
    } as unknown as Call;
    const self = callValue(this, type, call);
    for (const method of methods) {
      if (!this.runs.has(method.body)) this.run({ ...method, self }, new Given(), placeOf(method));
    }
  }

  step(): boolean {
    return --this.#steps > 0;
  }

  words({ unit, from, to }: Place): string {
    return this.#text.slice(unit.base + from, unit.base + to);
  }

  evaluate(expression: Expression): Value {
    return valueIn(this, expression);
  }

  execute(statements: readonly Statement[]): void {
    executeAll(this, statements);
  }

  assign(target: Expression, value: Value): void {
    assignTo(this, target, value);
  }

  call(callee: Value, given: Given, call: Call): Value {
    return callValue(this, callee, { ...call, given });
  }

  run(callee: FunctionValue, given: Given, place: Place): Value {
    const times = this.runs.get(callee.body) ?? 0;
    if (this.open.has(callee.body) || this.open.size >= DEEPEST_CALL || times >= MOST_RUNS) {
      const all = given
        .all()
        .flatMap((value) => (value.kind === 'function' ? [] : (this.asData(value) ?? [])));
      return all.length === 0 ? constant(undefined) : combined(this, all);
    }
    this.runs.set(callee.body, times + 1);
    this.open.add(callee.body);
    const { scope, returned, isLeft, isFrozen, callers, purpose } = this;
    const path = this.#path;
    this.#path = `${path}>${startOf(place)}`;
    this.callers = [...callers, place];
    this.scope = new Scope(callee.scope);
    this.returned = undefined;
    this.isLeft = false;
    if (callee.decorators.some((name) => /no_grad|inference_mode/.test(name))) this.isFrozen = true;
    this.#bind(callee, given, place);
    this.scope.parameters = new Set(callee.parameters.map(({ name }) => name));
    let result: Value;
    if (isStatements(callee.body)) {
      this.execute(callee.body);
      result = this.returned ?? constant(null);
    } else result = this.evaluate(callee.body);
    Object.assign(this, { scope, returned, isLeft, isFrozen, callers, purpose });
    this.#path = path;
    this.open.delete(callee.body);
    return callee.name === 'lambda' ? result : scoredByCall(this, callee, given, place, result);
  }

  #bind({ parameters, self }: FunctionValue, given: Given, place: Place): void {
    const positional = self === undefined ? given.positional : [self, ...given.positional];
    for (const [i, parameter] of parameters.entries()) {
      const { name, stars } = parameter;
      let value: Value | undefined;
      if (stars === 1)
        value = { kind: 'sequence', shape: 'tuple', items: positional.slice(i), rest: undefined };
      else if (stars === 2) value = { kind: 'dictionary', entries: new Map(given.named), rest: undefined };
      else
        value =
          given.named.get(name) ?? positional[i] ?? (parameter.default && this.evaluate(parameter.default));
      value ??=
        given.positional.length + given.named.size === 0 || !stars
          ? makeData({ rows: this.root({ ...place, from: place.from + i, to: place.to + i }, roleIn(name)) })
          : constant(undefined);
      this.scope.variables.set(name, value);
    }
  }

  taint(
    kind: TaintKind,
    rows: Rows | undefined,
    place: Place,
    what: string,
    more: Partial<Taint> = {},
  ): Taint {
    const key = `${kind}:${startOf(place)}:${rows?.id ?? ''}:${what}:${more.column ?? ''}`;
    let taint = this.#taints.get(key);
    if (taint === undefined) {
      taint = {
        kind,
        place,
        rows,
        what,
        column: more.column,
        fitted: more.fitted ?? false,
        needsTime: more.needsTime ?? false,
        callers: more.callers ?? this.callers,
      };
      this.#taints.set(key, taint);
    }
    return taint;
  }

  known(words: string, place: Place): Place {
    const first = this.#places.get(words);
    if (first === undefined) this.#places.set(words, place);
    return first ?? place;
  }

  root(place: Place, role?: Role): Rows {
    const key = `${startOf(place)}:${place.to}:${role ?? ''}:${this.#path}`;
    let rows = this.#roots.get(key);
    if (rows === undefined) {
      rows = this.#known(new Rows([], role));
      rows.place = place;
      this.#roots.set(key, rows);
    }
    return rows;
  }

  part(base: Rows, key: string, role?: Role, split?: Split, soft = false): Rows {
    const whole = `${base.id}:${key}`;
    let rows = this.#parts.get(whole);
    if (rows === undefined) {
      rows = this.#known(new Rows([base], role, split));
      rows.soft = soft;
      this.#parts.set(whole, rows);
    }
    return rows;
  }

  rest(base: Rows, part: Rows): Rows {
    const role = part.givenRole === 'train' ? 'test' : part.givenRole === undefined ? undefined : 'train';
    if (part.split !== undefined) this.split(part.split);
    const rest = this.part(base, `not:${part.id}`, role, part.split);
    if (part.bases[0] === base) {
      part.divider ??= { key: `part ${part.id}`, negated: false };
      rest.divider ??= { key: part.divider.key, negated: !part.divider.negated };
    }
    return rest;
  }

  stack(all: readonly Rows[]): Rows | undefined {
    const rows = stacked(all);
    return rows === undefined || all.includes(rows) ? rows : this.#known(rows);
  }

  #known(rows: Rows): Rows {
    this.facts.rows.push(rows);
    return rows;
  }

  split(split: Split): void {
    if (!this.facts.splits.includes(split)) this.facts.splits.push(split);
  }

  made(data: Data): Data {
    if (data.rows !== undefined && (data.taints.length > 0 || data.columns !== undefined))
      this.facts.join(data);
    return data;
  }

  join(a: Value | undefined, b: Value | undefined): Value {
    return joinValues(a, b) ?? constant(undefined);
  }

  asData(value: Value | undefined): Data | undefined {
    return dataOf(this, value, 0);
  }

  elements(value: Value): Value[] {
    switch (value.kind) {
      case 'sequence': {
        const all = value.rest === undefined ? value.items : [...value.items, value.rest];
        if (all.length <= MOST_TURNS) return all;
        return all.every(({ kind }) => kind === 'constant')
          ? [constant(undefined)]
          : [all.reduce((a, b) => this.join(a, b))];
      }
      case 'dictionary':
        return [constant(undefined)];
      case 'data': {
        const { keys } = value;
        const element = like(value, { columns: value.columns && new Map(value.columns), name: value.name });
        element.isItem = keys === undefined;
        if (keys === undefined) return [element];
        return [
          {
            kind: 'sequence',
            shape: 'tuple',
            items: [makeData({ rows: value.rows, name: keys[0], isSummary: true }), element],
            rest: undefined,
          },
        ];
      }
      default:
        return [constant(undefined)];
    }
  }
}

const isStatements = (body: FunctionValue['body']): body is readonly Statement[] => Array.isArray(body);

function placeOf({ body }: FunctionValue): Place {
  const first = isStatements(body) ? body[0] : body;
  return first ?? { unit: { base: 0 }, from: 0, to: 0 };
}
