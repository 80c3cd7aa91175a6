import { describe, expect, it } from 'vitest';
import { splitRecord } from '../../../../src/specfile/configs/delimited.ts';

describe('splitRecord', () => {
  it.each([
    ['a,b,c', ',', ['a', 'b', 'c']],
    ['a,,', ',', ['a', '', '']],
    ['"a,b",c', ',', ['a,b', 'c']],
    ['"say ""hi""",x', ',', ['say "hi"', 'x']],
    ['a;b', ';', ['a', 'b']],
    ['a\tb', '\t', ['a', 'b']],
    ['', ',', ['']],
  ])('%s', (line, delimiter, values) => {
    expect(splitRecord(line, delimiter)).toEqual(values);
  });
});
