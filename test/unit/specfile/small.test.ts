import { describe, expect, it } from 'vitest';
import { isSpecFile, looksLikeSpec, SCAN_LIMIT, specReference } from '../../../src/specfile/detect.ts';
import { canonicalJson, partHashes, specHash } from '../../../src/specfile/hash.ts';
import { momentMicroseconds } from '../../../src/specfile/moments.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { LineIndex } from '../../../src/specfile/reading/positions.ts';
import { pathText } from '../../../src/specfile/reading/problem.ts';
import { scalarOffsets } from '../../../src/specfile/reading/scalar-offsets.ts';
import { expected, found, nearest } from '../../../src/specfile/reading/wording.ts';
import { covered, FULL, HEAD } from './support.ts';

describe('looksLikeSpec', () => {
  it.each([
    [FULL, true],
    [HEAD, true],
    ['# c\n"version": 1\n"log": {}\n', true],
    ['{version: 1, log: {}}', true],
    ['model: x\nlis:\n  version: 1\n', true],
    ['version: 3\nservices:\n  log: x\n', false],
    ['analysis: 1\n  lis: 2\n', false],
    ['', false],
  ])('%#', (text, answer) => {
    expect(looksLikeSpec(text)).toBe(answer);
  });

  it('reads a prefix only', () => {
    expect(looksLikeSpec(`${'a: 1\n'.repeat(SCAN_LIMIT / 5 + 1)}lis:\n`)).toBe(false);
  });
});

describe('isSpecFile', () => {
  it.each([
    ['lis.yaml', true],
    ['a/b/lis.yml', true],
    ['a\\prod.lis.yaml', true],
    ['analis.yaml', false],
    ['lis.yaml.bak', false],
  ])('%s', (path, answer) => {
    expect(isSpecFile(path)).toBe(answer);
  });
});

describe('specReference', () => {
  it.each([
    ['# lis: path/to/lis.yaml\nx: 1\n', 'path/to/lis.yaml'],
    ['import torch\n#lis: ../lis.yaml\r\n', '../lis.yaml'],
    ['x: 1  # lis: "my dir/lis.yaml"\n', 'my dir/lis.yaml'],
    ["  # lis: 'a.lis.yml'", 'a.lis.yml'],
    ['# lis: first.yaml\n# lis: second.yaml\n', 'first.yaml'],
  ])('%#', (text, path) => {
    const reference = specReference(text);
    expect(reference?.path).toBe(path);
    expect(covered(text, reference!.range)).toBe(path);
  });

  it('is not any remark about it', () => {
    expect(specReference('# lis: see the docs\n# analis: a.yaml\nlis: a.yaml\n')).toBeUndefined();
    expect(specReference(`${' '.repeat(SCAN_LIMIT)}\n# lis: a.yaml\n`)).toBeUndefined();
  });
});

describe('specHash', () => {
  const hash = (text: string): string => specHash(parseSpec(text).spec!);

  it('does not depend on layout, order, comments or written defaults', () => {
    const other = `# a comment
seeds: 3
log:
  time: 't'
  label: y
  item: i
  user: u
  path: [a.csv]
version: 1
`;
    expect(hash(other)).toBe(hash(HEAD));
    expect(hash(HEAD)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('depends on what is said', () => {
    expect(hash(`${HEAD}seeds: 4\n`)).not.toBe(hash(HEAD));
  });

  it('of a part is another one where the part, or what it is made of, is', () => {
    const parts = (vectors: string, window = 7, more = '') =>
      partHashes(
        parseSpec(`${HEAD}${more}sources:
  - {name: clicks, build: co-click, window: ${window}}
  - {name: vectors, embeddings: ${vectors}, item: i, vector: v}
  - {name: ids, build: clusters-of, of: vectors, levels: 1, clusters: 2}
models:
  - {name: m, embeddings: m.csv, item: i, vector: v, probe: clicks}
  - {name: n, embeddings: n.csv, item: i, vector: v}
`).spec!,
      );
    const before = parts('a.csv');
    const changed = (after: typeof before): string[] =>
      Object.keys(before.parts).filter((name) => before.parts[name] !== after.parts[name]);
    expect(Object.keys(before.parts)).toEqual(['clicks', 'vectors', 'ids', 'm', 'n']);
    expect(changed(parts('b.csv'))).toEqual(['vectors', 'ids']);
    expect(parts('b.csv').shared).toBe(before.shared);
    expect(changed(parts('a.csv', 1))).toEqual(['clicks', 'm']);
    const other = parts('a.csv', 7, 'seeds: 4\n');
    expect(changed(other)).toEqual([]);
    expect(other.shared).not.toBe(before.shared);
    expect(parts('a.csv', 7, 'appliesTo: ["*.py"]\n').shared).toBe(before.shared);
  });

  it('is made of canonical JSON', () => {
    expect(canonicalJson({ b: [1, 'x', null, undefined], a: { d: true, c: undefined } })).toBe(
      '{"a":{"d":true},"b":[1,"x",null,null]}',
    );
  });
});

describe('momentMicroseconds', () => {
  it.each([
    ['1970-01-01', 0],
    ['2026-10-24', 1792800000e6],
    ['2026-10-24T00:00:01.5Z', 1792800001.5e6],
    ['2026-10-24 00:00', 1792800000e6],
    ['2026-10-24T02:00+02:00', 1792800000e6],
    ['2026-10-23T19:30:00.000001-0430', 1792800000e6 + 1],
    ['2026-10-24T01:00+01', 1792800000e6],
    ['2026-02-29', undefined],
    ['2026-1-1', undefined],
    ['2026-01-01T25:00', undefined],
    ['2026-01-01T10:60', undefined],
    ['2026-01-01T10:00:60', undefined],
    ['soon', undefined],
  ])('%s', (text, micros) => {
    expect(momentMicroseconds(text)).toBe(micros);
  });

  it('agrees with the calendar', () => {
    expect(momentMicroseconds('2026-10-24T06:07:08.009Z')).toBe(Date.UTC(2026, 9, 24, 6, 7, 8, 9) * 1000);
  });
});

describe('scalarOffsets', () => {
  it.each([
    ['PLAIN', 'a b', 'a b', [0, 1, 2, 3]],
    ['PLAIN', 'a\n  b', 'a b', [0, 1, 4, 5]],
    ['PLAIN', 'a\n\n  b', 'a\nb', [0, 1, 5, 6]],
    ['QUOTE_SINGLE', "'a''b'", "a'b", [1, 2, 4, 5]],
    ['QUOTE_DOUBLE', '"a\\"\\x41\\u0042\\U00000043\\t"', 'a"ABC\t', [1, 2, 4, 8, 14, 24, 26]],
    ['BLOCK_LITERAL', '|\n    ab\n    c\n', 'ab\nc\n', [6, 7, 8, 13, 14, 15]],
    ['BLOCK_LITERAL', '|-\r\n  ab\r\n   c\r\n', 'ab\n c', [6, 7, 9, 12, 13, 14]],
    ['BLOCK_FOLDED', '>\n  a\n  b\n', 'a b\n', [4, 5, 8, 9, 10]],
  ] as const)('%s %j', (style, source, value, offsets) => {
    expect(scalarOffsets(source, style, value)).toEqual(offsets);
  });

  it('gives up rather than guess', () => {
    expect(scalarOffsets('abc', 'PLAIN', 'abd')).toBeUndefined();
    expect(scalarOffsets('ab', 'PLAIN', 'abc')).toBeUndefined();
    expect(scalarOffsets('|', 'BLOCK_LITERAL', 'a')).toBeUndefined();
  });
});

describe('words', () => {
  it('for what was found', () => {
    expect([found('x'), found(3), found(true), found([]), found({}), found(null), found(undefined)]).toEqual([
      'the text `x`',
      'the number 3',
      '`true`',
      'a list',
      'a mapping',
      'nothing',
      'nothing',
    ]);
  });

  it('for what was expected', () => {
    expect(expected({ title: 'item' })).toBe('an item');
    expect(expected({ enum: ['a'] })).toBe('`a`');
    expect(expected({ anyOf: [{ type: 'string' }, { type: 'string' }, { type: 'number' }] })).toBe(
      'a text or a number',
    );
    expect(expected({})).toBe('something else');
  });

  it('for the nearest name', () => {
    expect(nearest('laebl', ['path', 'label', 'item'])).toBe('label');
    expect(nearest('user-id', ['user_id', 'item_id'])).toBe('user_id');
    expect(nearest('minimum_gain', ['minimumGain'])).toBe('minimumGain');
    expect(nearest('acu', ['auc', 'gauc'])).toBe('auc');
    expect(nearest('xyz', ['auc', 'gauc'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
    expect(nearest('user', ['item', 'user_id'])).toBe('user_id');
    expect(nearest('user.idd', ['user.ID', 'user.id'])).toBe('user.id');
    expect(nearest('ts', ['t'])).toBe('t');
  });

  it.each([
    ['day', 'cat'],
    ['time', 'item'],
    ['t', 'y'],
    ['id', 'ts'],
    ['type', 'time'],
    ['label', 'cable'],
    ['hour', 'user'],
    ['timestamp', 'item_name'],
  ])('never for %s and %s, which have little in common', (word, other) => {
    expect(nearest(word, [other])).toBeUndefined();
    expect(nearest(other, [word])).toBeUndefined();
  });

  it('for a path', () => {
    expect(pathText(['sources', 0, 'window'])).toBe('sources[0].window');
  });
});

describe('LineIndex', () => {
  it('turns offsets into 0-based lines and columns, and stays inside', () => {
    const lines = new LineIndex('ab\n\ncd');
    expect([0, 2, 3, 4, 6].map((offset) => lines.position(offset))).toEqual([
      { line: 0, column: 0, offset: 0 },
      { line: 0, column: 2, offset: 2 },
      { line: 1, column: 0, offset: 3 },
      { line: 2, column: 0, offset: 4 },
      { line: 2, column: 2, offset: 6 },
    ]);
    expect(lines.position(99)).toEqual({ line: 2, column: 2, offset: 6 });
    expect(lines.position(-1).offset).toBe(0);
    expect(lines.range(5, 2)).toEqual(lines.range(5, 5));
  });
});
