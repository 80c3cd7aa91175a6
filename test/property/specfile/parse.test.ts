import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isScalar, parseDocument, visit } from 'yaml';
import { specHash } from '../../../src/specfile/hash.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { type ScalarStyle, scalarOffsets } from '../../../src/specfile/reading/scalar-offsets.ts';
import { FULL, HEAD } from '../../unit/specfile/support.ts';

const RUNS = { numRuns: 400, seed: 20251123 };
const SPEC = `${HEAD}split: {evaluate: 20%, slices: 10}
sources:
  - {name: a, build: co-click, window: 7}
  - name: b
    build: co-click
    weight: jaccard
ranker: {kind: fm, factors: 8}
items: &i {path: p, key: k, features: [x, {name: y, type: numeric}]}
users: *i
`;

function wellFormed(text: string): void {
  const { spec, problems, rangeOf } = parseSpec(text);
  for (const { range, message, path, severity } of problems) {
    for (const { line, column, offset } of [range.start, range.end]) {
      const lines = text.slice(0, offset).split('\n');
      expect([line, column, offset]).toEqual([
        lines.length - 1,
        lines.at(-1)!.length,
        lines.join('\n').length,
      ]);
    }
    expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset);
    expect(range.end.offset).toBeLessThanOrEqual(text.length);
    expect(message).not.toMatch(/invalid input|undefined|\[object/i);
    expect(rangeOf(path, 'pair').end.offset).toBeLessThanOrEqual(text.length);
    expect(['error', 'warning']).toContain(severity);
  }
  expect(spec === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
  if (spec !== undefined) expect(specHash(spec)).toHaveLength(64);
}

describe('parseSpec', () => {
  it('survives every prefix of a spec, as it is typed', () => {
    for (let length = 0; length <= SPEC.length; length++) wellFormed(SPEC.slice(0, length));
  });

  it('survives edits anywhere', () => {
    const edit = fc.tuple(
      fc.constantFrom(SPEC, FULL),
      fc.nat(FULL.length),
      fc.nat(12),
      fc.oneof(
        fc.constantFrom(
          '',
          ' ',
          '\n',
          ': ',
          '- ',
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          '&x ',
          '*x',
          '|',
          '>',
          '!t ',
          '#',
          '---\n',
          '<<: *i\n',
          '__proto__: 1\n',
          'null',
          '\t',
          '\r\n',
        ),
        fc.string({ maxLength: 5 }),
      ),
    );
    fc.assert(
      fc.property(edit, ([text, at, cut, insert]) =>
        wellFormed(text.slice(0, at) + insert + text.slice(at + cut)),
      ),
      RUNS,
    );
  });

  it('survives any data in any place', () => {
    const keys = [
      'version',
      'log',
      'path',
      'label',
      'split',
      'sources',
      'models',
      'name',
      'build',
      'pairs',
      'ranker',
      'kind',
      'x',
    ];
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(1, 0, 'co-click', 'swing', '20%', 'fm', null, true, '', 1.5, 'x'),
        fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 5 }),
        fc.array(tie('node'), { maxLength: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (value) => wellFormed(JSON.stringify(value))),
      RUNS,
    );
  });
});

describe('scalarOffsets', () => {
  it('finds each character of a scalar, however it is written', () => {
    const label = fc
      .array(fc.constantFrom('a', ' ', "'", '"', '\\', '>', '=', '\n', '4', 'é', '(', '#', ':'), {
        minLength: 1,
        maxLength: 20,
      })
      .map((parts) => parts.join(''));
    const style = fc.constantFrom<ScalarStyle>(
      'PLAIN',
      'QUOTE_SINGLE',
      'QUOTE_DOUBLE',
      'BLOCK_LITERAL',
      'BLOCK_FOLDED',
    );
    let seen = 0;
    let matched = 0;
    fc.assert(
      fc.property(label, style, (value, type) => {
        const document = parseDocument('log: {}');
        const scalar = document.createNode(value);
        if (isScalar(scalar)) scalar.type = type;
        document.setIn(['label'], scalar);
        const text = document.toString({ lineWidth: 20 });
        visit(parseDocument(text), {
          Scalar(key, node) {
            if (key !== 'value' || typeof node.value !== 'string') return;
            const [start, end] = node.range!;
            const offsets = scalarOffsets(text.slice(start, end), node.type as ScalarStyle, node.value);
            seen++;
            if (offsets === undefined) return;
            matched++;
            expect(offsets).toHaveLength(node.value.length + 1);
            for (let i = 0; i < node.value.length; i++) {
              if (/[a4é>=(]/.test(node.value[i]!)) expect(text[start + offsets[i]!]).toBe(node.value[i]);
            }
          },
        });
      }),
      RUNS,
    );
    expect(seen).toBeGreaterThan(300);
    expect(matched / seen).toBeGreaterThan(0.9);
  });
});
