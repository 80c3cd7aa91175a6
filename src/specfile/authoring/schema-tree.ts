/**
 * The spec's JSON schema as a tree to walk: completion, hover and the wording of errors read it. It comes from the file
 * that the build derives from the zod schema: the code that derives it would be two fifths of what the editor's host
 * needs of the schema library.
 */
import derived from '../../../media/lis.schema.json' with { type: 'json' };

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

/** The schema of a spec as it is written (before defaults). The same object on every call: do not change it. */
export function schemaTree(): SchemaNode {
  return derived as SchemaNode;
}
