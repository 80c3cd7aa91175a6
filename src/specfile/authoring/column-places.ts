/** Where a spec lists a column by its name: as a feature, or as the column of a source. */
import type { SpecPath } from '../reading/problem.ts';
import { isMapping, valueAt } from './schema-walk.ts';

/** @param written the spec as plain data */
export function columnPath(name: string, written: unknown): SpecPath | undefined {
  for (const list of columnLists(written)) {
    const entries = valueAt(written, list);
    const index = Array.isArray(entries)
      ? entries.findIndex((_, i) => nameAt(written, [...list, i]) === name)
      : -1;
    if (index >= 0) return [...list, index];
  }
  return undefined;
}

function columnLists(written: unknown): SpecPath[] {
  const sources = valueAt(written, ['sources']);
  const ofSources = Array.isArray(sources) ? sources.map((_, i): SpecPath => ['sources', i, 'columns']) : [];
  return [['log', 'features'], ...ofSources, ['items', 'features'], ['users', 'features']];
}

/** The name of a column, which may be written as `{name: …}`. */
export function nameAt(written: unknown, path: SpecPath): unknown {
  const value = valueAt(written, path);
  return isMapping(value) ? value['name'] : value;
}
