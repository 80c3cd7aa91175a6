/** What users are told of their data stands apart from SQL, so that a second engine says the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const engine = join(import.meta.dirname, '../../../../src/data/duckdb');

/** Failures that are made in a file, but for those of a defect, and warnings. */
function saidIn(text: string): string[] {
  return [...text.matchAll(/new Failure\(\s*'(?!internal')\w+'|\bcode: '[\w-]+'/g)].map(([found]) => found);
}

describe('sentences', () => {
  it('are found where they are made', () => {
    expect(saidIn("throw new Failure(\n 'data', 'a', b); w.push({ code: 'c-d', message });")).toHaveLength(2);
    expect(saidIn("throw new Failure('internal', 'lost', 'x');")).toEqual([]);
  });

  it.each(['beside', 'log', 'look'])('of src/data/duckdb/%s are made in src/data/policy', (folder) => {
    const files = readdirSync(join(engine, folder), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((path) => path.endsWith('.ts'));
    expect(sources.length).toBeGreaterThan(4);
    const said = sources.flatMap((path) =>
      saidIn(readFileSync(join(engine, folder, path), 'utf8')).map((found) => `${path}: ${found}`),
    );
    expect(said).toEqual([]);
  });
});
