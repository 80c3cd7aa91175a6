import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import type { Suggestion } from '../../../src/specfile/reading/problem.ts';
import { HEAD, LOG } from './support.ts';

function apply(text: string, { range, text: put }: Suggestion): string {
  return text.slice(0, range.start.offset) + put + text.slice(range.end.offset);
}

/** Applies the first repair of the first problem of that code; `which` takes an alternative instead. */
function repaired(text: string, code: string, which?: number): string {
  const problem = parseSpec(text).problems.find((reported) => reported.code === code);
  const repair = which === undefined ? problem?.suggestion : problem?.alternatives?.[which];
  if (repair === undefined) throw new Error(`no repair for ${code}: ${JSON.stringify(problem)}`);
  return apply(text, repair);
}

const block = `version: 1
log:
  path: a.csv # clicks
  user: u
  item: i
  label: y
  time: t # unix
split: {evaluate: 20%, slices: 10}
`;

describe('a repair', () => {
  it.each([
    ['the nearest key', 'unknown-key', block.replace('label', 'lable'), block],
    ['the nearest value', 'unknown-value', `${HEAD}metric: acu\n`, `${HEAD}metric: auc\n`],
    ['the bound', 'out-of-range', `${HEAD}seeds: 1000\n`, `${HEAD}seeds: 100\n`],
    ['the lower bound', 'out-of-range', `${HEAD}folds: 1\n`, `${HEAD}folds: 2\n`],
    ['the multiple', 'out-of-range', `${HEAD}ranker: {factors: 18}\n`, `${HEAD}ranker: {factors: 20}\n`],
    [
      'the longest window',
      'window-too-long',
      `${block}sources: [{name: a, build: swing, window: 20}]\n`,
      `${block}sources: [{name: a, build: swing, window: 10}]\n`,
    ],
    [
      'a name that is free',
      'duplicate-name',
      `${HEAD}sources:\n- {name: a, build: swing}\n- {name: a-2, build: swing}\n- {name: a, build: session}\n`,
      `${HEAD}sources:\n- {name: a, build: swing}\n- {name: a-2, build: swing}\n- {name: a-3, build: session}\n`,
    ],
    [
      'a weight that does not drift',
      'raw-drift',
      `${HEAD}sources: [{name: a, build: co-click, weight: raw, window: all}]\n`,
      `${HEAD}sources: [{name: a, build: co-click, weight: cosine, window: all}]\n`,
    ],
    ['the version, first', 'missing-key', block.replace('version: 1\n', ''), block],
    [
      'a key of a block, behind the last one and its comment',
      'missing-key',
      block.replace('  label: y\n', ''),
      block.replace('  label: y\n', '').replace('# unix\n', '# unix\n  label: label\n'),
    ],
    [
      'a key in braces',
      'missing-key',
      `version: 1\n${LOG.replace('label: y, ', '')}`,
      `version: 1\n${LOG.replace('label: y, ', '').replace('}', ', label: label}')}`,
    ],
    [
      'a whole mapping',
      'missing-key',
      'version: 1\n',
      'version: 1\nlog:\n  path: data.parquet\n  user: user_id\n  item: item_id\n  label: label\n',
    ],
    [
      'the kind of a source',
      'missing-key',
      `${HEAD}sources:\n  - name: a\n`,
      `${HEAD}sources:\n  - name: a\n    build: co-click\n`,
    ],
    [
      'the time',
      'no-time',
      block.replace('  time: t # unix\n', ''),
      block.replace('  time: t # unix\n', '  time: timestamp\n'),
    ],
    [
      'an option without effect gone, from braces',
      'no-effect',
      `${HEAD}ranker: {kind: lr, factors: 8, epochs: 3}\n`,
      `${HEAD}ranker: {kind: lr, epochs: 3}\n`,
    ],
    [
      'an option without effect gone, from a block',
      'no-effect',
      `${HEAD}ranker:\n  kind: lr\n  factors: 8 # many\n  epochs: 3\n`,
      `${HEAD}ranker:\n  kind: lr\n  epochs: 3\n`,
    ],
    [
      'the first key of a block gone',
      'no-effect',
      `${HEAD}ranker:\n  factors: 8\n  kind: lr\n`,
      `${HEAD}ranker:\n  kind: lr\n`,
    ],
    [
      'a feature gone that is there already',
      'duplicate-feature',
      `version: 1\n${LOG.replace('}', ', features: [a, b, a]}')}`,
      `version: 1\n${LOG.replace('}', ', features: [a, b]}')}`,
    ],
    [
      'a feature gone that gives the answer away',
      'label-feature',
      `version: 1\n${LOG.replace('}', ', features: [y, b]}')}`,
      `version: 1\n${LOG.replace('}', ', features: [b]}')}`,
    ],
  ])('gives %s', (_what, code, text, expected) => {
    expect(repaired(text, code)).toBe(expected);
    expect(parseSpec(expected).problems.filter((problem) => problem.code === code)).toEqual([]);
  });

  it('can be another one', () => {
    const text = `${block}sources: [{name: a, build: swing, window: 20}]\n`;
    expect(repaired(text, 'window-too-long', 0)).toContain('window: all');
  });

  it('keeps the line endings of Windows', () => {
    const text = block.replace('  label: y\n', '').replaceAll('\n', '\r\n');
    expect(repaired(text, 'missing-key')).toContain('# unix\n  label: label\r\n');
  });

  it('is not given where it would leave an empty list or fall into braces', () => {
    const only = `version: 1\n${LOG.replace('}', ', features: [y]}')}`;
    const [problem] = parseSpec(only).problems;
    expect(problem?.code).toBe('label-feature');
    expect(problem?.suggestion).toBeUndefined();
    const [missing] = parseSpec('{version: 1}').problems;
    expect(missing).toMatchObject({ code: 'missing-key', suggestion: undefined });
  });
});
