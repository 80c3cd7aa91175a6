/**
 * Keys of the spec whose engine does not exist yet. They parse, and are refused by name and line, so that a spec never
 * runs as something less than it says. An engine that arrives deletes its lines here.
 */
import type { SpecDocument } from './document.ts';
import type { SpecPath, SpecProblem } from './problem.ts';
import { isMapping, valueAt } from './schema-walk.ts';

interface NotYet {
  /** Path of the key; `*` stands for every entry of a list. */
  at: readonly string[];
  /** Refused only with this value; any value but an empty list where absent. */
  is?: string;
  /** What the message calls it. */
  shown: string;
}

export const NOT_SUPPORTED_YET: readonly NotYet[] = [{ at: ['ranker', 'command'], shown: 'ranker.command' }];

/** One error for each key that the spec uses and no engine serves yet. */
export function unsupported(document: SpecDocument): SpecProblem[] {
  return NOT_SUPPORTED_YET.flatMap(({ at, is, shown }) =>
    matches(document.value, at)
      .filter((path) => concerns(document.value, path, is))
      .map((path) => {
        const range = document.rangeOf(path, is === undefined ? 'key' : 'pair');
        const message = `not supported yet: ${shown} (line ${range.start.line + 1})`;
        return { severity: 'error' as const, code: 'not-supported', message, range, path };
      }),
  );
}

/** False for a key, or a value of it, that no engine serves yet: what would be refused is not offered. */
export function isSupported(path: SpecPath, value?: unknown): boolean {
  return !NOT_SUPPORTED_YET.some(
    ({ at, is }) =>
      is === value &&
      at.length === path.length &&
      at.every((part, i) => (part === '*' ? typeof path[i] === 'number' : part === path[i])),
  );
}

/** The paths of the value that a pattern with `*` stands for. */
function matches(value: unknown, pattern: readonly string[]): SpecPath[] {
  return pattern.reduce<SpecPath[]>(
    (paths, part) =>
      paths.flatMap((path) => {
        if (part !== '*') return [[...path, part]];
        const list = valueAt(value, path);
        return Array.isArray(list) ? list.map((_, i) => [...path, i]) : [];
      }),
    [[]],
  );
}

function concerns(value: unknown, path: SpecPath, is: string | undefined): boolean {
  const holder = valueAt(value, path.slice(0, -1));
  const found = valueAt(value, path);
  if (!isMapping(holder) || found === undefined) return false;
  return is === undefined ? !(Array.isArray(found) && found.length === 0) : found === is;
}
