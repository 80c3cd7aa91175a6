/**
 * Turns what the schema's validator found into sentences. The validator knows types and paths; this adds what the author
 * meant: the nearest key of that level, the form of a source that the keys point to, what was expected and found.
 */
import type * as z from 'zod/mini';
import { adding, startingValue } from '../authoring/repair.ts';
import type { SchemaNode } from '../authoring/schema-tree.ts';
import {
  bestForm,
  isMapping,
  missingForms,
  sameType,
  schemaAt,
  tellingValues,
  valueAt,
} from '../authoring/schema-walk.ts';
import type { SpecDocument } from './document.ts';
import { pathText, type SpecPath, type SpecProblem, type Suggestion } from './problem.ts';
import { choices, expected, found, nearest } from './wording.ts';

type Issue = z.core.$ZodIssue;

/** @param root the schema of the whole spec; @param issues what validating `document.value` found */
export function explain(document: SpecDocument, root: SchemaNode, issues: readonly Issue[]): SpecProblem[] {
  return new Explainer(document, root).all(issues, []);
}

class Explainer {
  private readonly document: SpecDocument;
  private readonly root: SchemaNode;

  constructor(document: SpecDocument, root: SchemaNode) {
    this.document = document;
    this.root = root;
  }

  /** @param above the path that the issues' own paths start from */
  all(issues: readonly Issue[], above: SpecPath): SpecProblem[] {
    const problems = issues.flatMap((issue) =>
      this.problemsOf(issue, [...above, ...(issue.path as (string | number)[])]),
    );
    // `laebl` is both an unknown key and the reason why `label` is missing: say it once.
    const renamed = new Set(
      problems.map((problem) => problem.code === 'unknown-key' && this.renamed(problem)),
    );
    return problems.filter(({ code, path }) => code !== 'missing-key' || !renamed.has(pathText(path)));
  }

  private renamed({ path, suggestion }: SpecProblem): string | false {
    return suggestion === undefined ? false : pathText([...path.slice(0, -1), suggestion.text]);
  }

  private problemsOf(issue: Issue, path: SpecPath): SpecProblem[] {
    const value = valueAt(this.document.value, path);
    const node = schemaAt(this.root, this.document.value, path) ?? {};
    const label = path.length === 0 ? 'the spec' : `\`${pathText(path)}\``;
    const wrong = (code: string, message: string, suggestion?: Suggestion): SpecProblem[] => [
      { severity: 'error', code, message, range: this.place(path, value), path, suggestion },
    ];
    const mismatch = (): SpecProblem[] => {
      if (path.length === 0) {
        return wrong(
          'wrong-type',
          `a spec is a mapping (\`version: 1\`, \`log: …\`), found ${found(value)}; of a data file, \`lis init FILE\` writes one`,
        );
      }
      const repair = this.share(node, path, value) ?? this.quotes(node, path, value);
      const hint = repair === undefined ? '' : `; did you mean \`${repair.text}\`?`;
      return wrong('wrong-type', `${label} must be ${expected(node)}, found ${found(value)}${hint}`, repair);
    };
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => this.unknownKey(key, node, path));
    if (value === undefined) return this.missing(node, path);
    if (value === null) return wrong('no-value', `${label} has no value; it must be ${expected(node)}`);
    switch (issue.code) {
      case 'invalid_union':
        return this.union(issue, node, value, path) ?? mismatch();
      case 'invalid_value':
        return this.choice(issue.values, path, value, label);
      case 'too_small':
      case 'too_big': {
        if (typeof value === 'string')
          return wrong('empty', `${label} is empty; it must be ${expected(node)}`);
        if (Array.isArray(value)) return wrong('empty', `${label} is an empty list; name at least one entry`);
        const [bound, side] = issue.code === 'too_small' ? [issue.minimum, 'least'] : [issue.maximum, 'most'];
        const words = issue.inclusive
          ? `at ${side} ${bound}`
          : side === 'least'
            ? `above ${bound}`
            : `below ${bound}`;
        const range = this.place(path, value);
        const text = String(bound);
        const repair = issue.inclusive ? { title: `Change to \`${text}\``, range, text } : undefined;
        return wrong('out-of-range', `${label} must be ${words}, found ${found(value)}`, repair);
      }
      case 'not_multiple_of': {
        const range = this.place(path, value);
        const text = String(Math.max(1, Math.round(Number(value) / issue.divisor)) * issue.divisor);
        const message = `${label} must be a multiple of ${issue.divisor}, found ${found(value)}`;
        return wrong('out-of-range', message, { title: `Change to \`${text}\``, range, text });
      }
      case 'custom':
        return wrong('out-of-range', `${label} ${issue.message}, found ${found(value)}`);
      default:
        return mismatch();
    }
  }

  /** Only the form that the author meant is explained; undefined when the value is of no form's type. */
  private union(
    issue: z.core.$ZodIssueInvalidUnion,
    node: SchemaNode,
    value: unknown,
    path: SpecPath,
  ): SpecProblem[] | undefined {
    const forms = node.anyOf ?? [];
    const kinds = missingForms(forms, value);
    if (kinds.length > 0) {
      const message = `\`${pathText(path)}\` does not say its kind; it needs ${choices(kinds)}`;
      const range = this.document.headline(path);
      const suggestion = kinds.includes('build')
        ? adding(this.document, path, 'build', 'co-click')
        : undefined;
      return [{ severity: 'error', code: 'missing-key', message, range, path, suggestion }];
    }
    const best = bestForm(forms, value);
    const form = forms[best];
    const issues = issue.errors[best];
    if (form === undefined || issues === undefined || !sameType(form, value)) return undefined;
    if (
      !isMapping(value) &&
      !Array.isArray(value) &&
      forms.filter((candidate) => sameType(candidate, value)).length > 1
    ) {
      return undefined;
    }
    const kind = issues.find(
      (candidate) =>
        candidate.code === 'invalid_value' && tellingValues(forms, String(candidate.path[0])).length > 1,
    );
    if (isMapping(value) && kind !== undefined && Object.hasOwn(value, String(kind.path[0]))) {
      const key = String(kind.path[0]);
      const at = [...path, key];
      return this.choice(tellingValues(forms, key), at, value[key], `\`${pathText(at)}\``);
    }
    const problems = this.all(issues, path);
    // A text that is near none of the choices is told that a number is one as well.
    const numbers = forms.some(({ type }) => type === 'integer' || type === 'number');
    const far = problems.some((problem) => problem.code === 'unknown-value' && !problem.suggestion);
    return numbers && far && typeof value === 'string' ? undefined : problems;
  }

  private unknownKey(key: string, node: SchemaNode, above: SpecPath): SpecProblem {
    const path = [...above, key];
    const holder = valueAt(this.document.value, above);
    const form = node.anyOf === undefined ? node : node.anyOf[bestForm(node.anyOf, holder)];
    const known = Object.keys(form?.properties ?? {});
    const free = known.filter((name) => !(isMapping(holder) && Object.hasOwn(holder, name)));
    const near = nearest(key, free);
    const range = this.document.rangeOf(path, 'key');
    const problem = { severity: 'error' as const, code: 'unknown-key', range, path };
    if (near !== undefined) {
      const suggestion = { title: `Change to \`${near}\``, range, text: near };
      return { ...problem, message: `unknown key \`${key}\`; did you mean \`${near}\`?`, suggestion };
    }
    const home = above.length === 0 ? this.homeOf(key) : undefined;
    if (home !== undefined)
      return { ...problem, message: `unknown key \`${key}\`; it belongs under \`${home}\`` };
    return {
      ...problem,
      message: `unknown key \`${key}\`; expected ${choices(free.length > 0 ? free : known)}`,
    };
  }

  /** The section of the spec that has a key of this name. */
  private homeOf(key: string): string | undefined {
    const sections = Object.entries(this.root.properties ?? {});
    return sections.find(([, section]) => Object.hasOwn(section.properties ?? {}, key))?.[0];
  }

  private missing(node: SchemaNode, path: SpecPath): SpecProblem[] {
    const above = path.slice(0, -1);
    const key = String(path.at(-1) ?? '');
    const where = above.length === 0 ? 'the spec' : `\`${pathText(above)}\``;
    const message = `${where} has no \`${key}\`; it must be ${expected(node)}`;
    const range = this.document.headline(above);
    const suggestion = adding(this.document, above, key, startingValue(key, node));
    return [{ severity: 'error', code: 'missing-key', message, range, path, suggestion }];
  }

  private choice(values: readonly unknown[], path: SpecPath, value: unknown, label: string): SpecProblem[] {
    const range = this.place(path, value);
    const problem = { severity: 'error' as const, code: 'unknown-value', range, path };
    const near = typeof value === 'string' ? nearest(value, values.map(String)) : undefined;
    if (near === undefined) {
      return [{ ...problem, message: `${label} must be ${choices(values)}, found ${found(value)}` }];
    }
    const suggestion = { title: `Change to \`${near}\``, range, text: near };
    return [
      {
        ...problem,
        message: `${label} cannot be \`${String(value)}\`; did you mean \`${near}\`?`,
        suggestion,
      },
    ];
  }

  /** `evaluate: 0.2` is a share without its sign. */
  private share(node: SchemaNode, path: SpecPath, value: unknown): Suggestion | undefined {
    if (!expected(node).includes('20%') || typeof value !== 'number' || value <= 0 || value >= 100)
      return undefined;
    const text = `${Number((value < 1 ? value * 100 : value).toPrecision(12))}%`;
    return { title: `Change to \`${text}\``, range: this.place(path, value), text };
  }

  /** `user: 1` is a number; a column of that name needs quotes. */
  private quotes(node: SchemaNode, path: SpecPath, value: unknown): Suggestion | undefined {
    if (node.type !== 'string' || typeof value !== 'number') return undefined;
    const range = this.place(path, value);
    const text = `"${this.document.textOf(range)}"`;
    return { title: `Change to \`${text}\``, range, text };
  }

  /** A single value is marked itself; a list or a mapping by its key. */
  private place(path: SpecPath, value: unknown): SpecProblem['range'] {
    const single = (typeof value !== 'object' || value === null) && path.length > 0;
    return single
      ? this.document.rangeOf(path, value === null ? 'key' : 'value')
      : this.document.headline(path);
  }
}
