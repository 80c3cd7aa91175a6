/**
 * Reading Python source: a bundle of its own, since it holds the grammar. The editor's process loads it with the first
 * Python document that a report speaks for.
 */
import type { ColumnUse } from '../use.ts';
import { columnUses } from './columns.ts';
import { type ParseOptions, parsePython } from './parse.ts';

export type { ColumnUse } from '../use.ts';

/** Where a Python text names columns. Never throws: a broken text names what is left of it. */
export function pythonColumns(text: string, options?: ParseOptions): ColumnUse[] {
  return columnUses(parsePython(text, options));
}
