/** One YAML config with the places of what it says: an adapter asks it for values, and remembers where each one stood. */

import { isMapping, valueAt } from '../authoring/schema-walk.ts';
import { SpecDocument } from '../reading/document.ts';
import type { SourceRange } from '../reading/positions.ts';
import type { SpecPath, SpecProblem } from '../reading/problem.ts';

/** Where something stands: a file (absolute) and a range in it. */
export interface Place {
  file: string;
  range: SourceRange;
}

export class ConfigText {
  readonly path: string;
  readonly value: unknown;
  readonly #document: SpecDocument;
  readonly #below: ConfigText | undefined;

  /** @param below a config whose keys hold where this one has none, as frameworks layer theirs */
  constructor(path: string, text: string, below?: ConfigText) {
    this.path = path;
    this.#document = new SpecDocument(text);
    this.value = this.#document.value;
    this.#below = below;
  }

  /** What keeps the YAML from being read. A key given twice, or a tag of Python's, does not. */
  get broken(): SpecProblem | undefined {
    return this.value === undefined ? this.#document.problems.at(-1) : undefined;
  }

  at(path: SpecPath): unknown {
    return this.#isBelow(path) ? this.#below?.at(path) : valueAt(this.value, path);
  }

  has(path: SpecPath): boolean {
    return this.#isBelow(path) ? this.#below?.has(path) === true : this.#document.has(path);
  }

  /** Whether the config below speaks of `path`: this one does not have its first key. */
  #isBelow([first]: SpecPath): boolean {
    return (
      this.#below !== undefined &&
      first !== undefined &&
      !this.#document.has([first]) &&
      this.#below.has([first])
    );
  }

  /** A non-empty text, also where YAML reads a number. */
  text(path: SpecPath): string | undefined {
    const value = this.at(path);
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  }

  /** Own keys of the mapping at `path`; none where it is something else. */
  keys(path: SpecPath): string[] {
    const value = this.at(path);
    return isMapping(value) ? Object.keys(value) : [];
  }

  /** The value; the key where it is a mapping or a list, which would mark half of the file. */
  place(path: SpecPath, what?: 'key' | 'value'): Place {
    if (this.#below !== undefined && this.#isBelow(path)) return this.#below.place(path, what);
    const whole = typeof this.at(path) === 'object';
    const range = what === undefined && whole ? this.#document.headline(path) : undefined;
    return { file: this.path, range: range ?? this.#document.rangeOf(path, what ?? 'value') };
  }
}
