import { describe, expect, it } from 'vitest';
import { escapeGlob, quoteIdentifier, quotePath, quoteText } from '../../../src/data/duckdb/session/sql.ts';
import { describeType, familyOf } from '../../../src/data/duckdb/session/types.ts';

describe('familyOf', () => {
  it.each([
    ['BIGINT', 'integer'],
    ['UTINYINT', 'integer'],
    ['HUGEINT', 'integer'],
    ['DECIMAL(18,3)', 'decimal'],
    ['DOUBLE', 'float'],
    ['BOOLEAN', 'boolean'],
    ['VARCHAR', 'text'],
    ["ENUM('a', 'b')", 'text'],
    ['UUID', 'text'],
    ['DATE', 'date'],
    ['TIMESTAMP_NS', 'timestamp'],
    ['TIMESTAMP WITH TIME ZONE', 'timestamp'],
    ['VARCHAR[]', 'list'],
    ['INTEGER[3]', 'list'],
    ['STRUCT(a INTEGER)[]', 'other'],
    ['STRUCT(a INTEGER)', 'record'],
    ['BLOB', 'other'],
    ['TIME', 'other'],
    ['JSON', 'other'],
  ])('%s is %s', (type, family) => {
    expect(familyOf(type)).toBe(family);
  });

  it('is described for people', () => {
    expect(describeType('JSON')).toBe('values of several types');
    expect(describeType('DOUBLE[]')).toBe('lists');
  });
});

describe('quoting', () => {
  it('leaves no way out of a literal or a name', () => {
    expect(quoteText("a'; DROP TABLE log --")).toBe("'a''; DROP TABLE log --'");
    expect(quoteIdentifier('a"b')).toBe('"a""b"');
    expect(escapeGlob('a[1]*?.csv')).toBe('a[[]1][*][?].csv');
    expect(quotePath("it's*.csv")).toBe("'it''s[*].csv'");
  });
});
