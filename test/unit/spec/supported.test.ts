import { describe, expect, it } from 'vitest';
import { NOT_SUPPORTED_YET } from '../../../src/spec/supported.ts';
import { FULL, HEAD, marked, told } from './support.ts';

const CASES: [spec: string, message: string, mark: string][] = [
  [`${HEAD}ranker: {command: ./train}\n`, 'not supported yet: ranker.command (line 3)', 'command'],
];

describe('keys whose engine does not exist yet', () => {
  it.each(CASES)('%#: %s', (spec, message, mark) => {
    expect(told(spec).map((line) => line.replace(/^\S+ error /, ''))).toEqual([message]);
    expect(marked(spec)).toEqual([mark]);
  });

  it('has a case for each entry of the table', () => {
    const shown = CASES.map(([, message]) => /yet: (.*) \(/.exec(message)?.[1]);
    expect(NOT_SUPPORTED_YET.map((entry) => entry.shown).filter((key) => !shown.includes(key))).toEqual([]);
  });

  it('refuses each of them in the documented spec, and nothing else', () => {
    expect(told(FULL).map((line) => line.replace(/^\S+ /, ''))).toEqual([]);
  });

  it('names the line inside a larger config', () => {
    const text = `model: x\nlis:\n  version: 1\n  ${HEAD.split('\n')[1]}\n  ranker: {command: x}\n`;
    expect(told(text)).toEqual(['5:12 error not supported yet: ranker.command (line 5)']);
  });

  it('accepts the values that do exist when they are written out', () => {
    expect(
      told(
        `${HEAD}metric: gauc\nselfEvidence: leave-user-out\nranker: {kind: lr}\nmodels: [{name: m, embeddings: p, item: l, vector: r}]\nsources: [{name: a, clusters: p, item: l, ids: [r]}, {name: b, embeddings: p, item: l, vector: r}]\n`,
      ),
    ).toEqual([]);
  });
});
