/** What is wrong with a spec, in words and at a place. The CLI prints these; the editor shows them as Problems. */
import type { SourceRange } from './positions.ts';

export type SpecPath = readonly (string | number)[];

/** A repair: put `text` in place of `range`. */
export interface Suggestion {
  title: string;
  range: SourceRange;
  text: string;
}

/** One thing that is wrong with a spec, or that its author may not want. */
export interface SpecProblem {
  severity: 'error' | 'warning';
  /** Stable, for tests and machines: `unknown-key`, `yaml`, … */
  code: string;
  /** One sentence for people; it names the key where the place alone would not. */
  message: string;
  range: SourceRange;
  /** Path of the key from the spec's root; empty for the spec as a whole. */
  path: SpecPath;
  /** The repair that its author most likely wants. */
  suggestion?: Suggestion | undefined;
  /** Other repairs. */
  alternatives?: Suggestion[] | undefined;
}

/** `['sources', 0, 'window']` → `sources[0].window`. */
export function pathText(path: SpecPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
