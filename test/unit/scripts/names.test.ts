/** Which declarations the check of names finds, and that the project has none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyNames, faultsOfNames, keptNames } from '../../../scripts/lib/names.mjs';

const root = join(import.meta.dirname, '../../..');
const found = (text: string): string[] => emptyNames('a.ts', text).map(({ name }) => name);

describe('a name that says nothing of what it holds', () => {
  it.each([
    ['a variable', 'const own = 1;', 'own'],
    ['a loop', 'for (const one of all) read(one);', 'one'],
    ['a parameter', 'all.map((his) => his.name);', 'his'],
    ['a parameter of a type', 'type Read = (of: string) => void;', 'of'],
    ['a part of an object', 'const { own } = job;', 'own'],
    ['a part of an object by another name', 'const { columns: own } = job;', 'own'],
    ['a part of an array', 'const [one, other] = all;', 'one'],
    ['a function', 'function of() {}', 'of'],
    ['an import', "import { columns as own } from './columns.ts';", 'own'],
    ['a property of a type', 'interface Job { own: number }', 'own'],
    ['a member of a tuple', 'type Pair = [one: number, other: number];', 'one'],
    ['a private field', 'class Job { #own = 1 }', '#own'],
    ['a method', 'class Job { one() {} }', 'one'],
  ])('is found: %s', (_, text, name) => {
    expect(found(text)).toEqual([name]);
  });

  it.each([
    ['a method called `of`', 'class History { of(path: string) {} }'],
    ['a property of an object literal', 'train({ shared: [], own: columns });'],
    ['a part that is named anew', 'const { own: columns } = job;'],
    ['what another object calls so', 'read(job.own, Uint8Array.of(1));'],
    ['a longer name', 'const ownColumns = 1, oneUser = 2;'],
    ['the word of a loop', 'for (const row of rows) read(row);'],
  ])('is not found: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it('comes with its line', () => {
    expect(emptyNames('a.ts', 'const columns = 1;\nconst own = 2;')).toEqual([
      { name: 'own', line: 2, isProperty: false },
    ]);
  });
});

it('the project has none but the properties that are listed, and all of these are there', () => {
  expect(faultsOfNames(root)).toEqual([]);
  for (const { path, name } of keptNames) {
    const properties = emptyNames(path, readFileSync(join(root, path), 'utf8'));
    expect([path, properties.some((property) => property.isProperty && property.name === name)]).toEqual([
      path,
      true,
    ]);
  }
});
