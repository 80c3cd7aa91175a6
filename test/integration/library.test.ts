/**
 * The library as an outsider has it: the packed tarball, installed by npm in an empty folder, in a program in TypeScript that
 * knows nothing of this project.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packLibrary } from '../../scripts/lib/library/pack.mjs';
import { type Report, readReport } from '../../src/index.ts';
import { writeSmallWorkspace } from '../support/small-workspace.ts';

const root = join(import.meta.dirname, '../..');
const windows = process.platform === 'win32';
const page = readFileSync(join(root, 'docs/reference/library.md'), 'utf8');

/** `strict`, and what stricter projects switch on. */
const compilerOptions = {
  target: 'ES2022',
  module: 'NodeNext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmitOnError: true,
};

let folder: string;
let types: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-outsider-')));
  const tarball = await packLibrary(folder);
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  // The one dependency is large and native: npm finds it in place, and asks no registry.
  mkdirSync(join(folder, 'node_modules', '@duckdb'), { recursive: true });
  const engine = 'node_modules/@duckdb/node-api';
  symlinkSync(join(root, engine), join(folder, engine), 'junction');
  const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet, tarball], { cwd: folder, shell: windows });
  types = readFileSync(join(folder, 'node_modules', 'lis-lens', 'dist', 'index.d.ts'), 'utf8');
  writeSmallWorkspace(folder, 3000);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles programs of the outsider's, by file name, with the project's compiler. @returns what it complains of */
function compile(programs: Record<string, string>, options: object): string {
  for (const [file, text] of Object.entries(programs)) writeFileSync(join(folder, file), text);
  const config = { compilerOptions: { ...compilerOptions, ...options }, files: Object.keys(programs) };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: folder, encoding: 'utf8' }).stdout;
}

/** With Node's own types, as nearly every project has them. */
const withNode = { types: ['node'], typeRoots: [join(root, 'node_modules', '@types')], skipLibCheck: true };

describe('the packed library', () => {
  it('runs the example of its page, compiled strictly', async () => {
    const example = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(compile({ 'program.ts': example }, withNode)).toBe('');
    const run = spawnSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toMatch(/^0 % reading the log\n[\s\S]*writing the report\n$/);
    const [, value, low, high, path] =
      /^co-click: total LIS (\S+), from (\S+) to (\S+)\nkept as (.+)\n$/.exec(run.stdout) ?? [];
    const report: Report = await readReport(path ?? '');
    expect(report.sources[0]?.lis.total).toMatchObject({
      value: Number(value),
      low: Number(low),
      high: Number(high),
    });
    expect(Number(value)).toBeGreaterThan(0.02); // users favour a group of items, which co-click finds
    expect(run.status).toBe(0);
  });

  it('gives a failure its place, and a program the exit code', () => {
    const spec = readFileSync(join(folder, 'lis.yaml'), 'utf8');
    writeFileSync(join(folder, 'bad.yaml'), spec.replace('click\n', 'clack\n'));
    const program = `import { evaluate, Failure } from 'lis-lens';
      const run = { signal: new AbortController().signal, onProgress: () => {}, threads: 1, memoryBytes: 2 ** 31 };
      const error = await evaluate({ specPath: process.argv[2], run }).catch((error) => error);
      if (error instanceof Failure) console.log(error.code, error.where.line, error.exitCode);`;
    writeFileSync(join(folder, 'failing.mjs'), program);
    const args = ['failing.mjs', join(folder, 'bad.yaml')];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('no-column 7 2\n');
  });

  it('has types that need no others and refuse what a report does not hold', () => {
    expect(types).not.toMatch(/^import|import\(|zod/m);
    const alone = { types: [], lib: ['ES2022', 'DOM'], skipLibCheck: false };
    const right = `import type { Report, Spec, SpecInput } from 'lis-lens';
      export const value = (report: Report): number | undefined => report.sources[0]?.lis.total.value;
      export const gain = (report: Report): number | undefined => report.sources[0]?.honestGain?.value;
      export const kind = (spec: Spec): string[] => spec.sources.flatMap((one) => one.kind === 'pmi' ? String(one.gap) : []);
      export const written: SpecInput['log'] = { path: 'a.csv', user: 'u', item: 'i', label: 'y' };`;
    const wrong = `import type { Report } from 'lis-lens';
      export const a = (report: Report) => report.sources[0]?.lis.sum;
      export const b = (report: Report): number => report.sources[0]?.honestGain?.value;
      export const c = (report: Report): string => report.sources[0]!.lis.total.value;`;
    expect(compile({ 'right.ts': right, 'wrong.ts': wrong }, alone).match(/^\S+: error TS\d+/gm)).toEqual([
      expect.stringMatching(/^wrong\.ts\(2,\d+\): error TS2339/),
      expect.stringMatching(/^wrong\.ts\(3,\d+\): error TS2322/),
      expect.stringMatching(/^wrong\.ts\(4,\d+\): error TS2322/),
    ]);
  });

  it('has the command beside it', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const shim = join(folder, 'node_modules', '.bin', windows ? 'lis.cmd' : 'lis');
    expect(execFileSync(shim, ['--version'], { encoding: 'utf8', shell: windows }).trim()).toContain(version);
    const params = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    };
    const input = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`;
    const answer = execFileSync(shim, ['mcp', folder], { encoding: 'utf8', shell: windows, input });
    expect(JSON.parse(answer)).toMatchObject({
      id: 1,
      result: { serverInfo: { name: 'lis-lens', version } },
    });
  });
});

describe('the page of the library', () => {
  it('names every function, class and constant that the types declare, and explains each in the types', () => {
    const values = [...types.matchAll(/^export declare (?:function|class|const) (\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(values.length).toBeGreaterThan(12);
    expect(values.filter((name) => !new RegExp(`\`${name}\\b`).test(page))).toEqual([]);
    expect([...types.matchAll(/(?<! \*\/\n)^export declare \w+ \w+/gm)].map(([bare]) => bare)).toEqual([]);
  });
});
