/**
 * Completion of a spec as a pure function: text, cursor and what is known of the files → what can stand there. The editor
 * asks first what it has to look up (`wantsAt`), since that takes time, and then for the entries.
 */
import { schemaTree } from '../authoring/schema-tree.ts';
import { schemaAt } from '../authoring/schema-walk.ts';
import { isColumn, isFiles, isLabel, type TableRef, tableOf } from '../authoring/tables.ts';
import { isRanker } from './columns.ts';
import type { Cursor } from './cursor.ts';
import type { CompletionEntry } from './item.ts';
import { flatForms, keyEntries } from './keys.ts';
import { allowsMapping, folderTyped, type Known, valueEntries } from './values.ts';

export { type Cursor, cursorAt } from './cursor.ts';
export type { CompletionEntry, FileEntry } from './item.ts';
export type { Known } from './values.ts';

export interface Wants {
  /** The files whose columns are offered. */
  table?: TableRef | undefined;
  /** The folder whose files are offered, relative to the spec; empty for the spec's own. */
  folder?: string | undefined;
}

export function wantsAt(cursor: Cursor): Wants {
  const root = schemaTree();
  const { path, value } = entryCursor(cursor);
  if (cursor.kind === 'key') return {};
  if (isFiles(root, value, path)) return { folder: folderTyped(cursor) };
  const node = schemaAt(root, value, path);
  return isColumn(node) || isLabel(node) || isRanker(cursor) ? { table: tableOf(value, path) } : {};
}

/** What can stand at the cursor, most likely first. */
export function entriesAt(at: Cursor, known: Known = {}): CompletionEntry[] {
  const root = schemaTree();
  const cursor = entryCursor(at);
  const mapping = cursor.kind !== 'value' && allowsMapping(root, cursor);
  const values = cursor.kind === 'key' || cursor.colon ? [] : valueEntries(root, cursor, known);
  const entries = [...values, ...(mapping ? keyEntries(root, cursor) : [])];
  return cursor.dash ? entries.map((entry) => ({ ...entry, insert: `- ${entry.insert}` })) : entries;
}

/** Below a key that holds a list, on a line of its own, the list's first entry is begun. */
function entryCursor(cursor: Cursor): Cursor {
  if (cursor.kind !== 'either' || cursor.dash) return cursor;
  const forms = flatForms(schemaAt(schemaTree(), cursor.value, cursor.path) ?? {});
  const list = forms.some(({ type }) => type === 'array') && !forms.some(({ type }) => type === 'object');
  return list ? { ...cursor, path: [...cursor.path, 0], dash: true } : cursor;
}
