import { afterAll, describe, expect, it } from 'vitest';
import { delimiterIn } from '../../../src/data/duckdb/formats/text/csv-dialect.ts';
import { holdsValues } from '../../../src/data/duckdb/formats/text/csv-header.ts';
import { eachRecord, recordsOf, type TextRecord } from '../../../src/data/duckdb/formats/text/records.ts';
import { scanText } from '../../../src/data/duckdb/formats/text/scan.ts';
import { textFile } from './text-source.ts';

const { sourceOf, remove } = textFile();
afterAll(remove);

const quiet = { mixedEnds: false, brokenQuotes: false, longValues: false, backslashQuotes: false };

describe('scanText', () => {
  it.each<[string, Partial<typeof quiet>]>([
    ['a,b\n1,2\n', {}],
    ['a,b\r\n1,2\r\n', {}],
    ['a,b\r\n"1\n",2\r\n', { longValues: true }],
    ['a,b\n1,2\r\n', { mixedEnds: true }],
    ['a,b\r1,2\r\n', { mixedEnds: true }],
    ['a,b\n5" disc,"x"\n', {}],
    ['a,b\n "x" , "y ""z""" \n', {}],
    ['a,b\n"x" y,2\n', { brokenQuotes: true }],
    ['a,b\n"x,2\n', { brokenQuotes: true, longValues: true }],
    ['a,b\n"x \\" y",2\n', { brokenQuotes: true, backslashQuotes: true }],
    ['\ufeff"a","b"\n1,2\n', {}],
  ])('%j', async (text, facts) => {
    expect(await scanText(sourceOf(text), ',')).toEqual({ ...quiet, ...facts });
  });
});

describe('recordsOf', () => {
  const read = (text: string, quotes: 'doubled' | 'backslash' | 'none' = 'doubled', delimiter = ',') =>
    recordsOf(text, { delimiter, quotes });

  it('tells the line of each record, whatever ends the lines before it', () => {
    const records = read('a,b\r\n"x ""y""",2\n\n3,"q\nr" \r4,5');
    expect(records.map(({ line, values }) => [line, ...values])).toEqual([
      [1, 'a', 'b'],
      [2, 'x "y"', '2'],
      [4, '3', 'q\nr'],
      [6, '4', '5'],
    ]);
  });

  it('reads backslashes before quotes and backslashes only', () => {
    expect(read('"a \\"b\\" \\\\ \\n",\\N', 'backslash')[0]?.values).toEqual(['a "b" \\ \\n', '\\N']);
  });

  it('stops at the first fault', () => {
    expect(read('1,2\n"a"b,3\n4,5\n').at(-1)).toMatchObject({ line: 2, fault: 'behind' });
    expect(read('1,2\n"a,3\n4,5\n').at(-1)).toMatchObject({ line: 2, fault: 'open' });
    expect(read('1\t"2\n3\t4"\n', 'none', '\t')).toHaveLength(2);
  });

  it('reads the same in pieces of any length', async () => {
    const text = 'a::b:c::"d::e"\r\nf::"g\r\nh"::"i ""j"""\r\n\r\nk::l:::m\n';
    const style = { delimiter: '::', quotes: 'doubled' } as const;
    for (let size = 1; size < 9; size++) {
      const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const found: TextRecord[] = [];
      await eachRecord(chunks, style, (record) => found.push(record) < 0);
      expect(found).toEqual(recordsOf(text, style));
    }
  });
});

describe('delimiterIn', () => {
  it.each([
    ['a,b;c,d\n1,2;5,3\n', ',', false],
    ['a;b\n1,5;2\n2,5;3\n', ';', false],
    ['1::Toy Story, The (1995)::Animation|Children\n2::Heat::Action\n', '::', true],
    ['196\t242\t3\n186\t302\t3\n', '\t', true],
    ['1|24|M|technician\n2|53|F|other\n', '|', true],
    ['1 2 5\n1 3 4\n', ' ', true],
    ['1 2 5\n1 3 4\n', ',', false],
    ['one\n1\n', ',', true],
  ])('%j', (text, delimiter, spaces) => {
    expect(delimiterIn(text, spaces)).toBe(delimiter);
  });
});

describe('holdsValues', () => {
  it.each<[boolean, ...string[]]>([
    [true, '51,8,2,1700000401', '3,9,5,1700000601', '51,20,1,1700000901'],
    [true, 'u51,i8,1,1700000401', 'u3,i9,0,1700000601', 'u120,i7,1,1700000701'],
    [true, 'u51,i8,like', 'u51,i9,like', 'u3,i8,skip'],
    [true, '1,2,3', '1,2,4', '2,2,3'],
    [true, '2023-11-14 22:20:01,5,7', '2023-11-14 22:21:01,5,7'],
    [true, '0,1,1,5,0,1382,,68fd1e64', '0,2,0,44,1,102,8,1d3e5a77'],
    [true, 'alice,7,1', 'bob,9,0', 'alice,3,1'],
    [false, 'user,item,click', '1,2,0'],
    [false, '0,1,2,3', '5,6,1,1700000', '7,6,0,1700001'],
    [false, 'item,0,1,2', '5,0.1,0.2,0.3'],
    [false, 'user,2019,2020,2021', '5,1,0,3'],
    [false, 'user,click,ts', '1,0,5', 'user,click,ts'],
    [false, 'user_id,item_id,label1', 'u1,i2,0'],
    [false, 'user1,item1', 'user5,item7'],
    [false, 'label,I1,I2,C1', '0,1,2,abc'],
  ])('%s: %s', (expected, ...lines) => {
    const [first = [], ...others] = lines.map((line) => line.split(','));
    expect(holdsValues(first, others)).toBe(expected);
  });
});
