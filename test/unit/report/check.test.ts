/** The validator's sentences reach whoever reads why a value was refused. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { check } from '../../../src/report/check.ts';

const schema = z.strictObject({ rows: z.int().check(z.minimum(1)), form: z.union([z.string(), z.null()]) });
const sentences = (value: unknown): string[] | undefined =>
  check(schema, value).error?.issues.map(({ message }) => message);

describe('a value that is checked', () => {
  test('is given back when it fits', () => {
    expect(check(schema, { rows: 2, form: null })).toEqual({ success: true, data: { rows: 2, form: null } });
  });

  test.each([
    [{ rows: '2', form: 'a' }, 'Invalid input: expected number, received string'],
    [{ rows: 0, form: 'a' }, 'Too small: expected number to be >=1'],
    [{ rows: 2, form: 'a', row: 1 }, 'Unrecognized key: "row"'],
    [{ rows: 2, form: 3 }, 'Invalid input'],
  ])('is refused in words: %j', (value, sentence) => {
    expect(sentences(value)).toEqual([sentence]);
  });
});
