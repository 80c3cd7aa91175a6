/**
 * Checks a value from outside against its schema, with the validator's English sentences for what it finds. The small
 * build of the validator comes without any, and says "Invalid input" of everything.
 */

import type * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

const { localeError: error } = en();

/** A schema's verdict on a value. Never throws. */
export function check<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): z.core.util.SafeParseResult<z.output<Schema>> {
  return schema.safeParse(value, { error });
}
