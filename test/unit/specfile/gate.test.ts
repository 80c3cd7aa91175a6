import { expect, it } from 'vitest';
import { hoverAt } from '../../../src/specfile/authoring/hover.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { codes, HEAD, marked, told } from './support.ts';

const gated = (gate: string): string => `${HEAD}sources:
  - {name: co-click, build: co-click}
  - {name: recent, columns: [w]}
models: [{name: notellm, embeddings: v.parquet, item: i, vector: v}]
objectives: [{name: dwell, weight: dwell_ms}]
gate: ${gate}
`;

it('may hold a source or a model by an objective', () => {
  expect(told(gated('{source: co-click, objective: dwell, transferable: ">= 0.002"}'))).toEqual([]);
  const { spec } = parseSpec(gated('{model: notellm, objective: dwell, ais: "> 0"}'));
  expect(spec!.gate).toEqual({ model: 'notellm', objective: 'dwell', ais: '> 0' });
});

it.each([
  [
    '{source: co-click, objective: dwel, total: "> 0"}',
    'dwel',
    '8:37 error the gate names the objective `dwel`, which is not evaluated; did you mean `dwell`?',
  ],
  [
    '{source: co-clik, total: "> 0"}',
    'co-clik',
    '8:16 error the gate names the source `co-clik`, which is not evaluated; did you mean `co-click`?',
  ],
  [
    '{model: notelm, ais: "> 0"}',
    'notelm',
    '8:15 error the gate names the model `notelm`, which is not evaluated; did you mean `notellm`?',
  ],
])('has a name that is not there marked and repaired: %s', (gate, name, message) => {
  const text = gated(gate);
  expect(told(text)).toEqual([message]);
  expect(marked(text)).toEqual([name]);
  const [problem] = parseSpec(text).problems;
  expect(message).toContain(`\`${problem!.suggestion!.text}\`?`);
});

it('without a bound, or with one that the source cannot have, is an error before any run', () => {
  expect(codes(gated('{source: co-click}'))).toEqual(['empty-gate']);
  const total = gated('{source: recent, transferable: "> 0"}');
  expect(codes(total)).toEqual(['gate-without-transferable']);
  expect(marked(total)).toEqual(['"> 0"']);
});

it('says of its key what an objective is for', () => {
  const text = gated('{source: co-click, objective: dwell, total: "> 0"}');
  const offset = text.indexOf('objective: dwell');
  expect(hoverAt(parseSpec(text), offset)?.text).toContain('The objective by which it must pass.');
});
