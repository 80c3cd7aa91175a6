/** What a look at a log says about its columns, before it is written down as a spec. */
import type { ReadySplit } from './split-files.ts';

export interface Choice {
  /** The value of the key: a column, or an expression; absent where nothing is clear. */
  value?: string | undefined;
  why: string;
  /** Columns that the user may choose instead. */
  candidates: string[];
}

export interface ChosenFeature {
  name: string;
  type: 'categorical' | 'numeric';
  why: string;
}

export interface LeftOut {
  name: string;
  why: string;
}

/** A column with the score of a production ranker. */
export interface LoggedScore {
  value: string;
  /** Whether it is the base of the draft; else it is proposed in a comment. */
  taken: boolean;
  why: string;
}

export interface Inferred {
  user: Choice;
  item: Choice;
  label: Choice;
  time: Choice;
  group?: Choice | undefined;
  split?: ReadySplit | undefined;
  score?: LoggedScore | undefined;
  features: ChosenFeature[];
  /** Columns left out, each with the reason. */
  left: LeftOut[];
}
