import { describe, expect, it } from 'vitest';
import { configColumns } from '../../../src/code/config.ts';
import { literals } from './support.ts';

const names = (text: string): string[] => configColumns(text).map(({ name }) => name);

describe('a training config names columns', () => {
  it('as RecBole does', () => {
    const text = `USER_ID_FIELD: user
load_col:
  inter: [user, item, 'rating']
  item:
    - item
    - dwell_ms  # after the click
val_interval:
  price: "[3,inf)"
numerical_features: [age]
epochs: 300
`;
    expect(names(text)).toEqual([
      'user',
      'user',
      'item',
      'rating',
      'item',
      'dwell_ms',
      'price',
      '[3,inf)',
      'age',
    ]);
    expect(literals(text, configColumns(text))).toContain("'rating'");
  });

  it('as FuxiCTR does', () => {
    const text = `taobao_tiny:
  feature_cols:
    - {name: [userid, adgroup_id], active: True, dtype: str, type: categorical}
    - name: price
      active: True
  label_col: {name: clk, dtype: float}
`;
    expect(names(text)).toEqual(expect.arrayContaining(['userid', 'adgroup_id', 'price', 'clk']));
  });

  it('as keys below features, and as no other key', () => {
    expect(names('features:\n  hour: {kind: a}\n  age:\nother:\n  hour: 1\n')).toEqual(['hour', 'a', 'age']);
  });

  it('in every document of a file', () => {
    expect(names('a: x\n---\nb: [y]\n')).toEqual(['x', 'y']);
  });

  it('but not in the spec that it holds', () => {
    expect(names('features: [a]\nlis:\n  log: {path: x}\n  sources: [{name: s, columns: [b]}]\n')).toEqual([
      'a',
    ]);
  });

  it('at places that count CRLF and wide characters as the editor does', () => {
    const text = 'größe: "🛒"\r\ncols:\r\n  - a\r\n';
    expect(literals(text, configColumns(text))).toEqual(['"🛒"', 'a']);
  });

  it('while it is being typed', () => {
    expect(names('cols: [a, b\nx: {y: [\n')).toEqual(expect.arrayContaining(['a']));
    expect(names('cols: ["a\n')).toEqual(['a']);
    expect(names('&a [*a, b')).toContain('b');
    expect(names('')).toEqual([]);
  });
});
