/** The bundles that look into the cache: each finds what another one has left there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const dist = join(import.meta.dirname, '../../../dist');

test('the command line, the compute process and the library name the sources of a base alike', () => {
  const named = ['cli.mjs', 'server.mjs', 'index.mjs'].map((file) => {
    const text = readFileSync(join(dist, file), 'utf8');
    return /function programHash\(\) \{[^}]*?"([0-9a-f]{64})"/.exec(text)?.[1];
  });
  expect(named[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(named).size).toBe(1);
});
