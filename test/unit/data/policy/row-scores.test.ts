/** What every engine says of the columns of a file of scores that a program wrote. */
import { describe, expect, it } from 'vitest';
import { type FoundColumn, scoreColumn } from '../../../../src/data/policy/row-scores.ts';

const number = (name: string): FoundColumn => ({ name, family: 'float', words: 'numbers', type: 'double' });
const list = (name: string): FoundColumn => ({ name, family: 'list', words: 'lists', type: 'array<double>' });

describe('the column of scores', () => {
  it.each(['probability', 'score'] as const)('is %s', (name) => {
    expect(scoreColumn('p.csv', [number('row'), list('other'), number(name)])).toBe(name);
  });

  it('may hold text, which is read as numbers where it holds some', () => {
    const text = { ...number('score'), family: 'text', words: 'text', type: 'string' } as const;
    expect(scoreColumn('p.csv', [number('row'), text])).toBe('score');
  });

  it.each([
    [
      'no row',
      [number('score'), number('id')],
      'the predictions p.csv need a column `row`, and one of `probability` and `score`; it has `score`, `id`.',
    ],
    [
      'no score',
      [number('row'), number('Score')],
      'the predictions p.csv need a column `row`, and one of `probability` and `score`; it has `row`, `Score`.',
    ],
    [
      'both',
      [number('row'), number('score'), list('probability')],
      'the predictions p.csv have both `probability` and `score`; write the one that counts.',
    ],
    [
      'a list of scores',
      [number('row'), list('probability')],
      '`probability` of the predictions p.csv holds lists (array<double>), not one number a row.',
    ],
    [
      'a list of rows',
      [number('score'), list('row')],
      '`row` of the predictions p.csv holds lists (array<double>), not one number a row.',
    ],
  ])('is refused: %s', (_, columns, message) => {
    expect(() => scoreColumn('p.csv', columns)).toThrowError(
      expect.objectContaining({ kind: 'data', code: 'predictions-columns', message, where: {} }),
    );
  });
});
