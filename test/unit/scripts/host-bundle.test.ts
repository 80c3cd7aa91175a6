/** The host's pieces: loaded as an editor loads them, and sharing what esbuild would repeat in each. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, transform } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesOf } from '../../../scripts/lib/bundles.mjs';
import { hostSplitting, shareHelpers, toCommonJs } from '../../../scripts/lib/host-bundle.mjs';

const dist = join(import.meta.dirname, '../../../dist');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-host-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string | Uint8Array>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

describe('the pieces of a bundle', () => {
  test('are CommonJS that loads the later ones when they are asked for, with one copy of what they share', async () => {
    write({
      'src/entry.ts': `import { Failure, count } from './shared.ts';
        import * as path from 'node:path';
        export const early = count();
        export const separator = path.posix.sep;
        export const late = async () => (await import('./late.ts')).fail();
        export const isFailure = (error: unknown) => error instanceof Failure;`,
      'src/shared.ts': `let calls = 0; export class Failure extends Error {}
        export const count = () => { calls += 1; return calls; };`,
      'src/late.ts': `import { Failure, count } from './shared.ts';
        import posix, { join } from 'node:path/posix';
        export const fail = () => [count(), join('a', posix.basename('/b')), new Failure('late')];`,
    });
    const { outputFiles } = await build({
      ...hostSplitting,
      ...{ absWorkingDir: folder, entryPoints: ['src/entry.ts'], bundle: true, write: false, minify: true },
      platform: 'node',
    });
    const pieces = await toCommonJs(outputFiles, 'node20', join(folder, 'dist', 'host'));
    for (const { path, contents } of pieces) write({ [path.slice(folder.length + 1)]: contents });
    write({
      'run.cjs': `const entry = require('./dist/entry.cjs');
        const loaded = () => Object.keys(require.cache).length;
        const before = loaded();
        entry.late().then(([count, path, failure]) => console.log(JSON.stringify(
          [entry.early, entry.separator, count, path, entry.isFailure(failure), loaded() > before])));`,
    });
    const { env } = process;
    const output = execFileSync(process.execPath, ['run.cjs'], { cwd: folder, encoding: 'utf8', env });
    expect(JSON.parse(output)).toEqual([1, '/', 2, 'a/b', true, true]);
    const code = pieces.filter(({ path }) => path.endsWith('.cjs'));
    const repeated = code.filter(({ contents }) =>
      Buffer.from(contents).includes('getOwnPropertyDescriptor'),
    );
    expect(repeated.map(({ path }) => path)).toEqual([join(folder, 'dist', 'host', 'helpers.cjs')]);
  });

  test('may be empty, as esbuild leaves them of re-exports', async () => {
    write({
      'src/entry.ts': `import { shared } from './parts.ts'; export const early = shared;
        export const late = () => import('./late.ts');`,
      'src/late.ts': `import { shared } from './parts.ts'; export const late = shared;`,
      'src/parts.ts': "export * from './other.ts';",
      'src/other.ts': "export const shared = 'shared';",
    });
    const { outputFiles } = await build({
      ...hostSplitting,
      ...{ absWorkingDir: folder, entryPoints: ['src/entry.ts'], bundle: true, write: false, minify: true },
      platform: 'node',
    });
    const empty = { ...outputFiles[0]!, path: join(folder, 'dist', 'host', 'empty.cjs'), text: '//# x\n' };
    const pieces = await toCommonJs([...outputFiles, empty], 'node20', join(folder, 'dist', 'host'));
    const piece = pieces.find(({ path }) => path === empty.path);
    expect(Buffer.from(piece!.contents).toString()).toMatch(/^(\/\/# sourceMappingURL=empty\.cjs\.map\n)$/);
  });

  test('keep the columns that their source maps count', async () => {
    const options = { format: 'cjs', minifyWhitespace: true } as const;
    const { code } = await transform("import * as a from 'a'; export const found = a;", options);
    const shared = shareHelpers(code, './helpers.cjs');
    expect(shared).toMatch(/^"use strict";var\{[\w,]+\}=require\("\.\/helpers\.cjs"\); +var \w+_exports/);
    expect(shared.indexOf('found=')).toBe(code.indexOf('found='));
  });

  test('are refused where they need what is not shared', () => {
    const head = 'var __defProp=Object.defineProperty;var __async=(a)=>a;var x_exports={};';
    expect(() => shareHelpers(`${head}__async(1)`, './h.cjs')).toThrow(/needs __async/);
    expect(() => shareHelpers('var x=1;', './h.cjs')).toThrow(/exports nothing/);
  });
});

test('whatever the built host requires by its path is there', () => {
  for (const file of filesOf('extension.cjs')) {
    const required = readFileSync(join(dist, file), 'utf8').matchAll(/require\("(\.[^"]+)"\)/g);
    for (const [, path = ''] of required) expect(join(dist, dirname(file), path)).toSatisfy(existsSync);
  }
  const pieces = filesOf('extension.cjs').map((file) => readFileSync(join(dist, file), 'utf8'));
  expect(pieces.some((text) => text.includes('require("../../media/lis.schema.json")'))).toBe(true);
});

test('what keys of the spec mean is read in the JSON schema, and not said a second time', () => {
  const schema = readFileSync(join(dist, '../media/lis.schema.json'), 'utf8');
  const words = [...schema.matchAll(/"description": ("(?:\\.|[^"])*")/g)].map(([, text = '']) =>
    JSON.parse(text),
  );
  expect(words.length).toBeGreaterThan(100);
  const pieces = filesOf('extension.cjs').map((file) => readFileSync(join(dist, file), 'utf8'));
  const twice = new Set(words.filter((text) => pieces.some((piece) => piece.includes(text))));
  expect(twice.size).toBeLessThan(words.length / 8); // those that a function is given, and those beside a title
});

test('the built host defines every helper that it uses', () => {
  for (const file of filesOf('extension.cjs')) {
    const text = readFileSync(join(dist, file), 'utf8');
    const undefinedNames = text.match(/\b__(export|toCommonJS|toESM|commonJS|require|publicField)\(/g);
    expect(undefinedNames, file).toBeNull(); // the minifier renames what is defined
  }
});
