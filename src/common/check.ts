/**
 * Checks a value from outside against its schema, and says in our words what is wrong with it: what follows the name of the
 * place, as in `seed` "must be a number". The validator's own words are for its programmers.
 */
import type * as z from 'zod/mini';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** A schema's verdict on a value. Never throws. */
export function check<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): z.core.util.SafeParseResult<z.output<Schema>> {
  return schema.safeParse(value, { error });
}

/** The first thing that is wrong, with its place: "`spec.hash` must be a text". */
export function firstReason(error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  const place = issue?.path.map(String).join('.');
  return `${place ? `\`${place}\`` : 'it'} ${issue?.message ?? 'is not what it must be'}`;
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function error(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return `is missing: it must be ${kindOf(issue.expected)}`;
      return `must be ${kindOf(issue.expected)}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value) ?? 'absent').join(' or ')}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.map((key) => `\`${key}\``).join(', ')}, which does not belong there`;
    case 'too_small':
      return `must be ${issue.minimum} or more`;
    case 'too_big':
      return `must be ${issue.maximum} or less`;
    case 'invalid_format':
      return `must be ${issue.format}`;
    default:
      return 'is not what it must be';
  }
}

function kindOf(expected: string): string {
  return KINDS[expected] ?? expected;
}
