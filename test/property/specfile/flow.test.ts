import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { flow } from '../../../src/specfile/authoring/yaml-values.ts';

const RUNS = { numRuns: 2000, seed: 20261130 };
const odd = fc.constantFrom(
  'true',
  '~',
  '20%',
  '1e3',
  '- x',
  '{ x }',
  'a: b',
  '# c',
  "it's",
  '"',
  '?',
  '\u2028',
  '<<',
);
const text = fc.oneof(
  odd,
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.tuple(odd, odd).map((both) => both.join('')),
);
const value = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.array(text),
  fc.dictionary(text, fc.oneof(text, fc.array(text))),
);

it('flow YAML is plain where nobody needs quotes', () => {
  const written = { path: 'data/log*.csv', evaluate: '20%', features: ['über', '用户', 'a b'], slices: 10 };
  expect(flow(written)).toBe('{path: data/log*.csv, evaluate: 20%, features: [über, 用户, a b], slices: 10}');
  expect(flow(['y', 'No', '20', "it's", 'say "x"', ''])).toBe(`["y", "No", "20", "it's", 'say "x"', ""]`);
});

it('flow YAML is read as the value that was written, on one line, alone and inside brackets', () => {
  fc.assert(
    fc.property(value, (written) => {
      const line = flow(written);
      expect(line).not.toMatch(/[\r\n\u2028\u2029]/);
      expect(parse(`- ${line} # why`)).toEqual([written]);
      expect(parse(`{a: [${line}, ${line}]}`)).toEqual({ a: [written, written] });
    }),
    RUNS,
  );
});
