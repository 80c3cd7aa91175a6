/** What finds a base or a head in the cache: only the program that would make the same one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { keptSources, keptSourcesHash } from '../../../scripts/lib/kept-sources.mjs';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('the command line, the compute process and the library name the kept sources alike', () => {
  const named = ['cli.mjs', 'server.mjs', 'index.mjs'].map((file) => {
    return /function programHash\(\) \{[^}]*?"([0-9a-f]{64})"/.exec(read(`dist/${file}`))?.[1];
  });
  expect(named).toEqual(Array(3).fill(keptSourcesHash()));
});

describe('the sources of what is kept', () => {
  it('hold all that makes bases and heads, on whatever thread, and nothing that reports them', () => {
    const sources = keptSources();
    expect(sources).toEqual(
      expect.arrayContaining([
        'src/data/kept/packed.ts',
        'src/evaluation/base/search/search.ts',
        'src/evaluation/base/scores.ts',
        'src/evaluation/base/search/references.ts',
        'src/evaluation/arms/fields.ts',
        // A head without a column has as many trees as the head with it.
        'src/evaluation/head/train-heads.ts',
        'src/ranker/head/train.ts',
        'src/ranker/train.ts',
        'src/metrics/logloss.ts',
        'src/specfile/schema-ranker.ts',
      ]),
    );
    expect(sources.filter((path) => /^src\/(cli|vscode|worker)|report\.ts$|verdict/.test(path))).toEqual([]);
  });

  it.each([
    'src/evaluation/head/train-heads.ts',
    'src/ranker/head/calibrate.ts',
    'src/evaluation/base/sample.ts',
  ])('have another hash where %s changes', (changed) => {
    const other = keptSourcesHash((path) => `${read(path)}${path === changed ? '// another rule\n' : ''}`);
    expect(other).not.toBe(keptSourcesHash());
    expect(keptSourcesHash(read)).toBe(keptSourcesHash());
  });

  it('are found by imports and exports on any number of lines, but for those of types', () => {
    const files: Record<string, string> = {
      'src/evaluation/base/cache/kept-search.ts':
        "import {\n  a,\n  type B,\n} from '../a.ts';\nimport type { C } from '../c.ts';",
      'src/evaluation/base/a.ts':
        "export { d } from '../d.ts';\nconst e = await import('./e.ts');\nexport type { F } from './f.ts';",
    };
    const found = keptSources((path) => files[path] ?? '');
    expect(found.filter((path) => !/kept|train-blocks|duckdb/.test(path))).toEqual([
      'src/evaluation/base/a.ts',
      'src/evaluation/base/e.ts',
      'src/evaluation/d.ts',
    ]);
  });
});
