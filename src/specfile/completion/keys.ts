/** Keys that the schema allows where the cursor stands and that are not written there yet. */

import type { SchemaNode } from '../authoring/schema-tree.ts';
import { bestForm, isMapping, missingForms, schemaAt, valueAt } from '../authoring/schema-walk.ts';
import { isColumn, isFiles, isLabel } from '../authoring/tables.ts';
import type { SpecPath } from '../reading/problem.ts';
import type { Cursor } from './cursor.ts';
import { describeKey } from './describe.ts';
import type { CompletionEntry } from './item.ts';
import { flowSnippet, requiredPairs, tellingKey } from './snippets.ts';

/** The forms that a mapping at `path` can still become: the one its keys point to, all of them while they point nowhere. */
export function formsAt(root: SchemaNode, value: unknown, path: SpecPath): SchemaNode[] {
  const forms = flatForms(schemaAt(root, value, path) ?? {}).filter(({ type }) => type === 'object');
  const holder = valueAt(value, path);
  const undecided = !isMapping(holder) || missingForms(forms, holder).length > 0;
  return forms.length < 2 || undecided ? forms : [forms[bestForm(forms, holder)]!];
}

export function flatForms(node: SchemaNode): SchemaNode[] {
  return node.anyOf?.flatMap(flatForms) ?? [node];
}

export function keyEntries(root: SchemaNode, cursor: Cursor): CompletionEntry[] {
  const holder = valueAt(cursor.value, cursor.path);
  const forms = formsAt(root, cursor.value, cursor.path);
  const decided = forms.length === 1;
  const found = new Map<string, { node: SchemaNode; required: boolean }>();
  for (const form of forms) {
    for (const [key, node] of Object.entries(form.properties ?? {})) {
      const required = form.required?.includes(key) === true;
      const telling = key === tellingKey(form) || forms.every((other) => other.required?.includes(key));
      if (found.has(key) || (!decided && !telling)) continue;
      if (isMapping(holder) && Object.hasOwn(holder, key)) continue;
      found.set(key, { node, required });
    }
  }
  const keys = [...found].sort(([, a], [, b]) => Number(b.required) - Number(a.required));
  return keys.map(([key, { node, required }]) => ({
    label: key,
    kind: 'key',
    detail: decided && required ? 'required' : '',
    documentation: describeKey(node),
    ...insertion(root, cursor, key, node),
    start: cursor.start,
    end: cursor.end,
  }));
}

function insertion(
  root: SchemaNode,
  cursor: Cursor,
  key: string,
  node: SchemaNode,
): Pick<CompletionEntry, 'insert' | 'snippet' | 'more'> {
  if (cursor.colon || cursor.quote !== undefined) return { insert: key };
  const forms = flatForms(node);
  const [object] = forms.filter(({ type }) => type === 'object');
  const scalars = forms.some(({ type }) => type !== 'object' && type !== 'array');
  if (object !== undefined && forms.length === 1 && !scalars) return mapping(cursor, key, object);
  const path = [...cursor.path, key];
  const choices = forms.some(
    (form) => form.enum !== undefined || form.const !== undefined || form.type === 'boolean',
  );
  const more =
    choices || isColumn(node) || isLabel(node) || forms.length > 1 || isFiles(root, cursor.value, path);
  const list = forms.length === 1 && forms[0]?.type === 'array' ? forms[0].items : undefined;
  if (list === undefined) return { insert: `${key}: `, more };
  if (flatForms(list).every(({ type }) => type === 'object') && !cursor.flow) {
    return { insert: `${key}:\n  - $0`, snippet: true, more: true };
  }
  return { insert: `${key}: [$1]`, snippet: true, more: true };
}

/** The keys that the mapping requires, on lines of their own or in braces. */
function mapping(
  cursor: Cursor,
  key: string,
  form: SchemaNode,
): Pick<CompletionEntry, 'insert' | 'snippet' | 'more'> {
  if (cursor.flow) return { insert: `${key}: ${flowSnippet(form)}`, snippet: true, more: true };
  const lines = requiredPairs(form, { next: 1 }).map((pair) => `\n  ${pair}`);
  return { insert: `${key}:${lines.join('')}`, snippet: true, more: true };
}
