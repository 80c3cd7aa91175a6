/** The interfaces of the kernels say what the sources say, and the compiler refuses a call with the wrong arguments. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { interfaceOf, kernelNames, recordsModule } from '../../../scripts/lib/interfaces.mjs';
import { Arena, shortage } from '../../../src/kernels/arena.ts';
import { coclick } from '../../../src/kernels/interfaces/coclick.ts';
import { fresh } from '../../../src/kernels/interfaces/fresh.ts';
import { metrics } from '../../../src/kernels/interfaces/metrics.ts';

const folder = join(import.meta.dirname, '../../../src/kernels/interfaces');

/** The module of a kernel `k` with these sources. */
const written = (source: string, others: Record<string, string> = {}): string =>
  interfaceOf(ts, 'k', (file) => {
    const name = file.replace('src/kernels/assembly/', '');
    const text = name === 'k.ts' ? source : others[name];
    if (text === undefined) throw new Error(`no ${file}`);
    return text;
  });

describe('the modules under version control', () => {
  it('are those of the kernels', () => {
    const names = [...kernelNames(), 'records'].toSorted();
    expect(readdirSync(folder).toSorted()).toEqual(names.map((name) => `${name}.ts`));
  });

  it.each(kernelNames())('are current: %s', (name) => {
    expect(readFileSync(join(folder, `${name}.ts`), 'utf8')).toBe(interfaceOf(ts, name));
  });
});

it('are current: records', () => {
  expect(readFileSync(join(folder, 'records.ts'), 'utf8')).toBe(recordsModule(ts));
});

describe('an interface', () => {
  it('names the arguments of a function that takes two or more', () => {
    const text = written('export function put(at: usize, value_: f32): void {}');
    expect(text).toContain('  put(values: { at: usize; value: f32 }): void;');
    expect(text).toContain('    put: (v) => raw.put(v.at, v.value),');
    expect(text).toContain("import type { KernelInterface, f32, usize } from '../interface.ts';");
  });

  it('leaves one argument as it is', () => {
    const text = written('export function reset(at: usize): void {}');
    expect(text).toContain('  reset(at: usize): void;');
    expect(text).toContain('    reset: (at) => raw.reset(at),');
  });

  it('gives unsigned results no sign, and true and false by themselves', () => {
    const text = written(
      'export function a(): u32 {}\nexport function b(): bool {}\nexport function c(): f64 {}',
    );
    expect(text).toContain('    a: () => raw.a() >>> 0,');
    expect(text).toContain('  b(): boolean;');
    expect(text).toContain('    b: () => raw.b() !== 0,');
    expect(text).toContain('    c: () => raw.c(),');
  });

  it('follows functions that are exported again, with what is said about them', () => {
    const text = written("export { far as near } from './folder/file';", {
      'folder/file.ts': "export { far } from '../other';",
      'other.ts':
        '/** Of the file. */\n\n/** Far away. */\n// @ts-ignore: decorator\nexport function far(): void {}',
    });
    expect(text).toContain('  /** Far away. */\n  near(): void;');
    expect(text).toContain('    near: () => raw.near(),');
  });

  it('does not take the comment of a file for that of a function', () => {
    expect(written('/** Of the file. */\n\nexport function a(): void {}')).not.toContain('Of the file');
  });

  it('leaves out what is not exported', () => {
    expect(written('function a(): void {}\nexport function b(): void {}')).not.toContain('raw.a');
  });

  it.each([
    [
      'export function a(lanes: v128): void {}',
      'src/kernels/assembly/k.ts: the host cannot pass a value of the type v128.',
    ],
    ['export function a(word: u64): void {}', 'cannot pass a value of the type u64'],
    ['export function a() {}', 'cannot pass a value of the type that is missing'],
    ["\nexport * from './b';", 'src/kernels/assembly/k.ts:2: write `export { name }'],
  ])('refuses %j', (source, message) => {
    expect(() => written(source, { 'b.ts': '' })).toThrow(message);
  });

  it('refuses a name that the other file does not export', () => {
    expect(() => written("export { a } from './b';", { 'b.ts': 'function a(): void {}' })).toThrow(
      'src/kernels/assembly/b.ts exports no function a',
    );
  });
});

describe('a call', () => {
  const short = shortage('memory', 'The test needs', '', 'stop');
  const openMetrics = () =>
    new Arena(metrics, short).layout({ histograms: 2 ** 16, keys: 24, order: 12, scores: 24, labels: 3 });

  it('reaches the kernel with its arguments in the kernel’s order, whatever the order of their names', () => {
    const arena = openMetrics();
    const { exports, at } = arena;
    arena.f64('scores').set([0.5, 0.25, 0.75]);
    arena.u8('labels').set([1, 0, 1]);
    exports.reset(at.histograms);
    const { scores, labels, keys, order, histograms } = at;
    exports.loadRows({ to: 3, from: 0, histograms, order, keys, labels, scores });
    expect([exports.positiveCount(), exports.negativeCount(), exports.nonFiniteCount()]).toEqual([2, 1, 0]);
  });

  it('does not compile with swapped, missing or unknown arguments', () => {
    const { exports, at } = openMetrics();
    const wrongCalls = (): void => {
      const window = new Arena(fresh, short).layout({ itemStart: 4, itemUser: 4 });
      // @ts-expect-error numbers in an order, which a swap would not change
      window.exports.setWindow(1, 2, 3, 4, 5, 6, 7);
      // @ts-expect-error five arrays are missing
      window.exports.setWindow(window.at);
      // @ts-expect-error there is no such argument
      exports.startPass({ histograms: at.histograms, digits: 1 });
      // @ts-expect-error no array has this name
      exports.reset(at.histogram);
      // @ts-expect-error two arguments in an order
      new Arena(coclick, short).layout({}).exports.setOwn(1, 2);
    };
    expect(wrongCalls).toBeTypeOf('function');
  });
});

describe('a record', () => {
  const module = (source: string): string => recordsModule(ts, ['k.ts'], () => source);

  it('is a class without a header, with its fields in their order', () => {
    const text = module(
      '/** Of all. */\n// @ts-ignore: decorator\n@unmanaged\nexport class Plan {\n  /** Where. */\n  at: u32;\n  rate: f32;\n}\nclass Other { at: u32; }',
    );
    expect(text).toContain(
      "// k.ts\n/** Of all. */\nexport const Plan = record({\n  /** Where. */\n  at: 'u32',\n  rate: 'f32',\n});\n",
    );
    expect(text).not.toContain('Other');
  });

  it.each([
    ['@unmanaged class Plan { lanes: v128; }', 'k.ts: Plan.lanes cannot be of the type v128'],
    ['@unmanaged class Plan { at: Plan; }', 'k.ts: Plan.at cannot be of the type Plan'],
  ])('refuses %j', (source, message) => {
    expect(() => module(source)).toThrow(message);
  });

  it('has a name of its own', () => {
    const read = () => '@unmanaged class Plan { at: u32; }';
    expect(() => recordsModule(ts, ['a.ts', 'b.ts'], read)).toThrow('a.ts and b.ts both have a record Plan');
  });
});
