import { pythonColumns } from '../../../src/code/python/index.ts';
import type { ColumnUse } from '../../../src/code/use.ts';

/** The names that a Python text uses as columns, in order. */
export const names = (text: string, notebook = false): string[] =>
  pythonColumns(text, { notebook }).map(({ name }) => name);

/** What stands at the places found: the literals with their quotes. */
export const literals = (text: string, uses: readonly ColumnUse[]): string[] =>
  uses.map(({ from, to }) => text.slice(from, to));
