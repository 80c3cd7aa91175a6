import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../src/data/profile.ts';
import { featureOf } from '../../../src/draft/features.ts';

const column = (over: Partial<ColumnProfile>): ColumnProfile => ({
  name: 'x',
  type: 'VARCHAR',
  family: 'text',
  distinct: 0,
  nulls: 0,
  isoShare: 0,
  examples: [],
  ...over,
});

describe('a column is no feature', () => {
  it.each<[Partial<ColumnProfile>, string]>([
    [{ nulls: 1 }, 'it is empty'],
    [{}, 'not looked at, among so many columns'],
    [{ type: 'STRUCT(a BIGINT)', family: 'record' }, 'records; the columns inside them are named one by one'],
    [{ distinct: 1, examples: ['a'] }, 'it is always a'],
  ])('%o', (over, why) => {
    expect(featureOf(column(over), 100, new Map())).toEqual({ name: 'x', why });
  });
});
