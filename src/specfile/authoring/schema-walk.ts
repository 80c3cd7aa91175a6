/**
 * Walks the JSON schema beside a value. Where the schema has several forms (a source has many kinds), the form is the one
 * that the value's own keys point to: what its author meant, even when it is not right yet.
 */

import type { SpecPath } from '../reading/problem.ts';
import { nearest } from '../reading/wording.ts';
import type { SchemaNode } from './schema-tree.ts';

type Mapping = Record<string, unknown>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has(mapping: object, key: string): boolean {
  return Object.hasOwn(mapping, key);
}

/** The value at a path of plain data; undefined where there is none. */
export function valueAt(value: unknown, path: SpecPath): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !has(at, String(part))) return undefined;
    at = (at as Mapping)[part];
  }
  return at;
}

/** The schema that governs `path`, given what the value holds on the way; undefined where it allows no such key. */
export function schemaAt(root: SchemaNode, value: unknown, path: SpecPath): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (let depth = 0; depth < path.length; depth++) {
    const part = path[depth];
    node = settle(node, valueAt(value, path.slice(0, depth)));
    node = typeof part === 'number' ? node.items : node.properties?.[part ?? ''];
    if (node === undefined) return undefined;
  }
  return node;
}

/** Replaces a choice of forms by the one that fits the value best, down to a single form. */
export function settle(node: SchemaNode, value: unknown): SchemaNode {
  if (node.anyOf === undefined) return node;
  if (!isMapping(value)) return settle(node.anyOf[bestForm(node.anyOf, value)]!, value);
  // Every key below the mapping asks again, and the answer looks at all of them.
  const known = settled.get(value) ?? new Map<SchemaNode, SchemaNode>();
  settled.set(value, known);
  const form = known.get(node) ?? settle(node.anyOf[bestForm(node.anyOf, value)]!, value);
  known.set(node, form);
  return form;
}

const settled = new WeakMap<Mapping, Map<SchemaNode, SchemaNode>>();

/** The number of the form that fits best; the first of equals. */
export function bestForm(forms: readonly SchemaNode[], value: unknown): number {
  const fits = forms.map((form) => closeness(form, value));
  return fits.indexOf(Math.max(...fits));
}

const MISFIT = -100;

/** True when the value is of the form's type at all: text for text, mapping for mapping. */
export function sameType(form: SchemaNode, value: unknown): boolean {
  return form.anyOf !== undefined
    ? form.anyOf.some((inner) => sameType(inner, value))
    : closeness(form, value) > MISFIT;
}

function closeness(form: SchemaNode, value: unknown): number {
  if (form.anyOf !== undefined) return Math.max(...form.anyOf.map((inner) => closeness(inner, value)));
  if (isMapping(value)) return form.type === 'object' ? closenessOfMapping(form, value) : MISFIT;
  if (Array.isArray(value)) return form.type === 'array' ? 1 : MISFIT;
  const type = form.type === 'integer' ? 'number' : form.type;
  if (typeof value !== type) return MISFIT;
  const allowed = form.enum ?? (form.const === undefined ? undefined : [form.const]);
  return allowed?.includes(value) === false ? 0 : 1;
}

/** A key that names the form (`build: co-click`) outweighs everything; then keys that the form requires, then others. */
function closenessOfMapping(form: SchemaNode, value: Mapping): number {
  const properties = form.properties ?? {};
  let score = 0;
  for (const key of Object.keys(value)) {
    const property = has(properties, key) ? properties[key] : undefined;
    if (property === undefined) score += nearest(key, Object.keys(properties)) === undefined ? -1 : 0.5;
    else score += property.const !== undefined && property.const === value[key] ? 20 : 1;
  }
  for (const key of form.required ?? []) score += has(value, key) ? 2 : -1;
  return score;
}

/**
 * The keys by which forms differ, when the value holds none of them: for a source `build`, `pairs`, `clusters`,
 * `embeddings`, `columns`. Empty when the value does show which form it means.
 */
export function missingForms(forms: readonly SchemaNode[], value: unknown): string[] {
  if (!isMapping(value)) return [];
  const objects = forms.filter((form) => form.type === 'object');
  const shared = (key: string): boolean => objects.every((form) => form.required?.includes(key));
  const telling = objects.map((form) => form.required?.find((key) => !shared(key)));
  if (telling.length < 2 || telling.includes(undefined)) return [];
  const keys = [...new Set(telling as string[])];
  const meant = Object.keys(value).some((key) => {
    const near = nearest(key, [...new Set(objects.flatMap((form) => Object.keys(form.properties ?? {})))]);
    return near !== undefined && keys.includes(near);
  });
  return meant ? [] : keys;
}

/** The values by which `key` tells the forms apart: of a source's `build`, every builder. */
export function tellingValues(forms: readonly SchemaNode[], key: string): unknown[] {
  return forms.flatMap((form) => form.properties?.[key]?.const ?? []);
}
