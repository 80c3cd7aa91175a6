/** What a report remembers of its spec, and how a surface sees that the spec has changed since. */
import { createHash } from 'node:crypto';
import type { Spec } from './schema.ts';

/** SHA-256 of the spec with its defaults filled in: comments, spacing and spelled-out defaults do not count. */
export function specHash(spec: Spec): string {
  return createHash('sha256').update(JSON.stringify(spec)).digest('hex');
}
