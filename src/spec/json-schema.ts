/**
 * The spec's JSON schema (draft 7, which every YAML extension reads), derived from the zod schema. The build writes it to
 * `media/lis.schema.json`; what needs it at run time reads that (schema-tree.ts), and never derives it again.
 */
import * as z from 'zod/mini';
import { SpecSchema } from './schema.ts';

let cached: object | undefined;

/** The schema of a spec as it is written (before defaults). The same object on every call: do not change it. */
export function jsonSchema(): object {
  cached ??= z.toJSONSchema(SpecSchema, { io: 'input', target: 'draft-7' });
  return cached;
}
