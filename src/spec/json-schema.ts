/**
 * The spec's JSON schema (draft 7, which every YAML extension reads), derived from the zod schema. It is committed as
 * `media/lis.schema.json`; completion, hover and the wording of errors read the same tree at run time.
 */
import * as z from 'zod';
import { SpecSchema } from './schema.ts';

/** The parts of JSON schema that the derived tree uses. */
export interface SchemaNode {
  title?: string;
  description?: string;
  default?: unknown;
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  const?: unknown;
  enum?: unknown[];
  anyOf?: SchemaNode[];
  properties?: Record<string, SchemaNode>;
  required?: string[];
  items?: SchemaNode;
}

let cached: object | undefined;

/** The schema of a spec as it is written (before defaults). The same object on every call: do not change it. */
export function jsonSchema(): object {
  cached ??= z.toJSONSchema(SpecSchema, { io: 'input', target: 'draft-7' });
  return cached;
}

/** The same tree, typed for walking. */
export function schemaTree(): SchemaNode {
  return jsonSchema() as SchemaNode;
}
