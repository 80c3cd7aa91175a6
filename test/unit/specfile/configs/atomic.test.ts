import { describe, expect, it } from 'vitest';
import { parseAtomicHeader } from '../../../../src/specfile/configs/recbole/atomic.ts';

describe('parseAtomicHeader', () => {
  it('reads names and types, separated by tabs', () => {
    expect(parseAtomicHeader('user_id:token\titem_id:token\trating:float\ttags:token_seq\r\n')).toEqual({
      delimiter: '\t',
      typed: true,
      fields: [
        { name: 'user_id', type: 'token' },
        { name: 'item_id', type: 'token' },
        { name: 'rating', type: 'float' },
        { name: 'tags', type: 'token_seq' },
      ],
    });
  });

  it.each([',', ';', '|', '\u0001', '^'])('finds the separator %j', (separator) => {
    const header = ['u:token', 'i:token', 't:float'].join(separator);
    expect(parseAtomicHeader(header)).toMatchObject({ delimiter: separator, fields: { length: 3 } });
  });

  it('reads quoted fields, a mark at the beginning, names with colons, and a single column', () => {
    expect(parseAtomicHeader('\ufeff"u:token","i:token"')).toMatchObject({
      delimiter: ',',
      fields: [{ name: 'u' }, { name: 'i' }],
    });
    expect(parseAtomicHeader('u:token\tns:item:token')).toMatchObject({ fields: [{}, { name: 'ns:item' }] });
    expect(parseAtomicHeader('u:token')).toMatchObject({ fields: [{ name: 'u', type: 'token' }] });
  });

  it('reads names alone between tabs, as MMRec writes them', () => {
    expect(parseAtomicHeader('userID\titemID\trating\tx_label\r\n')).toEqual({
      delimiter: '\t',
      typed: false,
      fields: ['userID', 'itemID', 'rating', 'x_label'].map((name) => ({ name, type: 'token' })),
    });
  });

  it.each([
    ['userID\tuserID', /is not a header/],
    ['u1\ti1\t5', /is not a header/],
    ['user_id,item_id,rating', /is not a header of columns.*found `user_id,item_id,rating`/],
    ['196\t242\t3\t881250949', /is not a header of columns/],
    ['', /is not a header of columns/],
    [
      'u:token\titem_id',
      /column 2 of its header, `item_id`, names no type; write it as item_id:token or :float/,
    ],
    [
      'u:token\trating:int',
      /column 2 of its header, `rating:int`, has an unknown type; the types are token, /,
    ],
    ['u:token\tu:float', /names `u` twice/],
    ['u:token\t:float', /column 2 of its header, `:float`, has no name/],
    ['user_id:tokens\titem_id:token', /is not a header/],
  ])('says what is wrong with %j', (header, problem) => {
    expect(parseAtomicHeader(header)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
