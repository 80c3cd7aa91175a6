/** Columns of the data where the spec names one: those that fit the key first. */
import type { ColumnFacts, TableFacts } from '../authoring/facts.ts';
import type { SchemaNode } from '../authoring/schema-tree.ts';
import { isMapping, valueAt } from '../authoring/schema-walk.ts';
import { columnsIn } from '../authoring/tables.ts';
import { nearest } from '../reading/wording.ts';
import type { Cursor } from './cursor.ts';
import { columnDetail, describeColumn } from './describe.ts';
import { type CompletionEntry, entry, scalar } from './item.ts';

/** Columns, those whose name speaks for the key first, those with another part already last. */
export function columnEntries(
  root: SchemaNode,
  cursor: Cursor,
  table: TableFacts | undefined,
): CompletionEntry[] {
  if (table === undefined) return [];
  const key = String(cursor.path.findLast((part) => typeof part === 'string') ?? '');
  const list = typeof cursor.path.at(-1) === 'number' ? cursor.path.slice(0, -1) : undefined;
  const siblings = list === undefined ? undefined : valueAt(cursor.value, list);
  const taken = new Set(columnsIn(root, cursor.value).map(({ column }) => column));
  const here = (name: string): boolean =>
    Array.isArray(siblings) &&
    siblings.some((sibling) => sibling === name || (isMapping(sibling) && sibling['name'] === name));
  const columns = table.columns.filter(({ name }) => !here(name));
  const rank = (column: ColumnFacts): number => (fits(key, column) ? 0 : taken.has(column.name) ? 2 : 1);
  return columns.sort((a, b) => rank(a) - rank(b)).map((column) => columnEntry(cursor, column, table));
}

/** `ranker: ¦`, where a column of logged scores may be the base. */
export function isRanker({ path, quote }: Cursor): boolean {
  return quote === undefined && path.join('.') === 'ranker';
}

/** `{score: pctr}` for each column that looks like a score. */
export function scoreEntries(cursor: Cursor, table: TableFacts | undefined): CompletionEntry[] {
  return (table?.columns ?? [])
    .filter(({ score }) => score)
    .map((column) => {
      const text = `{score: ${scalar(column.name)}}`;
      return { ...columnEntry(cursor, column, table!), label: text, insert: text };
    });
}

function columnEntry(cursor: Cursor, column: ColumnFacts, table: TableFacts): CompletionEntry {
  return {
    ...entry(cursor, 'column', column.name),
    detail: columnDetail(column),
    documentation: describeColumn(column, table),
  };
}

function fits(key: string, { name, family, isoShare, score }: ColumnFacts): boolean {
  if (key === 'score' && score) return true;
  const word = name.toLowerCase();
  if (key === 'time' || key === 'labelTime')
    return family === 'timestamp' || family === 'date' || isoShare === 1 || /time|^ts$|date/.test(word);
  return word.includes(key.toLowerCase()) || nearest(key, [name]) !== undefined;
}

/** Inside the label's expression the word at the cursor is completed, not the whole. */
export function labelEntries(cursor: Cursor, table: TableFacts | undefined): CompletionEntry[] {
  const word = /[\w]*$/.exec(cursor.typed)?.[0] ?? '';
  const start = cursor.start + cursor.typed.length - word.length;
  const end = start + word.length + (/^\w*/.exec(cursor.rest)?.[0].length ?? 0);
  return (table?.columns ?? [])
    .filter(({ name }) => /^[A-Za-z_]\w*$/.test(name))
    .sort((a, b) => Number(b.distinct === 2) - Number(a.distinct === 2))
    .map((column) => ({ ...columnEntry(cursor, column, table!), insert: column.name, start, end }));
}
