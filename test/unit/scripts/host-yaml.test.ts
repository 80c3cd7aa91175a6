/** The YAML library as the host has it: it reads what the whole library reads, and what writes is not there. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { filesOf } from '../../../scripts/lib/bundles.mjs';
import { hostResolution } from '../../../scripts/lib/host-bundle.mjs';

const root = join(import.meta.dirname, '../../..');
let code: string;
let host: { parse: typeof parse; parseAllDocuments: typeof parseAllDocuments };

beforeAll(async () => {
  const contents = "export { parse, parseAllDocuments } from 'yaml';";
  const { outputFiles } = await build({
    ...{ stdin: { contents, resolveDir: root }, absWorkingDir: root },
    ...{ bundle: true, write: false, format: 'cjs', platform: 'node' },
    ...hostResolution,
  });
  code = outputFiles[0]!.text;
  const module = { exports: {} };
  new Function('module', 'require', code)(module, createRequire(import.meta.url));
  host = module.exports as typeof host;
});

describe('the host’s YAML', () => {
  test.each([
    "a: &a {x: 1, y: [2, 0x1F, .5, ~, true, \"\\u00e9\", 'it''s']}\nb: {<<: *a, z: 3}\nc: *a\n",
    'text: |\n  two\n  lines\nfolded: >-\n  one\n  line\n',
    '%YAML 1.1\n---\na: yes\nb: 0o17\nc: 017\nd: 1_000\n',
    'a: 1\na: 2\nb: [1, 2\n',
    'a: *nothing\nb: !odd 1\n---\nsecond: !!str 7\n...\n',
  ])('reads %j as the library does, with its places, errors and warnings', (text) => {
    const read = (parseAll: typeof parseAllDocuments) =>
      parseAll(text, { merge: true, uniqueKeys: false, logLevel: 'silent' }).map((document) => ({
        value: document.errors.length === 0 && !text.includes('*nothing') ? document.toJS() : undefined,
        range: document.contents?.range,
        faults: [...document.errors, ...document.warnings].map(({ pos, message }) => [pos, message]),
      }));
    expect(read(host.parseAllDocuments)).toEqual(read(parseAllDocuments));
  });

  test('names a key that is a mapping, a list or an alias as the library does', () => {
    const text = 'a: &a [1]\n? *a\n: 2\n? [b, {c: d}]\n: 3\npath: {{ data }, [], {}: 4}\n';
    const read = (parseOne: typeof parse) => parseOne(text, { logLevel: 'silent' });
    expect(read(host.parse)).toEqual({
      a: [1],
      '*a': 2,
      '[ b, { c: d } ]': 3,
      path: { '{ data }': null, '[]': null, '{}': 4 },
    });
    expect(read(host.parse)).toEqual(read(parse));
  });

  test('reads what is tagged as a type of YAML 1.1 as it is written', () => {
    const text = `%YAML 1.1
---
when: 2026-03-12
set: !!set {a, b}
pairs: !!omap [x: 1]
stamp: !!timestamp 2026-03-12
bytes: !!binary aGk=
old: yes
`;
    expect(host.parse(text, { logLevel: 'silent' })).toEqual({
      ...{ when: '2026-03-12', set: { a: null, b: null }, pairs: [{ x: 1 }] },
      ...{ stamp: '2026-03-12', bytes: 'aGk=', old: true },
    });
    expect(code).not.toContain('YAMLOMap extends');
  });

  test('holds nothing that writes, and says so where it is asked to', () => {
    for (const word of ['foldFlowLines', 'lineWidth', 'visitAsync', 'findTagObject'])
      expect(code).not.toContain(word);
    expect(() => String(host.parseAllDocuments('a: 1')[0])).toThrow('the editor writes no YAML');
    const pieces = filesOf('extension.cjs').map((file) => readFileSync(join(root, 'dist', file), 'utf8'));
    expect(pieces.some((text) => text.includes('the editor writes no YAML'))).toBe(true);
    expect(pieces.some((text) => text.includes('lineWidth'))).toBe(false);
  });
});
