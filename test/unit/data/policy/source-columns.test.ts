/** What every engine says of sources that are columns of the log. */
import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../../src/common/failure.ts';
import { sourceColumn } from '../../../../src/data/policy/source-columns.ts';

const log = { user: 'u', item: 'i', label: ['click', 'stay'], features: new Set(['age']) };
const specPath = ['sources', 1, 'columns', 0];

function said(column: string): Warning[] {
  const warnings: Warning[] = [];
  sourceColumn('s', column, log, specPath, warnings);
  return warnings;
}

describe('a column of a source', () => {
  it('adds to what the base has', () => {
    expect(said('price')).toEqual([]);
    expect(said('age')).toEqual([
      {
        code: 'base-column-as-source',
        message:
          'Source s: `age` is a feature of the base as well, so it can add nothing; remove it from one of them.',
      },
    ]);
  });

  it.each([
    [
      'stay',
      'label-as-source',
      'Source s: the label is made of `stay`, so as preference data it would give the answer away; remove it.',
    ],
    ['u', 'id-as-source', 'Source s: `u` is the id of the user, which the base has already; remove it.'],
    ['i', 'id-as-source', 'Source s: `i` is the id of the item, which the base has already; remove it.'],
  ])('is not %s: %s', (column, code, message) => {
    expect(() => said(column)).toThrowError(
      expect.objectContaining({ kind: 'usage', code, message, where: { specPath } }),
    );
  });
});
