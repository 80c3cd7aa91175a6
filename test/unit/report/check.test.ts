/** Why a value was refused, in our words. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { check } from '../../../src/common/check.ts';

const schema = z.strictObject({ rows: z.int().check(z.minimum(1)), form: z.union([z.string(), z.null()]) });
const sentences = (value: unknown): string[] | undefined =>
  check(schema, value).error?.issues.map(({ message }) => message);

describe('a value that is checked', () => {
  test('is given back when it fits', () => {
    expect(check(schema, { rows: 2, form: null })).toEqual({ success: true, data: { rows: 2, form: null } });
  });

  test.each([
    [{ rows: '2', form: 'a' }, 'must be a number'],
    [{ rows: 0, form: 'a' }, 'must be 1 or more'],
    [{ rows: 2, form: 'a', row: 1 }, 'has `row`, which does not belong there'],
    [{ rows: 2, form: 3 }, 'is not what it must be'],
    [{ form: 'a' }, 'is missing: it must be a number'],
  ])('is refused in words: %j', (value, sentence) => {
    expect(sentences(value)).toEqual([sentence]);
  });
});
