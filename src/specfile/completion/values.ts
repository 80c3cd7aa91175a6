/** Values for the key at the cursor: choices of the schema, real columns, files beside the spec, names of the spec itself. */

import type { TableFacts } from '../authoring/facts.ts';
import type { SchemaNode } from '../authoring/schema-tree.ts';
import { isMapping, schemaAt, valueAt } from '../authoring/schema-walk.ts';
import { isColumn, isFiles, isLabel } from '../authoring/tables.ts';
import { kindWritten, TRAITS } from '../sources/traits.ts';
import { columnEntries, isRanker, labelEntries, scoreEntries } from './columns.ts';
import type { Cursor } from './cursor.ts';
import { type CompletionEntry, entry, type FileEntry, scalar } from './item.ts';
import { flatForms, formsAt } from './keys.ts';
import { flowSnippet, tellingName } from './snippets.ts';

export interface Known {
  /** The columns of the files that `tableOf` the cursor's path names. */
  table?: TableFacts | undefined;
  /** What stands in the folder that `folderTyped` names. */
  files?: readonly FileEntry[] | undefined;
}

export function valueEntries(root: SchemaNode, cursor: Cursor, known: Known): CompletionEntry[] {
  const node = nodeAt(root, cursor);
  if (node === undefined) return [];
  if (isLabel(node)) return labelEntries(cursor, known.table);
  if (isFiles(root, cursor.value, cursor.path)) return fileEntries(cursor, known.files ?? []);
  return [
    ...nameEntries(cursor),
    ...(isRanker(cursor) ? scoreEntries(cursor, known.table) : []),
    ...choiceEntries(root, node, cursor),
    ...(isColumn(node) ? columnEntries(root, cursor, known.table) : []),
    ...(cursor.quote === undefined ? formEntries(node, cursor) : []),
  ];
}

/** The schema of the value: of `build`, that of every form, since its value is what chooses the form. */
function nodeAt(root: SchemaNode, { value, path }: Cursor): SchemaNode | undefined {
  const key = path.at(-1);
  if (typeof key === 'string') {
    const forms = flatForms(schemaAt(root, value, path.slice(0, -1)) ?? {});
    const telling = forms.flatMap(({ properties }) => properties?.[key] ?? []);
    if (telling.filter((form) => form.const !== undefined).length > 1) return { anyOf: telling };
  }
  return schemaAt(root, value, path);
}

function choiceEntries(root: SchemaNode, node: SchemaNode, cursor: Cursor): CompletionEntry[] {
  const found = new Map<string, CompletionEntry>();
  const inList = typeof cursor.path.at(-1) === 'number';
  const list = inList ? valueAt(cursor.value, cursor.path.slice(0, -1)) : undefined;
  const fallback = schemaAt(root, cursor.value, cursor.path)?.default;
  for (const form of flatForms(node)) {
    const values = form.enum ?? (form.const === undefined ? [] : [form.const]);
    const given = form.type === 'boolean' ? [true, false] : values;
    for (const value of given) {
      const text = String(value);
      const taken = Array.isArray(list) && list.includes(value);
      if (taken) continue;
      const words =
        form.const === undefined ? meaningOf(node.description ?? form.description, text) : form.description;
      found.set(text, {
        ...entry(cursor, 'value', text),
        insert: typeof value === 'string' ? scalar(text, cursor.quote) : text,
        detail: value === fallback || value === form.default ? 'default' : '',
        ...(words !== undefined && { documentation: words }),
      });
    }
    if (form.title?.startsWith('share'))
      found.set('20%', { ...entry(cursor, 'value', '20%'), insert: '20%' });
  }
  if (typeof fallback === 'number' && !found.has(String(fallback))) {
    const text = String(fallback);
    found.set(text, { ...entry(cursor, 'value', text), insert: text, detail: 'default' });
  }
  return [...found.values()];
}

/** Of a description such as "`lr`: logistic regression. `fm`: …" the sentence about one value; else all of it. */
function meaningOf(description: string | undefined, value: string): string | undefined {
  const sentences = description?.split(/(?<=\.)\s+/) ?? [];
  return sentences.find((sentence) => sentence.startsWith(`\`${value}\``)) ?? description;
}

/** What a gate names. */
const GATED: Partial<Record<string, string>> = { source: 'source', model: 'model', objective: 'objective' };

/** Names that another part of the spec gives. */
function nameEntries(cursor: Cursor): CompletionEntry[] {
  const { path, value } = cursor;
  const base = path[0] === 'sources' && path.at(-1) === 'of';
  const gated = path.length === 2 && path[0] === 'gate' ? GATED[path[1]!] : undefined;
  const wanted = base || gated !== undefined || isProbe(path);
  const what = gated ?? 'source';
  const list = valueAt(value, [`${what}s`]);
  if (!wanted || !Array.isArray(list)) return [];
  const hasVectors = (written: Record<string, unknown>): boolean => {
    const kind = kindWritten(written);
    return kind !== undefined && TRAITS[kind].gives === 'vectors';
  };
  const names = list.flatMap((part) =>
    isMapping(part) && typeof part['name'] === 'string' && (!base || hasVectors(part)) ? [part['name']] : [],
  );
  return names.map((name) => ({ ...entry(cursor, 'value', name), detail: what }));
}

/** `probe: ¦`, `probe: [¦`, `probe: {source: ¦` and an entry's `source`, in a model. */
function isProbe(path: readonly (string | number)[]): boolean {
  const [list, , key, ...rest] = path;
  const within = rest.filter((part) => typeof part === 'string');
  return list === 'models' && key === 'probe' && (within.length === 0 || within.join('.') === 'source');
}

/** The folder, relative to the spec, in which the path at the cursor goes on: `data/imp` → `data`. */
export function folderTyped({ typed }: Cursor): string {
  return typed.slice(0, typed.lastIndexOf('/') + 1);
}

const DATA =
  /\.(?:parquet|pq|(?:csv|tsv|tab|dat|data|jsonl|ndjson|json)(?:\.gz|\.zst)?|arrow|arrows|feather|ipc)$/i;
/** Arrays without names: what `embeddings` and `ids` may name besides. */
const VECTORS = /\.npy$/i;

function fileEntries(cursor: Cursor, files: readonly FileEntry[]): CompletionEntry[] {
  const folder = folderTyped(cursor);
  const vectors = cursor.path.includes('embeddings') || cursor.path.includes('ids');
  const fits = (name: string): boolean => DATA.test(name) || (vectors && VECTORS.test(name));
  const offered = files.filter(({ name, folder: is }) => !name.startsWith('.') && (is || fits(name)));
  const endings = new Map<string, number>();
  for (const { name, folder: is } of offered) {
    const ending = is ? undefined : DATA.exec(name)?.[0];
    if (ending !== undefined) endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
  const globs = [...endings].filter(([, files]) => files > 1);
  return [
    ...offered.map((value): CompletionEntry => {
      const path = `${folder}${value.name}${value.folder ? '/' : ''}`;
      const kind = value.folder ? 'folder' : 'file';
      return { ...entry(cursor, kind, path), ...(value.folder && { more: true }) };
    }),
    ...globs.map(
      ([ending, count]): CompletionEntry => ({
        ...entry(cursor, 'file', `${folder}*${ending}`),
        detail: `${count} files as one table`,
        insert: scalarGlob(`${folder}*${ending}`, cursor.quote),
      }),
    ),
  ];
}

/** A `*` needs quotes only where it comes first: there it would be an alias. */
function scalarGlob(path: string, quote: Cursor['quote']): string {
  return quote === undefined && path.startsWith('*') ? JSON.stringify(path) : path;
}

/** Whole mappings, one for each form; and brackets, where a list is expected. */
function formEntries(node: SchemaNode, cursor: Cursor): CompletionEntry[] {
  if (cursor.kind === 'key' || cursor.colon) return [];
  const forms = flatForms(node).filter(({ type }) => type === 'object');
  const at = typeof cursor.path.at(-1) === 'number';
  const offered = at || cursor.kind === 'value' ? forms : [];
  return offered.map((form) => ({
    label: forms.length > 1 ? `{${tellingName(form)} …}` : '{…}',
    kind: 'snippet',
    ...(form.description !== undefined && { detail: form.description }),
    insert: flowSnippet(form),
    snippet: true,
    start: cursor.start,
    end: cursor.end,
  }));
}

/** Whether a mapping could still be written at the cursor. */
export function allowsMapping(root: SchemaNode, cursor: Cursor): boolean {
  return formsAt(root, cursor.value, cursor.path).length > 0;
}
