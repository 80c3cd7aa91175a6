// @ts-check
/** Writes the JSON schemas that ship in media/ from the zod schemas, the only place where they are defined. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeWhole } from './files.mjs';
import { root } from './project.mjs';

/** @returns {Promise<string[]>} the schema files that were out of date. */
export async function buildSchemas() {
  const source = join(root, 'src', 'spec', 'json-schema.ts');
  const { jsonSchema } = await import(pathToFileURL(source).href);
  const file = join('media', 'lis.schema.json');
  return writeWhole(join(root, file), `${JSON.stringify(jsonSchema(), null, 2)}\n`) ? [file] : [];
}
