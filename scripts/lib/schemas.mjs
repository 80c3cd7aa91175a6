// @ts-check
/** Writes the JSON schemas that ship in media/ from the zod schemas, the only place where they are defined. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import { writeWhole } from './files.mjs';
import { root } from './project.mjs';

const file = join('media', 'lis.schema.json');

/** @returns {Promise<object>} the JSON schema of a spec as it is written, before defaults: draft 7, which every YAML extension reads. */
export async function specJsonSchema() {
  const source = join(root, 'src', 'specfile', 'schema.ts');
  const { SpecSchema } = await import(pathToFileURL(source).href);
  return z.toJSONSchema(SpecSchema, { io: 'input', target: 'draft-7' });
}

/** @returns {Promise<string[]>} the schema files that were out of date. */
export async function buildSchemas() {
  return writeWhole(join(root, file), `${JSON.stringify(await specJsonSchema(), null, 2)}\n`) ? [file] : [];
}
