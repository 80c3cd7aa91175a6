/** Values of the abstract interpreter. */
import type { Expression, Parameter, Place, Statement } from '../syntax/nodes.ts';
import type { Rows } from './rows.ts';
import { NONE, type Taint, union } from './taints.ts';

/** Predictions of an estimator for rows. */
export interface Prediction {
  by: Estimator;
  /** What it was fitted on then. */
  fits: readonly Fit[];
  rows: Rows;
  place: Place;
}

/** A score that was computed on rows. */
export interface Scored {
  rows: Rows;
  place: Place;
  /** How many loops the line stands in. */
  depth: number;
}

/** What chooses rows: `df.ts < cut`, `df.split == 'train'`, `rng.random(len(df)) < 0.8`. */
export interface Mask {
  /** Equal for a condition and its opposite. */
  key: string;
  negated: boolean;
  /** `before`, `after`, `between` of time; `random`; `part`: of the rows that `of` names. */
  kind: 'before' | 'after' | 'between' | 'random' | 'part' | 'role' | 'other';
  rows?: Rows | undefined;
  role?: 'train' | 'valid' | 'test' | undefined;
  place: Place;
}

export interface Window {
  centred: boolean;
  /** Whether it ends before the row itself. */
  before: boolean;
  place: Place;
}

/** A frame, column, array, tensor, set of items, scalar made of them, expression of columns, or loader of them. */
export class Data {
  readonly kind = 'data';
  rows: Rows | undefined;
  /** Of all columns that are not named below. */
  taints: readonly Taint[] = NONE;
  columns: Map<string, readonly Taint[]> | undefined;
  /** Whether there are no columns but those named. */
  closed = false;
  /** Of one column its name. */
  name: string | undefined;
  /** Of an expression with another name the column it is of. */
  origin: string | undefined;
  /** Columns that an expression is made of. */
  sources: readonly string[] = [];
  /** Of an index of positions the slice it stands for. */
  positions: Extract<Expression, { kind: 'slice' }> | undefined;
  mask: Mask | undefined;
  /** Positions or an index of rows, rather than their values. */
  isIndex = false;
  isRandom: Place | undefined;
  /** Columns of random numbers. */
  draws: Map<string, Place> | undefined;
  isExpression = false;
  /** Keys of `groupby`. */
  keys: readonly string[] | undefined;
  /** What a group or a window is of, as a whole. */
  window: Window | undefined;
  /** `.loc`, `.iloc`, `.str`, with the frame they belong to. */
  accessor: { name: string; owner: Data } | undefined;
  predictions: readonly Prediction[] = [];
  scores: readonly Scored[] = [];
  /** Of data with a label: `Dataset(X, y)`. */
  features: Data | undefined;
  label: Data | undefined;
  /** Whether its values lie one row or more before. */
  lagged = false;
  /** Of a column the frame that it is taken from. */
  parent: Data | undefined;
  /** Whether order was turned around. */
  reversed = false;
  /** A user-item matrix: every axis of it is over rows of the log. */
  isMatrix = false;
  /** One number, or a lookup table by key: it has no rows of its own. */
  isSummary = false;
  /** Drawn at random: candidates for negatives. */
  isDrawn = false;
  /** What an unknown object turns out to be once it is fitted. */
  estimator: Estimator | undefined;
  /** Of `sorted(...)` and `sort_values`: by whose scores. */
  isRanked = false;
  /** Of an expression whether it counts rows: in groups that says something of them. */
  isCount = false;
  /** A set: what is taken from it knows the other. */
  isSet = false;
  /** One of the values that a loop goes through. */
  isItem = false;
  /** Of a length of time its sign; of a time the sign of the length that was added to it. */
  moved = 0;
  /** Columns of times that were moved. */
  moves: Map<string, number> | undefined;
}

export interface Fit {
  /** Of `partial_fit`: beside earlier fits. */
  isMore?: boolean;
  rows: Rows | undefined;
  place: Place;
  callers: readonly Place[];
  data: Data | undefined;
}

export interface Estimator {
  kind: 'estimator';
  /** The class's name. */
  name: string;
  library: string;
  options: Map<string, Value>;
  positional: readonly Value[];
  fits: Fit[];
  /** What its options were chosen by. */
  taints: readonly Taint[];
  place: Place;
}

export interface FunctionValue {
  kind: 'function';
  name: string;
  parameters: readonly Parameter[];
  body: readonly Statement[] | Expression;
  scope: Scope;
  self?: Value | undefined;
  decorators: readonly string[];
}

export interface ClassValue {
  kind: 'class';
  name: string;
  bases: readonly string[];
  parents: readonly ClassValue[];
  members: Map<string, Value>;
}

export interface ObjectValue {
  kind: 'object';
  type: ClassValue;
  attributes: Map<string, Value>;
  /** A model that the file trains itself is an estimator too. */
  estimator: Estimator;
}

export interface LibraryValue {
  kind: 'library';
  path: string;
}

export interface Sequence {
  kind: 'sequence';
  shape: 'list' | 'tuple' | 'set';
  items: Value[];
  /** What else was put in, joined. */
  rest: Value | undefined;
  /** Whether it was sorted, so that the first is the best. */
  isRanked?: boolean;
}

export interface Dictionary {
  kind: 'dictionary';
  entries: Map<string, Value>;
  rest: Value | undefined;
}

export interface Constant {
  kind: 'constant';
  value: string | number | boolean | null | undefined;
}

/** `df.columns`, and what is left of them. */
export interface ColumnNames {
  kind: 'columns';
  frame: Data;
  except: ReadonlySet<string>;
  taints: readonly Taint[];
}

export interface Method {
  kind: 'method';
  self: Value;
  name: string;
}

export type Value =
  | Data
  | Estimator
  | FunctionValue
  | ClassValue
  | ObjectValue
  | LibraryValue
  | Sequence
  | Dictionary
  | Constant
  | ColumnNames
  | Method;

/** Variables of a module or a function. */
export class Scope {
  variables: Map<string, Value>;
  readonly outer: Scope | undefined;
  /** Parameters of the function: what is given for them is known exactly. */
  parameters: ReadonlySet<string> = new Set();

  constructor(outer?: Scope, variables = new Map<string, Value>()) {
    this.outer = outer;
    this.variables = variables;
  }

  get(name: string): Value | undefined {
    for (let at: Scope | undefined = this; at !== undefined; at = at.outer) {
      const found = at.variables.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

export const UNKNOWN: Constant = { kind: 'constant', value: undefined };

const PLAIN: Data = { ...new Data() };

export const makeData = (changes: Partial<Data>): Data => ({ ...PLAIN, ...changes });

/** A copy with changes; its columns are its own. */
export function like(data: Data, changes: Partial<Data> = {}): Data {
  const copy: Data = { ...data, ...NOT_KEPT, ...changes };
  if (copy.columns === data.columns && data.columns !== undefined) copy.columns = new Map(data.columns);
  return copy;
}

/** What only belongs to the data themselves. */
const NOT_KEPT: Partial<Data> = {
  mask: undefined,
  accessor: undefined,
  keys: undefined,
  window: undefined,
  parent: undefined,
};

/** Every taint of a frame. */
export function allTaints(data: Data): readonly Taint[] {
  let all = data.taints;
  if (data.columns !== undefined) for (const taints of data.columns.values()) all = union(all, taints);
  return all;
}

export function taintsOfColumn(data: Data, name: string): readonly Taint[] {
  const found = data.columns?.get(name);
  if (found !== undefined) return found;
  let taints = data.closed ? NONE : data.taints;
  for (const [column, marks] of data.columns ?? []) {
    if (marks.length > 0 && /^[fF]["']/.test(column) && fits(column, name)) taints = union(taints, marks);
  }
  return taints;
}

/** Whether a name may be one that an f-string makes. */
function fits(words: string, name: string): boolean {
  const pattern = words
    .slice(2, -1)
    .split(/\{[^}]*\}/)
    .map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(name);
}
