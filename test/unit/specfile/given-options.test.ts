import { describe, expect, it } from 'vitest';
import { givenOptions } from '../../../src/specfile/given-options.ts';
import { parseSpec } from '../../../src/specfile/index.ts';

const given = (ranker: string, index = 0): string[] => {
  const { spec, value } = parseSpec(
    `version: 1\nlog: {path: x.csv, user: u, item: i, label: y, time: t}\n${ranker}\n`,
  );
  expect(spec).toBeDefined();
  return [...givenOptions(value, index)];
};

describe('options that a spec gives', () => {
  it('are none by default and of a kind alone', () => {
    expect(given('')).toEqual([]);
    expect(given('ranker: lr')).toEqual([]);
    expect(given('ranker: {kind: deepfm}')).toEqual([]);
  });

  it('are those that stand in the mapping, also with the value of the default', () => {
    expect(given('ranker: {learningRate: 0.01, refit: false}')).toEqual(['learningRate', 'refit']);
    expect(given('ranker: {kind: deepfm, dropout: 0.2}')).toEqual(['dropout']);
  });

  it('are those of the entry of `rankers`, and of `ranker` for a kind named alone', () => {
    const several = 'ranker: {l2: 0.1}\nrankers: [lr, fm, {kind: deepfm, epochs: 3}]';
    expect(given(several, 0)).toEqual([]);
    expect(given(several, 1)).toEqual(['l2']);
    expect(given(several, 2)).toEqual(['epochs']);
    expect(given('ranker: lr\nrankers: [lr]', 0)).toEqual([]);
  });

  it('include what a merge key brings', () => {
    expect(given('ranker:\n  <<: {bins: 8}\n  l2: 0')).toEqual(expect.arrayContaining(['bins', 'l2']));
  });
});
