/** What every engine says of columns, in the very same words: given counts and facts, the sentence. */
import { describe, expect, it } from 'vitest';
import {
  type FilePart,
  type FoundColumn,
  noColumn,
  oneType,
  recordColumn,
} from '../../../../src/data/policy/columns.ts';
import { fractionalKey, keyType, missingKey } from '../../../../src/data/policy/keys.ts';
import {
  labelAsFeature,
  labelType,
  missingLabel,
  otherLabel,
  unfitLabel,
} from '../../../../src/data/policy/label.ts';
import { badWeight, infiniteFeature, noNumber, wordsForNone } from '../../../../src/data/policy/values.ts';
import { number, quoted, rowsHave } from '../../../../src/data/policy/words.ts';

const user = { name: 'u', file: 'log.csv', specPath: ['log', 'user'] };
const at = { file: 'log.csv', line: 7, value: 'NA', shown: 'line 7' };

describe('words', () => {
  it('count rows, and double quotes inside values', () => {
    expect([rowsHave(1), rowsHave(12_345), number(1_000_000)]).toEqual([
      '1 row has',
      '12,345 rows have',
      '1,000,000',
    ]);
    expect(quoted("it's")).toBe("'it''s'");
  });
});

describe('ids', () => {
  it.each([
    [
      1,
      '',
      undefined,
      '1 row has no user in `u` of log.csv: remove them, or give them a value of their own.',
    ],
    [
      1,
      '',
      at,
      '1 row has no user in `u` of log.csv (line 7): remove them, or give them a value of their own.',
    ],
    [
      2000,
      "'NA'",
      at,
      "2,000 rows have no user in `u` of log.csv ('NA'; the first in line 7): remove them, or give them a value of their own; where such a text is an id, write `nullText: keep` in `log`.",
    ],
  ])('are missed in %i rows (%s)', (count, values, line, message) => {
    expect(missingKey('user', user, count, values, line)).toMatchObject({
      ...{ kind: 'data', code: 'missing-user', message },
      where: { file: 'log.csv', specPath: ['log', 'user'] },
    });
  });

  it('are whole numbers or texts', () => {
    expect(fractionalKey('item', user, 1, "'1.5'")).toMatchObject({
      code: 'bad-item',
      message: "1 row has no whole number in `u` of log.csv ('1.5'): items are integers or texts.",
    });
    expect(keyType('user', user, { words: 'lists', type: 'array<int>' })).toMatchObject({
      code: 'bad-user',
      message: '`u` in log.csv holds lists (array<int>): users are integers or texts.',
    });
  });
});

describe('labels', () => {
  const label = { text: 'click', columns: ['click'], file: 'log.csv', specPath: ['log', 'label'] };

  it('are there in every row', () => {
    expect(missingLabel(label, 3, at)).toMatchObject({
      code: 'missing-label',
      message:
        "3 rows have no label (`click` is null in log.csv; the first is `click` = 'NA' in line 7): remove or fill them.",
      where: { specPath: ['log', 'label'] },
    });
  });

  it('name no line where they have several columns', () => {
    const expression = { ...label, text: 'a > b', columns: ['a', 'b'] };
    expect(missingLabel(expression, 1, at).message).toBe(
      '1 row has no label (`a > b` is null in log.csv): remove or fill them.',
    );
  });

  it('are 0 or 1', () => {
    expect(otherLabel(label, 2, "'4', '5'")).toMatchObject({
      code: 'bad-label',
      message:
        "2 rows have a label other than 0 and 1 ('4', '5' from `click` in log.csv): write a condition such as `click >= 4`.",
    });
    expect(labelType(label, { words: 'text', type: 'string' })).toMatchObject({
      code: 'bad-label',
      message:
        'log.label `click` yields text (string) in log.csv: name a 0/1 column, or write a condition such as `rating >= 4`.',
    });
    expect(unfitLabel({ ...label, text: 'a > 4' }, [{ name: 'a', words: 'dates' }])).toMatchObject({
      kind: 'usage',
      code: 'bad-expression',
      message: 'log.label `a > 4` does not fit its columns: `a` holds dates.',
    });
  });

  it('of objectives are named as such', () => {
    const specPath = ['objectives', 1, 'label'];
    expect(labelType({ ...label, specPath }, { words: 'text', type: 'string' })).toMatchObject({
      message: expect.stringMatching(/^objectives\[1\]\.label `click` yields text/),
      where: { file: 'log.csv', specPath },
    });
  });

  it('are no features', () => {
    expect(labelAsFeature('click', 'click > 0')).toEqual({
      code: 'label-as-feature',
      message: 'The feature `click` is part of the label `click > 0`: the base sees its own answer.',
    });
  });
});

describe('numbers', () => {
  it.each([
    ["'u'", 'the header stands there again, remove that line'],
    ["'3,5', '-4,5'", 'those are decimal commas, write decimal points'],
    ["'x'", 'correct them, or leave them empty'],
  ])('are not %s: advice by what stands there', (values, advice) => {
    expect(noNumber('bad-feature', user, 1, values, at)).toMatchObject({
      code: 'bad-feature',
      message: `1 row has no number in \`u\` of log.csv (${values}, line 7): ${advice}.`,
    });
  });

  it('are finite as features, and not negative as weights', () => {
    expect(infiniteFeature(user, 2)).toMatchObject({
      code: 'infinite-feature',
      message: '2 rows have an infinite `u` in log.csv: correct them, or leave them empty.',
    });
    expect(badWeight(user, 2, '').message).toBe(
      '2 rows have no weight ≥ 0 in `u` of log.csv: weights of positives are finite, not negative and at most 1e30; correct or fill them.',
    );
    expect(badWeight(user, 1, "'-1'").message).toContain("of log.csv ('-1'): weights");
  });

  it('may be words for none, which are counted', () => {
    expect(wordsForNone(user, 9)).toEqual({
      code: 'null-text',
      message: 'Rows of log.csv whose `u` is a word for no value, such as NA or NULL: it is missing there.',
      count: 9,
    });
  });
});

describe('columns that a spec names', () => {
  const columns: FoundColumn[] = [
    { name: 'usr', family: 'integer' },
    { name: 'tags', family: 'list' },
    { name: 'u', family: 'record' },
    { name: 'u.id', family: 'integer' },
    { name: 'u.tags', family: 'list' },
  ];

  it('are in every file: else the nearest one that fits is named, or all that do', () => {
    const named = { ...user, name: 'user' };
    expect(noColumn(named, 'key', columns)).toMatchObject({
      ...{ kind: 'usage', code: 'no-column' },
      message: 'no column `user` in log.csv; did you mean `usr`?',
      where: { file: 'log.csv', specPath: ['log', 'user'] },
    });
    const far = { ...user, name: 'something' };
    expect(noColumn(far, 'value', columns).message).toBe(
      'no column `something` in log.csv; it has `usr`, `u.id`.',
    );
    expect(noColumn(far, 'category', columns).message).toBe(
      'no column `something` in log.csv; it has `usr`, `tags`, `u.id`, `u.tags`.',
    );
  });

  it('are not records: a column inside it is named', () => {
    expect(recordColumn(user, 'key', columns)).toMatchObject({
      ...{ kind: 'data', code: 'record-column' },
      message: '`u` in log.csv holds records: name a column inside it, such as `u.id`.',
    });
    expect(recordColumn({ ...user, name: 'v' }, 'key', columns).message).toBe(
      '`v` in log.csv holds records: name another column.',
    );
  });

  const part = (file: string, family: FilePart['family'], type: string, isNumberList = false): FilePart => ({
    ...{ file, family, type, isNumberList },
    words: `${family}s`,
  });

  it.each([
    ['none', []],
    ['one', [part('a.csv', 'text', 'string')]],
    ['the same', [part('a.csv', 'date', 'date'), part('b.csv', 'date', 'date')]],
    ['numbers', [part('a.csv', 'integer', 'int'), part('b.csv', 'float', 'double')]],
    [
      'lists of numbers',
      [part('a.csv', 'list', 'array<int>', true), part('b.csv', 'list', 'array<float>', true)],
    ],
  ])('have one type in several files: %s', (_, parts) => {
    expect(oneType('u', parts, [])).toBeUndefined();
  });

  it.each([
    ['text', part('b.csv', 'text', 'string'), 'texts in b.csv (string)'],
    ['lists', part('b.csv', 'list', 'array<int>', true), 'lists in b.csv (array<int>)'],
  ])('are not integers in one file and %s in another', (_, other, shown) => {
    const parts = [part('a.csv', 'integer', 'int'), part('c.csv', 'float', 'double'), other];
    expect(() => oneType('u', parts, ['log', 'user'])).toThrowError(
      expect.objectContaining({
        ...{ kind: 'data', code: 'mixed-types', where: { file: 'b.csv', specPath: ['log', 'user'] } },
        message: `\`u\` holds integers in a.csv (int) and ${shown}: write it with one type.`,
      }),
    );
  });
});
