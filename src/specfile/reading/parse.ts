/**
 * Reads a spec's text into a `Spec` and a list of problems, each at its exact place. The CLI and the editor share this
 * one validator; it never throws, because the editor asks while the user is still typing.
 */

import type { Place } from '../authoring/places.ts';
import { schemaTree } from '../authoring/schema-tree.ts';
import { valueAt } from '../authoring/schema-walk.ts';
import { semanticProblems } from '../checks/index.ts';
import { ExpressionError, parseLabel } from '../expression.ts';
import { type Spec, SpecSchema } from '../schema.ts';
import { SpecDocument } from './document.ts';
import { explain } from './explain.ts';
import type { SourceRange } from './positions.ts';
import { pathText, type SpecPath, type SpecProblem } from './problem.ts';

/** What a spec says, and what is wrong with it. */
export interface ParsedSpec {
  /** The spec with its defaults; absent when any problem is an error. */
  spec?: Spec;
  /** In the order of the text. */
  problems: SpecProblem[];
  /** The spec as plain data, as far as the YAML could be read: for surfaces that show a spec with errors. */
  value: unknown;
  /** True for a `lis:` block in a larger config. Paths start inside the block. */
  embedded: boolean;
  /**
   * Where a key stands. A path that is not written (a default) gives the nearest place above it. Needs no `this`.
   * @param what the key, its value, or the pair of both; an entry of a list gives its value
   */
  rangeOf(path: SpecPath, what: 'key' | 'value' | 'pair'): SourceRange;
  /** The place of `length` characters from `offset` inside the text value at `path`. */
  rangeWithin(path: SpecPath, offset: number, length: number): SourceRange;
  textOf(range: SourceRange): string;
  /** @param start offset in the text; so is `end` */
  rangeFrom(start: number, end: number): SourceRange;
  /** The key or plain value at an offset of the text. */
  placeAt(offset: number): Place | undefined;
  /** True when the path is written in the text. */
  has(path: SpecPath): boolean;
  /** Where edits of the text begin; absent of a training config, whose spec is drafted from keys of its own. */
  document?: SpecDocument;
}

/**
 * Reads a spec's text: the spec with its defaults, or what is wrong with it and where. Throws nothing and opens no file.
 * @param text of a spec file, or of a config with a top-level `lis:` block
 */
export function parseSpec(text: string): ParsedSpec {
  const document = new SpecDocument(text);
  const problems = [...document.problems];
  let spec: Spec | undefined;
  if (document.value !== undefined) {
    const result = SpecSchema.safeParse(document.value);
    if (result.success) problems.push(...semanticProblems(result.data, document));
    else problems.push(...explain(document, schemaTree(), result.error.issues));
    problems.push(...labelProblems(document));
    spec = result.data;
  }
  problems.sort((a, b) => a.range.start.offset - b.range.start.offset);
  const failed = spec === undefined || problems.some((problem) => problem.severity === 'error');
  return {
    ...(failed || spec === undefined ? {} : { spec }),
    problems,
    value: document.value,
    embedded: document.embedded,
    rangeOf: (path, what) => document.rangeOf(path, what),
    rangeWithin: (path, offset, length) => document.rangeWithin(path, offset, length),
    placeAt: (offset) => document.placeAt(offset),
    rangeFrom: (start, end) => document.rangeFrom(start, end),
    textOf: (range) => document.textOf(range),
    has: (path) => document.has(path),
    document,
  };
}

function labelProblems(document: SpecDocument): SpecProblem[] {
  const objectives = valueAt(document.value, ['objectives']);
  const count = Array.isArray(objectives) ? objectives.length : 0;
  const paths = [['log', 'label'], ...Array.from({ length: count }, (_, i) => ['objectives', i, 'label'])];
  return paths.flatMap((path): SpecProblem[] => {
    const label = valueAt(document.value, path);
    if (typeof label !== 'string' || label === '') return [];
    try {
      parseLabel(label);
      return [];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const range = document.rangeWithin(path, error.offset, error.length);
      const message = `\`${pathText(path)}\`: ${error.message}`;
      return [{ severity: 'error', code: 'expression', message, range, path }];
    }
  });
}
