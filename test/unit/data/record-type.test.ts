import { describe, expect, it } from 'vitest';
import { KeyTree } from '../../../src/data/duckdb/formats/json/key-tree.ts';
import { fieldsOf } from '../../../src/data/duckdb/formats/json/record-type.ts';

describe('fieldsOf', () => {
  it.each([
    ['BIGINT', undefined],
    ['STRUCT(a BIGINT)[]', undefined],
    ['MAP(VARCHAR, STRUCT(a BIGINT))', undefined],
    ['STRUCT(id BIGINT)', [{ name: 'id', type: 'BIGINT' }]],
    [
      `STRUCT("a, b" DECIMAL(18,3), "c""d)" ENUM('x, y', 'it''s'), e DOUBLE[3])`,
      [
        { name: 'a, b', type: 'DECIMAL(18,3)' },
        { name: 'c"d)', type: `ENUM('x, y', 'it''s')` },
        { name: 'e', type: 'DOUBLE[3]' },
      ],
    ],
    [
      'STRUCT(t TIMESTAMP WITH TIME ZONE, geo STRUCT(city VARCHAR, ll BIGINT[]))',
      [
        { name: 't', type: 'TIMESTAMP WITH TIME ZONE' },
        {
          name: 'geo',
          type: 'STRUCT(city VARCHAR, ll BIGINT[])',
          fields: [
            { name: 'city', type: 'VARCHAR' },
            { name: 'll', type: 'BIGINT[]' },
          ],
        },
      ],
    ],
  ])('%s', (type, fields) => {
    expect(fieldsOf(type)).toEqual(fields);
  });
});

describe('KeyTree', () => {
  it('gives keys their places, and has no room for a second one in another case', () => {
    const tree = new KeyTree();
    expect(tree.add(['b'], 'BIGINT')).toEqual([0]);
    expect(tree.add(['user', 'id'], 'BIGINT')).toEqual([1, 0]);
    expect(tree.add(['user', 'geo', 'a "b"'], 'VARCHAR')).toEqual([1, 1, 0]);
    for (const keys of [['B'], ['b', 'c'], ['User', 'id'], ['user', 'ID'], ['user']]) {
      expect(tree.add(keys, 'VARCHAR'), keys.join('.')).toBeUndefined();
    }
    expect(tree.parts()).toEqual([
      { key: 'b', type: 'BIGINT' },
      { key: 'user', type: 'STRUCT("id" BIGINT, "geo" STRUCT("a ""b""" VARCHAR))' },
    ]);
  });
});
