import { describe, expect, it } from 'vitest';
import { withoutMagics } from '../../../src/code/python/magics.ts';
import { names } from './support.ts';

describe('a notebook’s cell', () => {
  it.each([
    ['line magics and shell lines', '%matplotlib inline\n!pip install "no"\ndf["a"]\n?df\ndf?\n', 'a'],
    ['indented ones', 'if x:\n    !ls df["no"]\n    df["a"]', 'a'],
    ['assignments from them', 'files = !ls\nrows = %sql select "no"\ndf["a"]', 'a'],
    ['a magic before a statement', '%time df["a"].mean()\n%timeit -n 10 df["b"]', 'a b'],
    ['a cell magic over Python', '%%time\nx = df["a"]\n', 'a'],
    ['a cell magic below a blank line', '\n%%capture out\nx = df["a"]\n', 'a'],
    ['a cell in another language', '%%sql\nselect df["no"]\n', ''],
    ['a shell cell', '%%bash\necho df["no"]', ''],
    ['a cell without magics', 'df["a"]', 'a'],
    ['arithmetic', 'x = (a\n     % df["a"])\ny = 5 %2', 'a'],
    ['not equal', 'df[df["a"] != df["b"]]', 'a b'],
  ])('%s', (_, cell, expected) => {
    expect(names(cell, true).join(' ')).toBe(expected);
  });

  it('keeps every offset', () => {
    const cell = '%load_ext x\r\n  !ls\r\n%time df["🛒"]\r\ndf?\r\n';
    const clean = withoutMagics(cell);
    expect(clean).toHaveLength(cell.length);
    expect(clean.replace(/[^\r\n]/g, '')).toBe(cell.replace(/[^\r\n]/g, ''));
    expect(clean.indexOf('df["🛒"]')).toBe(cell.indexOf('df["🛒"]'));
  });
});

it('is Python as it stands outside of notebooks', () => {
  expect(names('x = df["a"]\n%time df["b"]')).toEqual(['a', 'b']);
});
