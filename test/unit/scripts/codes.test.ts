/** The table of codes: current, complete, and read rightly from the ways in which the source writes a code. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { codeTable, currentTable } from '../../../scripts/codes.mjs';
import { codesOf } from '../../../scripts/lib/codes.mjs';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/reference/codes.md'), 'utf8');

/** Codes that stand as plain texts where a failure or a warning is made, found by their looks alone. */
function plainCodes(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((path) => path.endsWith('.ts') && !path.includes('assembly'));
  return sources.flatMap((path) => {
    const text = readFileSync(join(root, 'src', path), 'utf8');
    const failures = [...text.matchAll(/new Failure\(\s*'\w+',\s*'([\w-]+)'/g)];
    const warnings = [...text.matchAll(/\{ code: '([\w-]+)', message\b/g)];
    return [...failures, ...warnings].map(([, code]) => code!);
  });
}

describe('docs/reference/codes.md', () => {
  it('is the table of the source as it is: else run `node scripts/codes.mjs` and commit it', () => {
    expect(page).toBe(currentTable(root));
  });

  it('has every code that stands as a plain text in the source', () => {
    const codes = [...new Set(plainCodes())];
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  });
});

describe('a code is read', () => {
  function read(text: string): { codes: string[]; messages: string[]; faults: number } {
    const folder = mkdtempSync(join(tmpdir(), 'codes-'));
    const file = join(folder, 'x.ts');
    writeFileSync(
      file,
      `class Failure { constructor(kind: string, code: string, message: string) {} }\ndeclare const n: number, any: string;\n${text}`,
    );
    const program = ts.createProgram([file], { strict: true, lib: ['lib.es2023.d.ts'], types: [] });
    const { raised, faults } = codesOf(program, folder);
    rmSync(folder, { recursive: true });
    return {
      codes: raised.map(({ code }) => code),
      messages: raised.map(({ message }) => message),
      faults: faults.length,
    };
  }

  it.each([
    ['where it stands', "new Failure('data', 'a-b', `@{n} rows`);", ['a-b'], ['… rows']],
    ['of a warning', "const message = 'Odd.'; const w = [{ code: 'a-b', message }];", ['a-b'], ['Odd.']],
    [
      'through a function',
      "const no = (code: string, what: string) => new Failure('data', code, `no @{what}`); no('a', 'x'); no('b', any);",
      ['a', 'b'],
      ['no x', 'no …'],
    ],
    [
      'through two functions',
      "function one(code: string) { return new Failure('data', code, 'm'); } function two(c: string) { return one(c); } two('a');",
      ['a'],
      ['m'],
    ],
    [
      'from a template over names of a type',
      "function no(what: 'x' | 'y') { return new Failure('data', `no-@{what}`, 'm'); }",
      ['no-x', 'no-y'],
      ['m', 'm'],
    ],
    [
      'from a choice, with the words of the same choice',
      "const no = (what: string) => new Failure('data', `no-@{what}`, `no @{what}`); no(n > 1 ? 'x' : 'y');",
      ['no-x', 'no-y'],
      ['no x', 'no y'],
    ],
    [
      'from a spread list',
      "const p = (code: string, message: string) => ({ code, message }); const why = () => { return ['a', 'm']; }; p(...why());",
      ['a'],
      ['m'],
    ],
  ])('%s', (_, text, codes, messages) =>
    expect(read(text.replaceAll('@{', '$' + '{'))).toEqual({ codes, messages, faults: 0 }),
  );

  it('or is a fault where it cannot be followed', () => {
    expect(read("export const no = (code: string) => new Failure('data', code, 'm');").faults).toBe(1);
  });

  it('and one that is only passed on is not a code of its own', () => {
    expect(read("declare const f: { code: string }; new Failure('data', f.code, 'm');")).toEqual({
      codes: [],
      messages: [],
      faults: 0,
    });
  });
});

describe('the table', () => {
  const raised = { kind: 'data', file: 'src/data/split.ts' } as const;

  it('wants a sentence for every code', () => {
    const entry = { ...raised, use: 'failure', code: 'odd', message: '…' } as const;
    expect(() => codeTable([entry])).toThrow('no sentence for failure odd');
  });

  it('wants words for every place', () => {
    const entry = {
      ...raised,
      use: 'failure',
      code: 'odd',
      message: 'This is odd.',
      file: 'src/new/a.ts',
    } as const;
    expect(() => codeTable([entry])).toThrow('no words for the place of src/new/a.ts');
  });
});
