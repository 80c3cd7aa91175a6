/** What the parts of the interpreter ask of each other. */
import type { Expression, ExpressionOf, Place } from '../syntax/nodes.ts';
import type { Facts } from './facts.ts';
import type { Role, Rows, Split } from './rows.ts';
import type { Taint, TaintKind } from './taints.ts';
import { type Data, type Dictionary, type Sequence, UNKNOWN, type Value } from './values.ts';

/** The arguments of a call. */
export class Given {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;

  constructor(positional: readonly Value[] = [], named: ReadonlyMap<string, Value> = new Map()) {
    this.positional = positional;
    this.named = named;
  }

  /** The argument at a place, or by one of its names. */
  at(position: number, ...names: string[]): Value | undefined {
    for (const name of names) {
      const found = this.named.get(name);
      if (found !== undefined) return found;
    }
    return this.positional[position];
  }

  /** A constant argument. */
  constant(position: number, ...names: string[]): string | number | boolean | null | undefined {
    const found = this.at(position, ...names);
    return found?.kind === 'constant' ? found.value : undefined;
  }

  all(): Value[] {
    return [...this.positional, ...this.named.values()];
  }
}

export interface Call {
  /** The method's or function's name. */
  name: string;
  given: Given;
  node: ExpressionOf<'call'>;
  /** Where a finding about it stands. */
  place: Place;
}

export interface Machine {
  readonly facts: Facts;
  /** How many loops are open. */
  readonly loops: number;
  /** Whether gradients are off, as while a network is evaluated. */
  readonly isFrozen: boolean;
  /** The name that the value of this statement gets, or the words that it is printed with. */
  readonly purpose: string;
  /** The calls of the file's functions that are open, the outermost first. */
  readonly callers: readonly Place[];
  /** Whether the text speaks of negatives: sampling means drawing them. */
  readonly hasNegatives: boolean;
  words(place: Place): string;
  evaluate(expression: Expression): Value;
  /** Calls a value: a function of the file is run with these arguments. */
  call(callee: Value, given: Given, call: Call): Value;
  taint(kind: TaintKind, rows: Rows | undefined, place: Place, what: string, more?: Partial<Taint>): Taint;
  /** The first place that had these words. */
  known(words: string, place: Place): Place;
  /** Rows that come from nowhere else: one for each place and name. */
  root(place: Place, role?: Role): Rows;
  /** Part of some rows; equal keys give the same part. */
  part(base: Rows, key: string, role?: Role, split?: Split, soft?: boolean): Rows;
  /** Rows one below the other. */
  stack(all: readonly Rows[]): Rows | undefined;
  /** What is left of rows when a part of them is taken away. */
  rest(base: Rows, part: Rows): Rows;
  split(split: Split): void;
  /** Data of a call's result, and its marks meet its rows. */
  made(data: Data): Data;
  join(a: Value | undefined, b: Value | undefined): Value;
  /** Anything as data: what a list or dictionary holds, joined. */
  asData(value: Value | undefined): Data | undefined;
  /** What a loop over the value gives, one after the other where that is known. */
  elements(value: Value): Value[];
}

export const constant = (value: string | number | boolean | null | undefined): Value => ({
  kind: 'constant',
  value,
});
export const tuple = (...items: Value[]): Sequence => ({
  kind: 'sequence',
  shape: 'tuple',
  items,
  rest: undefined,
});
export const listOf = (rest: Value | undefined): Sequence => ({
  kind: 'sequence',
  shape: 'list',
  items: [],
  rest,
});
export const dictionary = (entries: [string, Value][] = [], rest?: Value): Dictionary => ({
  kind: 'dictionary',
  entries: new Map(entries),
  rest,
});

/** The strings in a value that names columns: `'x'`, `['x', 'y']`, `pl.col('x')`. Undefined where they are not known. */
export function columnNames(value: Value | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'constant') return typeof value.value === 'string' ? [value.value] : undefined;
  if (value.kind === 'data') return value.isExpression && value.name !== undefined ? [value.name] : undefined;
  if (value.kind !== 'sequence' || value.rest !== undefined) return undefined;
  const names = value.items.map((item) => columnNames(item));
  return names.some((name) => name === undefined) ? undefined : names.flatMap((name) => name ?? []);
}

export const isTrue = (value: Value | undefined): boolean =>
  value?.kind === 'constant' && value.value === true;
export const isFalse = (value: Value | undefined): boolean =>
  value?.kind === 'constant' && value.value === false;
export const unknown = (): Value => UNKNOWN;
