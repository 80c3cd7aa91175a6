/** The import lint is itself a promise: each forbidden arrow, drawn in a small tree, must be found. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-arrows-'));
  for (const shared of ['.dependency-cruiser.mjs', 'tsconfig.json', 'node_modules', 'package.json']) {
    symlinkSync(join(root, shared), join(folder, shared));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

/** The names of the rules that a tree of files breaks; dead modules apart, since these trees have few entries. */
async function broken(files: Record<string, string>): Promise<string[]> {
  return (await violations(files)).filter((name) => name !== 'no-dead-modules');
}

async function violations(files: Record<string, string>): Promise<string[]> {
  const names = new Set((await cruised(files)).map(({ rule }) => rule.name));
  return [...names].toSorted();
}

/** In this process, whose folder the rules' paths start from: another one for each tree takes most of its time to start. */
async function cruised(files: Record<string, string>): Promise<Violation[]> {
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  const home = process.cwd();
  process.chdir(folder);
  try {
    const options = await extractDepcruiseOptions(join(root, '.dependency-cruiser.mjs'));
    const tsConfig = extractTSConfig(join(root, 'tsconfig.json'));
    const { output } = await cruise(folders(files), { ...options, outputType: 'json' }, undefined, {
      tsConfig,
    });
    return JSON.parse(String(output)).summary.violations;
  } finally {
    process.chdir(home);
  }
}

/** `src`, and `webview` where the tree has it. */
function folders(files: Record<string, string>): string[] {
  return [...new Set(['src', ...Object.keys(files).map((path) => path.split('/')[0]!)])];
}

describe('the import lint', () => {
  test('lets the arrows of the design pass', async () => {
    const files = {
      'src/report/a.ts': 'export const a = 1;',
      'src/metrics/b.ts': "import { a } from '../report/a.ts'; export const b = a;",
      'src/evaluation/c.ts': "import { b } from '../metrics/b.ts'; export const c = b;",
      'src/vscode/d.ts': "import * as vscode from 'vscode'; export const d = vscode.version;",
      'src/extension.ts': "import { d } from './vscode/d.ts'; export const e = d;",
    };
    expect(await broken(files)).toEqual([]);
  });

  test.each([
    ['a leaf that imports the core', 'src/report/x.ts', '../metrics/b.ts', ['report-imports']],
    ['the core importing its surface', 'src/metrics/x.ts', '../cli/b.ts', ['metrics-imports']],
    [
      'the editor importing the server',
      'src/vscode/x.ts',
      '../compute/server.ts',
      ['host-reaches-compute-through-its-client'],
    ],
    ['the core importing the editor', 'src/data/x.ts', 'vscode', ['vscode-only-in-its-folder']],
    ['a file that does not exist', 'src/cli/x.ts', './nowhere.ts', ['no-unresolved']],
  ])('finds %s', async (_, path, target, rules) => {
    const files: Record<string, string> = { [path]: `import * as t from '${target}'; export const x = t;` };
    if (target.startsWith('../')) files[join(dirname(path), target)] = 'export const b = 1;';
    expect(await broken(files)).toEqual(rules);
  });

  test('lets the arrows inside the editor pass', async () => {
    const files = {
      'src/vscode/show/a.ts': 'export const a = 1;',
      'src/vscode/state/b.ts': "import { a } from '../show/a.ts'; export const b = a;",
      'src/vscode/words/c.ts': "import { b } from '../state/b.ts'; export const c = b;",
      'src/vscode/side/d.ts':
        "import { a } from '../show/a.ts'; import { b } from '../state/b.ts'; import { c } from '../words/c.ts'; export const d = [a, b, c];",
      'src/vscode/side/deep/e.ts': "import { d } from '../d.ts'; export const e = d;",
      'src/vscode/commands/f.ts':
        "import { c } from '../words/c.ts'; import { e } from '../side/deep/e.ts'; export const f = [c, e];",
      'src/extension.ts': "import { f } from './vscode/commands/f.ts'; export const g = f;",
    };
    expect(await broken(files)).toEqual([]);
  });

  test('finds every other arrow inside the editor', async () => {
    const forbidden = {
      'show/a.ts': ['state', 'words', 'side', 'commands'],
      'state/b.ts': ['words', 'side', 'commands'],
      'words/c.ts': ['show', 'side', 'commands'],
      'hover/d.ts': ['side', 'commands', '.'], // a file beside the folders is a feature of its own
    };
    const rules = { show: 'show-imports', state: 'state-imports', words: 'words-imports' };
    const files: Record<string, string> = {};
    for (const folder of ['show', 'state', 'words', 'side', 'commands', '.'])
      files[`src/vscode/${folder}/target.ts`] = 'export type T = number; export const t = 1;';
    for (const [path, folders] of Object.entries(forbidden))
      files[`src/vscode/${path}`] = folders
        .map(
          (folder, i) =>
            `import type { T as T${i} } from '../${folder}/target.ts'; export type U${i} = T${i};`,
        )
        .join('\n');
    files['src/vscode/late/e.ts'] = "export const e = () => import('../commands/target.ts');";
    const expected = Object.entries({ ...forbidden, 'late/e.ts': ['commands'] }).flatMap(
      ([path, folders]) => {
        const rule = (rules as Record<string, string>)[dirname(path)] ?? 'features-import';
        return folders.map(
          (folder) => `${path} → ${folder === '.' ? 'target.ts' : `${folder}/target.ts`}: vscode-${rule}`,
        );
      },
    );
    const found = (await cruised(files))
      .filter(({ rule }) => rule.name !== 'no-dead-modules')
      .map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`.replaceAll('src/vscode/', ''));
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  test('finds the page importing the host, and the host importing the page', async () => {
    const files = {
      'src/report/a.ts': 'export const a = 1;',
      'src/specfile/b.ts': 'export const b = 1;',
      'webview/x.ts':
        "import { a } from '../src/report/a.ts'; import { b } from '../src/specfile/b.ts'; export const x = a + b;",
      'webview/y.ts': 'export const y = 1;',
      'src/vscode/c.ts': "import { y } from '../../webview/y.ts'; export const c = y;",
    };
    expect(await broken(files)).toEqual(['src-knows-no-page', 'webview-imports']);
  });

  test('lets the entries choose the engine, and the engine its driver', async () => {
    const files = {
      'src/data/engine.ts': 'export interface Engine { name: string }',
      'src/data/duckdb/session/driver.ts':
        "import type { DuckDBInstance } from '@duckdb/node-api'; export type Driver = DuckDBInstance;",
      'src/data/duckdb/engine.ts':
        "import type { Engine } from '../engine.ts'; import type { Driver } from './session/driver.ts'; export const create = (): Engine & { driver?: Driver } => ({ name: 'duckdb' });",
      'src/data/default-engine.ts': "export const defaultEngine = () => import('./duckdb/engine.ts');",
      ...Object.fromEntries(
        ['src/cli/program.ts', 'src/compute/server.ts', 'src/index.ts'].map((entry) => [
          entry,
          `import { defaultEngine } from '${entry === 'src/index.ts' ? '.' : '..'}/data/default-engine.ts'; export const engine = defaultEngine;`,
        ]),
      ),
    };
    expect(await broken(files)).toEqual([]);
  });

  test('finds every other way to an engine', async () => {
    const files = {
      'src/data/duckdb/session/driver.ts': 'export interface Driver { driver: string }',
      'src/data/default-engine.ts':
        "export const defaultEngine = () => import('./duckdb/session/driver.ts');",
      'src/data/look.ts': "import type { Driver } from './duckdb/session/driver.ts'; export type D = Driver;",
      'src/draft/a.ts': "export const a = () => import('../data/duckdb/session/driver.ts');",
      'src/cli/evaluate.ts':
        "import { defaultEngine } from '../data/default-engine.ts'; export const e = defaultEngine;",
      'src/data/duckdb/log/b.ts':
        "import type { DuckDBInstance } from '@duckdb/node-api'; export type B = DuckDBInstance;",
      'src/evaluation/c.ts':
        "import type { DuckDBInstance } from '@duckdb/node-api'; export type C = DuckDBInstance;",
      'src/data/spark/d.ts':
        "import type { Driver } from '../duckdb/session/driver.ts'; export type D = Driver;",
      'src/data/spark/connect/e.ts': "import type { Client } from '@grpc/grpc-js'; export type E = Client;",
    };
    const found = (await cruised(files))
      .filter(({ rule }) => rule.name !== 'no-dead-modules')
      .map(({ from, rule }) => `${from}: ${rule.name}`);
    expect([...new Set(found)].toSorted()).toEqual([
      'src/cli/evaluate.ts: entries-hand-the-engine-on',
      'src/data/duckdb/log/b.ts: driver-behind-its-session',
      'src/data/look.ts: one-place-chooses-the-engine',
      'src/data/spark/connect/e.ts: grpc-in-one-file',
      'src/data/spark/d.ts: engines-know-no-other',
      'src/draft/a.ts: one-place-chooses-the-engine',
      'src/evaluation/c.ts: driver-behind-its-session',
    ]);
  });

  test('counts an import of types alone', async () => {
    const files = {
      'src/metrics/b.ts': 'export interface B { b: number }',
      'src/report/x.ts': "import type { B } from '../metrics/b.ts'; export type X = B;",
    };
    expect(await broken(files)).toEqual(['report-imports']);
  });

  test('finds a cycle', async () => {
    const files = {
      'src/specfile/a.ts': "import { b } from './b.ts'; export const a = () => b;",
      'src/specfile/b.ts': "import { a } from './a.ts'; export const b = () => a;",
    };
    expect(await broken(files)).toEqual(['no-cycles']);
  });

  test('finds a module that no entry reaches', async () => {
    const files = {
      'src/report/used.ts': 'export const used = 1;',
      'src/report/dead.ts': 'export const dead = 1;',
      'src/index.ts': "export { used } from './report/used.ts';",
    };
    expect(await violations(files)).toEqual(['no-dead-modules']);
    expect(
      await violations({
        'src/report/dead.ts': '',
        'src/index.ts': "import './report/dead.ts'; import './report/used.ts';",
      }),
    ).toEqual([]);
  });

  test.each([
    ['apache-arrow', ['host-stays-light']],
    ['@duckdb/node-api', ['driver-behind-its-session', 'host-stays-light']],
  ])('finds %s behind the host, however far', async (library, rules) => {
    const files = {
      'src/compute/deep.ts': `import * as heavy from '${library}'; export const deep = heavy;`,
      'src/compute/client.ts': "import { deep } from './deep.ts'; export const client = deep;",
      'src/extension.ts': "import { client } from './compute/client.ts'; export const e = client;",
    };
    expect(await broken(files)).toEqual(rules);
  });
});
