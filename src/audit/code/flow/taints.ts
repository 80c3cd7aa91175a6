/** What a value holds that it should not know: marks that it carries from the line that made them to where they do harm. */
import type { Place } from '../syntax/nodes.ts';
import type { Rows } from './rows.ts';

export type TaintKind =
  /** A statistic of rows, of values or by fitting. */
  | 'statistic'
  /** What remains of choosing by the scores of rows. */
  | 'choice'
  /** Drawn with knowledge of rows. */
  | 'sample'
  /** Rows that a set of items comes from, before anything is drawn from it. */
  | 'pool'
  /** A later row's value beside a row. */
  | 'future'
  /** A window that holds the row's own value. */
  | 'itself';

export interface Taint {
  readonly kind: TaintKind;
  readonly place: Place;
  /** Undefined inside a column expression that is not applied to a frame yet. */
  readonly rows: Rows | undefined;
  /** What made it, in words: ``the mean of `x` ``. */
  readonly what: string;
  readonly column: string | undefined;
  /** Of fitted objects: it counts even where a comparison is all that is left of it. */
  readonly fitted: boolean;
  /** Whether it is only wrong among rows that are ordered in time: filling from below. */
  readonly needsTime: boolean;
  /** The calls that were open when it was made, the outermost first. */
  readonly callers: readonly Place[];
}

export const NONE: readonly Taint[] = [];

/** The taints of both, each once. Lists stay short: what joins a hundred marks has no first line any more. */
export function union(a: readonly Taint[], b: readonly Taint[]): readonly Taint[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  let all: Taint[] | undefined;
  for (const taint of b) {
    if (a.includes(taint) || all?.includes(taint)) continue;
    all ??= [...a];
    if (all.length < 40) all.push(taint);
  }
  return all ?? a;
}
