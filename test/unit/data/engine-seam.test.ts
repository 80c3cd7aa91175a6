/** What every engine shares stands apart from the one that there is: its sentences, and the tests of its contract. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** The text of each TypeScript file right in a folder, by its name. */
function filesOf(folder: string): [name: string, text: string][] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'));
  return names.map((name) => [name, readFileSync(join(root, folder, name), 'utf8')]);
}

/** Failures that are made in a file, but for those of a defect, and warnings. */
function saidIn(text: string): string[] {
  return [...text.matchAll(/new Failure\(\s*'(?!internal')\w+'|\bcode: '[\w-]+'/g)].map(([found]) => found);
}

describe('sentences', () => {
  it('are found where they are made', () => {
    expect(saidIn("throw new Failure(\n 'data', 'a', b); w.push({ code: 'c-d', message });")).toHaveLength(2);
    expect(saidIn("throw new Failure('internal', 'lost', 'x');")).toEqual([]);
  });

  it.each(['beside', 'log', 'log/time', 'look'])(
    'of src/data/duckdb/%s are made in src/data/policy',
    (folder) => {
      const files = filesOf(`src/data/duckdb/${folder}`);
      expect(files.length).toBeGreaterThan(4);
      const said = files.flatMap(([name, text]) => saidIn(text).map((found) => `${name}: ${found}`));
      expect(said).toEqual([]);
    },
  );
});

describe('the tests of the contract', () => {
  it('name no engine', () => {
    const files = filesOf('test/integration/data');
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter(([, text]) => /duckdb/i.test(text)).map(([name]) => name)).toEqual([]);
  });
});
