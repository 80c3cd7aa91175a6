/** Leaks and their repairs: each leak on its line, and nothing in the repair. */
import { describe, expect, it } from 'vitest';
import { CODE_RULES } from '../../../../src/audit/code/index.ts';
import { FIT_TWINS } from './fit-before-split.twins.ts';
import { OTHER_TWINS } from './other.twins.ts';
import { expected, found, type Twin } from './twins.ts';

const groups: [string, Twin[]][] = [
  ['fit before the split', FIT_TWINS],
  ['the other rules', OTHER_TWINS],
];

describe.each(groups)('%s', (_, twins) => {
  it.each(twins)('$name: is found', ({ wrong }) => {
    expect(expected(wrong).length).toBeGreaterThan(0);
    expect(found(wrong)).toEqual(expected(wrong));
  });

  it.each(twins)('$name: its repair is clean', ({ right }) => expect(found(right)).toEqual([]));
});

describe('the examples of the page', () => {
  it.each(CODE_RULES.map(({ code, wrong, right }) => ({ code, wrong, right })))(
    '$code',
    ({ code, wrong, right }) => {
      expect(found(wrong, '').map((each) => each.slice(0, 6))).toContain(code);
      expect(found(right, '')).toEqual([]);
    },
  );
});
