/** Which VSIX is made for which platform, from which packages, and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesOf, shippedEntries } from '../../../scripts/lib/bundles.mjs';
import {
  checkInstalled,
  runtimePackages,
  shippedManifest,
  shippedNames,
} from '../../../scripts/lib/stage.mjs';
import { ownTarget, targetOf, targets, vsixPath } from '../../../scripts/lib/targets.mjs';
import { filesOfWords } from '../../../scripts/lib/translations.mjs';
import { checkVsix, describeVsix } from '../../../scripts/lib/vsix.mjs';
import { zipContents, zipEntries } from '../../../scripts/lib/zip.mjs';
import { elfFile, machOFile, universalFile } from '../../support/native-files.ts';
import { zipFile } from '../../support/zip.ts';

const root = join(import.meta.dirname, '../../..');
const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

describe('the targets', () => {
  test('are the eight that the marketplace knows and DuckDB has a binding for', () => {
    expect(targets.map(({ name, binding, library }) => [name, binding, library])).toEqual([
      ['linux-x64', '@duckdb/node-bindings-linux-x64', 'libduckdb.so'],
      ['linux-arm64', '@duckdb/node-bindings-linux-arm64', 'libduckdb.so'],
      ['alpine-x64', '@duckdb/node-bindings-linux-x64-musl', 'libduckdb.so'],
      ['alpine-arm64', '@duckdb/node-bindings-linux-arm64-musl', 'libduckdb.so'],
      ['darwin-x64', '@duckdb/node-bindings-darwin-x64', 'libduckdb.dylib'],
      ['darwin-arm64', '@duckdb/node-bindings-darwin-arm64', 'libduckdb.dylib'],
      ['win32-x64', '@duckdb/node-bindings-win32-x64', 'duckdb.dll'],
      ['win32-arm64', '@duckdb/node-bindings-win32-arm64', 'duckdb.dll'],
    ]);
  });

  test('have files of their own, and this machine is one of them', () => {
    expect(new Set(targets.map(vsixPath)).size).toBe(8);
    expect(targets).toContain(ownTarget());
    expect(() => targetOf('linux-ia32')).toThrow(/no target "linux-ia32"; there are linux-x64, /);
  });

  test.each(targets)('$name needs four packages of the lock file, each with its hash', (target) => {
    const paths = runtimePackages(locked, target);
    expect(paths).toEqual(
      ['@duckdb/node-api', '@duckdb/node-bindings', target.binding, 'detect-libc'].map(
        (name) => `node_modules/${name}`,
      ),
    );
    for (const path of paths) expect(locked[path].integrity).toMatch(/^sha512-/);
  });

  test('that DuckDB drops are named', () => {
    const bindings = locked['node_modules/@duckdb/node-bindings'];
    const fewer = {
      ...locked,
      'node_modules/@duckdb/node-bindings': { ...bindings, optionalDependencies: {} },
    };
    expect(() => runtimePackages(fewer, targetOf('win32-arm64'))).toThrow(/no binding for win32-arm64/);
  });
});

describe('what npm installed', () => {
  const target = targetOf('alpine-x64');
  const paths = runtimePackages(locked, target);
  const installed = () => Object.fromEntries(paths.map((path) => [path, { ...locked[path] }]));

  test('is what the lock file names', () => {
    expect(() => checkInstalled(paths, locked, installed(), target)).not.toThrow();
  });

  test('is refused where a package is missing, another, or too many', () => {
    const missing = installed();
    delete missing[`node_modules/${target.binding}`];
    expect(() => checkInstalled(paths, locked, missing, target)).toThrow(
      /did not install .*musl for alpine-x64/,
    );
    const other = installed();
    other['node_modules/detect-libc'].integrity = 'sha512-other';
    expect(() => checkInstalled(paths, locked, other, target)).toThrow(/another node_modules\/detect-libc/);
    const more = { ...installed(), 'node_modules/esbuild': locked['node_modules/esbuild'] };
    expect(() => checkInstalled(paths, locked, more, target)).toThrow(
      /esbuild for alpine-x64, which is not needed/,
    );
  });
});

test('the staged folder holds what .vscodeignore names, and a manifest without its tools', () => {
  expect(shippedNames('# x\n**\n!package.json\n!media/*.png\n!dist/**\n!dist/a.js\n!l10n/*.json\n')).toEqual([
    'package.json',
    'media',
    'dist',
    'l10n',
  ]);
  expect(
    shippedManifest({ name: 'a', scripts: {}, devDependencies: {}, dependencies: { b: '1' }, bin: {} }),
  ).toEqual({
    name: 'a',
    dependencies: { b: '1' },
  });
});

describe('a VSIX', () => {
  const linux = targetOf('linux-x64');
  const engine = elfFile(62, ['libc.so.6']);

  function contents(target = linux, binary = engine): Record<string, Buffer | string> {
    const modules = 'extension/node_modules/@duckdb';
    const bindingFolder = `extension/node_modules/${target.binding}`;
    return {
      ...Object.fromEntries(
        shippedEntries.flatMap(({ out }) => filesOf(out)).map((file) => [`extension/dist/${file}`, '']),
      ),
      'extension/dist/kernels/fm.wasm': '',
      'extension/media/lis.schema.json': '{}',
      ...Object.fromEntries(filesOfWords().map((file) => [`extension/${file}`, '{}'])),
      'extension/ThirdPartyNotices.txt': 'notices',
      'extension/LICENSE.txt': 'licence',
      'extension/readme.md': '# LIS Lens',
      'extension/changelog.md': '# Changelog',
      [`${modules}/node-api/lib/index.js`]: '',
      [`${modules}/node-bindings/duckdb.js`]: '',
      [`${bindingFolder}/LICENSE`]: 'licence',
      [`${bindingFolder}/duckdb.node`]: binary,
      [`${bindingFolder}/${target.library}`]: binary,
    };
  }

  test('that holds all it needs is fine, and its line says for whom', () => {
    const archive = zipFile(contents());
    expect(() => checkVsix(archive, linux)).not.toThrow();
    expect(describeVsix(archive, linux)).toMatch(/^linux-x64 +elf x64 glibc .* files$/);
  });

  test.each(Object.keys(contents()))('is refused without %s', (name) => {
    const { [name]: _, ...rest } = contents();
    expect(() => checkVsix(zipFile(rest), linux)).toThrow(/lacks a file like/);
  });

  test.each([
    'extension/src/extension.ts',
    'extension/dist/extension.cjs.map',
    'extension/docs/decisions/README.md',
  ])('is refused with %s', (name) => {
    expect(() => checkVsix(zipFile({ ...contents(), [name]: '' }), linux)).toThrow(/not to ship/);
  });

  test.each([
    [
      'another processor',
      elfFile(183, ['libc.so.6']),
      /duckdb\.node is for elf arm64 glibc, which is not linux-x64/,
    ],
    ['another C library', elfFile(62, ['libc.musl-x86_64.so.1']), /is for elf x64 musl/],
    ['another system', machOFile('x64'), /is for mach-o x64/],
    ['text', Buffer.from('no library at all '.repeat(9)), /duckdb\.node: it is no native library/],
  ])('is refused with an engine for %s', (_, binary, message) => {
    expect(() => checkVsix(zipFile(contents(linux, binary)), linux)).toThrow(message);
  });

  test('is refused with both halves of a universal library, which would make it too large', () => {
    const mac = targetOf('darwin-arm64');
    expect(() => checkVsix(zipFile(contents(mac, machOFile('arm64'))), mac)).not.toThrow();
    expect(() => checkVsix(zipFile(contents(mac, universalFile())), mac)).toThrow(/is for mach-o universal/);
  });

  test('is refused with a second engine, and above 30 MB', () => {
    const second = { 'extension/node_modules/@duckdb/node-bindings-win32-x64/package.json': '{}' };
    expect(() => checkVsix(zipFile({ ...contents(), ...second }), linux)).toThrow(/several engines/);
    const large = { 'extension/dist/large.wasm': Buffer.alloc(30e6) };
    expect(() => checkVsix(zipFile({ ...contents(), ...large }), linux)).toThrow(
      /above the limit of 30000000/,
    );
  });
});

test('an archive gives back what is in it, packed or not', () => {
  const text = 'the same words, again and again; '.repeat(100);
  for (const packed of [false, true]) {
    const archive = zipFile({ 'a.txt': 'short', 'b/c.txt': text }, { packed });
    const entries = zipEntries(archive);
    expect(entries.map(({ name }) => name)).toEqual(['a.txt', 'b/c.txt']);
    expect(entries.map((entry) => zipContents(archive, entry).toString())).toEqual(['short', text]);
  }
  expect(() => zipEntries(Buffer.from('no archive'))).toThrow(/not a ZIP archive/);
});
