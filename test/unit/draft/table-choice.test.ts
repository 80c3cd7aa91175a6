/** Which tables beside a log hold its items or its users. */
import { describe, expect, it } from 'vitest';
import { isNamedLike, tableColumns, tableKey } from '../../../src/draft/table-choice.ts';
import { column, profile, ROWS, seconds, text } from './support.ts';

const unique = (name: string) => column(name, { distinct: ROWS });

describe('a table beside a log', () => {
  it.each([
    ['items.csv', true, false],
    ['Movies.parquet', true, false],
    ['users.jsonl.gz', false, true],
    ['item', true, false],
    ['days.csv', false, false],
  ])('is told by its name: %s', (name, items, users) => {
    expect([isNamedLike(name, 'items'), isNamedLike(name, 'users')]).toEqual([items, users]);
  });

  it('has a key that is unique: called as in the log, else by a usual name', () => {
    const both = profile(unique('item_id'), unique('sku'), column('price'));
    expect(tableKey(both, 'items', 'sku')).toBe('sku');
    expect(tableKey(both, 'items', 'vid')).toBe('item_id');
    expect(tableKey(both, 'users', 'uid')).toBeUndefined();
    expect(tableKey(profile(column('item_id')), 'items', 'item_id')).toBeUndefined();
    const missing = column('item_id', { distinct: ROWS, nulls: 0.1 });
    expect(tableKey(profile(missing), 'items', 'item_id')).toBeUndefined();
  });

  it('has no key that can be trusted where not all rows were read', () => {
    const part = { ...profile(unique('item_id')), complete: false };
    expect(tableKey(part, 'items', 'item_id')).toBeUndefined();
  });

  it('has columns to use besides its key', () => {
    const found = profile(unique('item_id'), text('genre'), column('made', seconds('made')), unique('ean'));
    const times = new Map([['made', { kind: 'unix seconds', grain: 0, ownClock: false }]]);
    expect(tableColumns(found, 'item_id', times)).toMatchObject({
      features: [{ name: 'genre', type: 'categorical' }],
      left: [{ name: 'made' }, { name: 'ean' }],
    });
    expect(tableColumns(profile(unique('item_id'), unique('ean')), 'item_id', times)).toBeUndefined();
  });
});
