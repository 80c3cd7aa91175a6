/** A package ships with its licence, or the packaging ends. */
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundledPackages, entries, packagesIn, shippedEntries } from '../../../scripts/lib/bundles.mjs';
import {
  namespacesIn,
  nativeLibraries,
  nativeLibrariesText,
} from '../../../scripts/lib/native-libraries.mjs';
import { isAllowed, noticeOf, noticesText } from '../../../scripts/lib/notices.mjs';

const root = join(import.meta.dirname, '../../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-notices-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const manifest = (licence?: string): string =>
  JSON.stringify({ name: 'parts', version: '1.2.3', license: licence });

describe('a licence', () => {
  test.each(['MIT', 'ISC', '0BSD', 'Apache-2.0 AND BSL-1.0', '(GPL-3.0 OR MIT)', 'MIT OR GPL-3.0'])(
    'may be %s',
    (expression) => expect(isAllowed(expression)).toBe(true),
  );

  test.each([
    'GPL-3.0',
    'MIT AND GPL-3.0',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE',
    '',
    '(AGPL-3.0 OR LGPL-2.1)',
  ])('may not be %s', (expression) => expect(isAllowed(expression)).toBe(false));
});

describe('the notice of a package', () => {
  test('has its name, version, licence and the text beside it, with its own notice', () => {
    write({
      'package.json': manifest('MIT'),
      'LICENSE.md': 'Do as you like.\n',
      NOTICE: 'By us.\n',
      'notes.md': '?',
    });
    expect(noticeOf(folder)).toEqual({
      ...{ name: 'parts', version: '1.2.3', licence: 'MIT' },
      text: 'Do as you like.\n\nBy us.',
    });
  });

  test.each([
    ['a licence outside the list', 'GPL-3.0', { LICENSE: 'text' }, /parts 1\.2\.3 ships under GPL-3\.0/],
    ['no licence', undefined, { LICENSE: 'text' }, /names no licence/],
    ['no text', 'MIT', { 'README.md': 'MIT' }, /parts 1\.2\.3 ships, but without the text/],
    ['an empty text', 'MIT', { LICENSE: '\n' }, /without the text/],
  ])('is refused with %s', (_, licence, files, message) => {
    write({ 'package.json': manifest(licence), ...files });
    expect(() => noticeOf(folder)).toThrow(message);
  });

  test('is taken from where its authors print it, for the packages that are known to lack it', () => {
    const modules = join(folder, 'modules');
    write({
      'package.json': JSON.stringify({ name: '@microsoft/fast-element', version: '2.0.0', license: 'MIT' }),
      'modules/@vscode/webview-ui-toolkit/NOTICES':
        'All of them\n\n---\n\nother 1.0 - MIT\n\nOther text.\n\n---\n\n@microsoft/fast-element 1.4.0 - MIT\nhttps://x\n\nFast text.\n\n---\n',
    });
    expect(noticeOf(folder, modules).text).toBe('https://x\n\nFast text.');
    expect(() => noticeOf(folder, join(folder, 'nowhere'))).toThrow(/without the text/);
  });
});

describe('the notices', () => {
  test('print a text once for all packages that share it', () => {
    const [a, b, c] = ['b', 'a', 'c'].map((name) => ({
      name,
      version: '1.0.0',
      licence: 'MIT',
      text: 'Same.',
    }));
    const text = noticesText([a!, b!, { ...c!, text: 'Another.\r\n' }]);
    expect(text).toMatch(/of the 3 packages below/);
    expect(text).toMatch(/a 1\.0\.0 \(MIT\)\nb 1\.0\.0 \(MIT\)\n=+\n\nSame\.\n/);
    expect(text.match(/Same\./g)).toHaveLength(1);
    expect(text).toMatch(/c 1\.0\.0 \(MIT\)\n=+\n\nAnother\.\n/);
  });

  test('are of packages that a bundle holds something of, not of those it could do without', () => {
    const output = (inputs: Record<string, number>) => ({
      ...{ bytes: 1, imports: [], exports: [] },
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]),
      ),
    });
    const outputs = {
      a: output({ 'node_modules/zod/index.js': 10, 'node_modules/unused/index.js': 0, 'src/a.ts': 5 }),
      b: output({ 'node_modules/@a/b/x.js': 1, 'node_modules/@a/b/node_modules/c/lib/y.js': 1 }),
    };
    expect(packagesIn({ inputs: {}, outputs })).toEqual([
      'node_modules/@a/b',
      'node_modules/@a/b/node_modules/c',
      'node_modules/zod',
    ]);
  });

  test('can be given for all that is really bundled', () => {
    const packages = bundledPackages(entries);
    expect(packages).toEqual(
      expect.arrayContaining([
        'node_modules/yaml',
        'node_modules/zod',
        'src/data/spark/connect/pyspark-client',
      ]),
    );
    for (const path of [...packages, 'node_modules/@duckdb/node-bindings'])
      expect(noticeOf(join(root, path)).text.length).toBeGreaterThan(400);
    expect(shippedEntries.map(({ out }) => out)).not.toContain('cli.mjs');
  });
});

describe('the libraries inside the data engine', () => {
  const binary = globSync('node_modules/@duckdb/node-bindings-*/{libduckdb.*,duckdb.dll}', { cwd: root })[0]!;

  // Of Windows' compilers, names look otherwise.
  test.skipIf(process.platform === 'win32')('are those that its binary names, all of them', () => {
    const listed = nativeLibraries.flatMap(({ space }) => (space === undefined ? [] : [space]));
    expect(namespacesIn(join(root, binary))).toEqual(listed.toSorted());
  });

  test('have licences that allow shipping, and a place for their texts', () => {
    for (const { name, licence } of nativeLibraries) expect([name, isAllowed(licence)]).toEqual([name, true]);
    const text = nativeLibrariesText('1.5.5-r.5');
    expect(text).toContain('DuckDB v1.5.5 contains the 30 libraries below');
    expect(text).toContain(
      'RE2 (BSD-3-Clause), by the RE2 authors\n  https://github.com/duckdb/duckdb/tree/v1.5.5/third_party/re2\n',
    );
  });
});
