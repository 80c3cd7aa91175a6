import { describe, expect, it } from 'vitest';
import {
  ignorePlace,
  recboleByTime,
  type TextEdit,
  withoutElement,
  withoutEntry,
} from '../../../../../src/vscode/findings/fixes/edits.ts';

function edited(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((so, { from, to, text: put }) => so.slice(0, from) + put + so.slice(to), text);
}

/** The text without its first `"x"`, or `x` in YAML; undefined where no edit is offered. */
function without(text: string, remove: typeof withoutElement, name = '"x"'): string | undefined {
  const from = text.indexOf(name);
  const edit = remove(text, from, from + name.length);
  return edit && edited(text, [edit]);
}

describe('a column leaves a list in Python', () => {
  it.each([
    ['features = ["x", "a"]', 'features = ["a"]'],
    ['features = ["a", "x"]', 'features = ["a"]'],
    ['features = ["a", "x", "b"]', 'features = ["a", "b"]'],
    ['X = log[["a", "x"]]', 'X = log[["a"]]'],
    ['return ["a", "x"]', 'return ["a"]'],
    ['features = [\n    "a",\n    "x",\n    "b",\n]', 'features = [\n    "a",\n    "b",\n]'],
    ['features = [\n    "a",\n    "x",  # later\n]', 'features = [\n    "a",\n]'],
    ['features = [\n    "a",\n    "x"\n]', 'features = [\n    "a"\n]'],
    ['features = base + ["x", *more]', 'features = base + [*more]'],
  ])('%j becomes %j', (text, expected) => {
    expect(without(text, withoutElement)).toBe(expected);
  });

  it.each([
    ['an index', 'log["x"]'],
    ['an index of two', 'log["x", "a"]'],
    ['the only element', 'features = ["x"]'],
    ['an argument', 'log.drop("x", "a")'],
    ['a key', 'types = {"x": 1, "a": 2}'],
    ['an index behind a call', 'load()["x", "a"]'],
    ['what an operator goes on with', 'features = ["a", "x" + suffix]'],
    ['what a condition goes on with', 'features = ["a", "x" if more else "b"]'],
  ])('and %s is left alone', (_, text) => {
    expect(without(text, withoutElement)).toBeUndefined();
  });
});

it('a list is looked for in time, whatever stands above it', () => {
  const above = `x = [${'numerical_feature_columns'.repeat(4)}(1)]\n`.repeat(200);
  const started = performance.now();
  expect(without(`${above}features = ["a", "x"]`, withoutElement)).toBe(`${above}features = ["a"]`);
  expect(performance.now() - started).toBeLessThan(1000);
});

it('a column takes its line with it, whatever ends the lines', () => {
  expect(without('features = [\r\n    "x",\r\n    "a",\r\n]', withoutElement)).toBe(
    'features = [\r\n    "a",\r\n]',
  );
});

describe('a column leaves a list in YAML', () => {
  it.each([
    ['columns: [x, a]\n', 'columns: [a]\n'],
    ['columns: [a, x]\n', 'columns: [a]\n'],
    ['columns:\n  - a\n  - x\nseeds: 2\n', 'columns:\n  - a\nseeds: 2\n'],
    ['columns:\n  - x\n  - a\n', 'columns:\n  - a\n'],
    ['columns:\n- x\n- a\n', 'columns:\n- a\n'],
    ['columns:\n  - a\n  - x', 'columns:\n  - a\n'],
  ])('%j becomes %j', (text, expected) => {
    expect(without(text, withoutEntry, 'x')).toBe(expected);
  });

  it('with its options', () => {
    const text = 'columns:\n  - name: x\n    type: numeric\n  - a\n';
    const entry = 'name: x\n    type: numeric';
    expect(without(text, withoutEntry, entry)).toBe('columns:\n  - a\n');
  });

  it.each([
    '- {name: x, active: True, dtype: float}\n',
    'features: {x: float, ctr: float}\n',
    'features: {ctr: x, b: float}\n',
    'features:\n      # deeper\n    - x\nseeds: 2\n',
  ])('and what is not an entry, in %j, stays', (text) => {
    expect(without(text, withoutEntry, 'x')).toBeUndefined();
  });

  it.each(['columns: [x]\n', 'columns:\n  - x\nseeds: 2\n', 'columns:\n  - x\n'])(
    'and the only one of %j stays',
    (text) => {
      expect(without(text, withoutEntry, 'x')).toBeUndefined();
    },
  );
});

describe('a comment that ignores a finding', () => {
  const commented = (text: string, line: number): string => {
    const { at, before, after } = ignorePlace(text, line, 'LIS001');
    return `${text.slice(0, at)}${before}why${after}${text.slice(at)}`;
  };

  it('stands at the end of the line', () => {
    expect(commented('a = 1\nb = f(a)  \nc = 2\n', 2)).toBe(
      'a = 1\nb = f(a)  # lis: ignore[LIS001] why  \nc = 2\n',
    );
    expect(commented('a = 1\r\nb = 2\r\n', 1)).toBe('a = 1  # lis: ignore[LIS001] why\r\nb = 2\r\n');
  });

  it('stands above a line that has such a comment already', () => {
    expect(commented('features: [a, b]  # lis: ignore[label-copy] known\n', 1)).toBe(
      '# lis: ignore[LIS001] why\nfeatures: [a, b]  # lis: ignore[label-copy] known\n',
    );
  });

  it('stands above a line that goes on, or opens a text of several lines', () => {
    expect(commented('if a:\n    b = f(a) + \\\n        c\n', 2)).toBe(
      'if a:\n    # lis: ignore[LIS001] why\n    b = f(a) + \\\n        c\n',
    );
    expect(commented('q = f("""\nselect\n""")\n', 1)).toMatch(/^# lis: ignore\[LIS001\] why\nq = f\("""\n/);
    expect(commented('label: |\n  click = 1\n', 1)).toMatch(/^# lis: ignore\[LIS001\] why\nlabel: \|\n/);
  });
});

describe('a RecBole config that tests by one moment', () => {
  const byTime = (text: string): string | undefined => {
    const edits = recboleByTime(text);
    return edits && edited(text, edits);
  };

  it.each([
    [
      'USER_ID_FIELD: u\n',
      'USER_ID_FIELD: u\neval_args: {split: {RS: [0.8, 0.1, 0.1]}, order: TO, group_by: none}\n',
    ],
    ['a: 1', 'a: 1\neval_args: {split: {RS: [0.8, 0.1, 0.1]}, order: TO, group_by: none}\n'],
    [
      "eval_args:\n  split: {'RS': [0.8, 0.1, 0.1]}\n  order: RO\n  group_by: user\nseed: 1\n",
      "eval_args:\n  split: {'RS': [0.8, 0.1, 0.1]}\n  order: TO\n  group_by: none\nseed: 1\n",
    ],
    [
      "eval_args:\n  split: {'LS': 'valid_and_test'}\n  order: TO\n",
      'eval_args:\n  group_by: none\n  split: {RS: [0.8, 0.1, 0.1]}\n  order: TO\n',
    ],
    ['eval_args: {order: RO, group_by: user}\n', 'eval_args: {order: TO, group_by: none}\n'],
  ])('%j becomes %j', (text, expected) => {
    expect(byTime(text)).toBe(expected);
  });

  it('is not made where what is left out is written over several lines', () => {
    expect(byTime('eval_args:\n  split:\n    LS: valid_and_test\n  order: RO\n')).toBeUndefined();
  });

  it('is not made where a key is missing in braces', () => {
    expect(byTime('eval_args: {order: RO}\n')).toBeUndefined();
  });
});
