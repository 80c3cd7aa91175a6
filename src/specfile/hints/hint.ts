/** An edit of a spec that a verdict asks for. What it is called stands where it is shown. */
import type { Report, SourceReport, Verdict } from '../../report/schema.ts';
import type { SpecDocument } from '../reading/document.ts';
import type { Suggestion } from '../reading/problem.ts';
import type { Spec } from '../schema.ts';
import type { SourceSpec } from '../sources/index.ts';

/** What an edit does, and the words that its title needs. */
export type Change =
  | { kind: 'exclude-column'; column: string }
  | { kind: 'exclude-source'; source: string }
  | { kind: 'add-swing' }
  | { kind: 'widen-window'; from: string; to: string }
  | { kind: 'longer-history'; from: number; to: number }
  | { kind: 'more-seeds'; from: number; to: number }
  | { kind: 'longer-evaluation'; from: string; to: string }
  | { kind: 'fewer-features' }
  | { kind: 'logged-score'; column: string }
  | { kind: 'search-base' }
  | { kind: 'simpler-ranker' }
  | { kind: 'gauc' }
  | { kind: 'count-in-base' }
  | { kind: 'measure-lags' }
  | { kind: 'probe'; source: string };

/** Places are of the text that the edit was made for; none overlap. */
export type Edit = Pick<Suggestion, 'range' | 'text'>;

export interface Hint {
  /** Names the edit among those of the spec, also after other edits. */
  id: string;
  /** The verdict that asks for it. */
  code: Verdict['code'];
  target: string;
  change: Change;
  edits: readonly Edit[];
}

/** What hints follow from. */
export interface Asked {
  report: Report;
  spec: Spec;
  document: SpecDocument;
  /** Columns of the log that look like what a ranker logged, the likeliest first. */
  scores: readonly string[];
}

/** A verdict with the source or model that it is on, where the spec still has that. */
export interface Judged extends Asked {
  verdict: Verdict;
  /** All verdicts on the same target. */
  beside: readonly Verdict[];
  /** Its index among the sources of the spec. */
  index: number;
  source: SourceSpec | undefined;
  found: SourceReport | undefined;
}

/** One edit that a verdict may ask for; undefined where it does not fit the spec. */
export type Maker = (asked: Judged) => { change: Change; edits: (Edit | undefined)[] } | undefined;
