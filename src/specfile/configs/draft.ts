/**
 * What an adapter makes of a config: the parts of a spec, each with the reason and the place it came from. Also what it
 * could not take over, and what keeps it from making a spec at all. Nothing of the config is dropped without a word.
 */
import type { Place } from './text.ts';

/** A value of the spec. */
export interface Chosen<T = string> {
  value: T;
  /** Why it is this one: the config's key, or what was inferred from what. */
  why: string;
  from: Place;
}

export interface DraftFeature {
  name: string;
  type: 'categorical' | 'numeric';
  from: Place;
}

export interface DraftTable {
  /** Absolute. */
  path: string;
  key: string;
  features: DraftFeature[];
  why: string;
  from: Place;
}

export type DraftSplit =
  | { evaluate: string; why: string; from: Place }
  | {
      /** Base names of files, or absolute paths of them, which may be globs. */
      train: Chosen;
      validate?: Chosen | undefined;
      evaluate: Chosen;
      why: string;
    };

export interface Draft {
  /** Absolute. */
  log: Chosen<string[]>;
  user: Chosen;
  item: Chosen;
  label: Chosen;
  time?: Chosen | undefined;
  group?: Chosen | undefined;
  features: DraftFeature[];
  items?: DraftTable | undefined;
  users?: DraftTable | undefined;
  split: DraftSplit;
}

/** Something of the config that the evaluation does not do, or does otherwise. */
export interface ConfigNote {
  /** Stable, for tests and machines. */
  code: string;
  message: string;
  place: Place;
}

/** Something that keeps the config from becoming a spec. */
export interface ConfigProblem {
  code: string;
  message: string;
  place: Place;
}

/** Collects what an adapter has to say while it reads. */
export class Findings {
  readonly notes: ConfigNote[] = [];
  readonly problems: ConfigProblem[] = [];

  note(code: string, message: string, place: Place): void {
    this.notes.push({ code, message, place });
  }

  fail(code: string, message: string, place: Place): undefined {
    this.problems.push({ code, message, place });
    return undefined;
  }
}
