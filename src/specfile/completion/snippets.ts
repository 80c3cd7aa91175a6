/** The mappings that a key or an entry needs at least, with a tab stop for each value. */
import type { SchemaNode } from '../authoring/schema-tree.ts';
import { literal } from './item.ts';

/** Numbers the tab stops of one snippet. */
export interface Stops {
  next: number;
}

/** What a value of this form could be: its constant, its first choice, its default, else nothing yet. */
function example(node: SchemaNode): string {
  const forms = node.anyOf ?? [node];
  for (const form of forms) {
    const value = form.const ?? form.default ?? node.default ?? form.enum?.[0];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return String(value);
  }
  const [first] = forms;
  if (first?.title?.startsWith('share')) return '20%';
  return first?.type === 'array' ? `[${first.items === undefined ? '' : example(first.items)}]` : '';
}

/** `name: ${1:co-click}` for each key that the form requires (else its first), in the order of the schema. */
export function requiredPairs(form: SchemaNode, stops: Stops): string[] {
  const all = Object.keys(form.properties ?? {});
  const required = all.filter((key) => form.required?.includes(key));
  const keys = required.length > 0 ? required : all.slice(0, 1);
  return keys.map((key) => {
    const node = form.properties?.[key] ?? {};
    if (node.const !== undefined) return `${key}: ${literal(String(node.const))}`;
    const shown = key === 'name' ? tellingName(form) : example(node);
    const [open, inner, close] = /^(\[)(.*)(\])$/.exec(shown)?.slice(1) ?? ['', shown, ''];
    return `${key}: ${open}\${${stops.next++}${inner === '' ? '' : `:${literal(inner ?? '')}`}}${close}`;
  });
}

/** `{name: …, build: co-click}` */
export function flowSnippet(form: SchemaNode, stops: Stops = { next: 1 }): string {
  return `{${requiredPairs(form, stops).join(', ')}\\}`;
}

/** The key by which a form is told from the others: `build`, or the key that names its file. */
export function tellingKey({ properties = {}, required = [] }: SchemaNode): string | undefined {
  return (
    Object.keys(properties).find((key) => properties[key]?.const !== undefined) ??
    required.find((key) => key !== 'name') ??
    Object.keys(properties)[0]
  );
}

/** What a form is called: its builder, or the key that names its file. */
export function tellingName(form: SchemaNode): string {
  const key = tellingKey(form) ?? '';
  return String(form.properties?.[key]?.const ?? key);
}
