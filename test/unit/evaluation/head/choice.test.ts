import { expect, it } from 'vitest';
import { chooseHead, FEWEST_FOR_TREES } from '../../../../src/evaluation/head/choice.ts';

it('a head is what the spec says, else additive where rows of the rarer label are few', () => {
  expect(chooseHead('trees', 10)).toEqual({ kind: 'trees', by: 'spec' });
  expect(chooseHead('additive', 1e6)).toEqual({ kind: 'additive', by: 'spec' });
  expect(chooseHead(undefined, FEWEST_FOR_TREES - 1)).toEqual({ kind: 'additive', by: 'rows' });
  expect(chooseHead(undefined, FEWEST_FOR_TREES)).toEqual({ kind: 'trees', by: 'rows' });
});
