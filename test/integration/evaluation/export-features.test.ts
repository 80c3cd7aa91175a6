import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distinctNames } from '../../../src/evaluation/export/features.ts';
import type { FeatureManifest } from '../../../src/evaluation/export/manifest.ts';
import { exportFeatures } from '../../support/evaluate.ts';
import { query } from '../../support/query.ts';
import { type SmallWorkspace, writeSmallWorkspace } from '../../support/small-workspace.ts';

let folder: string;
let out: string;
let workspace: SmallWorkspace;
let manifest: FeatureManifest;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-export-'));
  out = join(folder, 'features');
  workspace = writeSmallWorkspace(folder);
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 2,
    memoryBytes: 2 ** 31,
  };
  manifest = await exportFeatures({ specPath: workspace.specPath, run }, out);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quiet = () => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  threads: 1,
  memoryBytes: 2 ** 30,
});

const first = async (sql: string): Promise<Record<string, unknown>> => (await query(sql))[0]!;

describe('exported features', () => {
  it('never replace those of the base by a source of that name', async () => {
    const specText = readFileSync(workspace.specPath, 'utf8').replace('name: co-click', 'name: Base');
    const run = {
      signal: new AbortController().signal,
      onProgress: () => {},
      threads: 1,
      memoryBytes: 2 ** 30,
    };
    await expect(
      exportFeatures({ specPath: workspace.specPath, specText, run }, join(folder, 'taken')),
    ).rejects.toMatchObject({ kind: 'usage', code: 'source-name-taken' });
  });

  it('are described by a manifest that names every column of every file', async () => {
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect(manifest.files.map(({ file }) => file)).toEqual([
      'base.parquet',
      'co-click.parquet',
      'recent.parquet',
    ]);
    const arms = new Set(manifest.files[1]!.columns.map(({ arm }) => arm));
    expect([...arms]).toEqual(['honest', 'fresh', 'leaked', 'leaked-total', 'placebo']);
    for (const { file, columns } of manifest.files) {
      const names = [...manifest.key, ...columns.map(({ name }) => name)];
      const found = await first(
        `SELECT list(name) AS names FROM parquet_schema('${join(out, file)}') WHERE name <> 'duckdb_schema'`,
      );
      expect(found['names']).toEqual(names);
    }
  });

  it('have names of their own where features differ in a space or in case alone', async () => {
    const shops = join(folder, 'shops');
    const small = writeSmallWorkspace(shops);
    const [head, ...lines] = readFileSync(small.logPath, 'utf8').trim().split('\n');
    const doubled = lines.map((line) => `${line},${line.split(',')[4]},same`);
    writeFileSync(small.logPath, [`${head},slot no,slot_no`, ...doubled].join('\n'));
    const specText = readFileSync(small.specPath, 'utf8').replace(
      'features: [position]',
      'features: ["slot no", slot_no]\n  counts: false',
    );
    const { files } = await exportFeatures(
      { specPath: small.specPath, specText, run: quiet() },
      join(shops, 'out'),
    );
    expect(files[0]!.columns).toEqual([
      { name: 'base_slot_no', arm: 'base', feature: 'slot no' },
      { name: 'base_slot_no_2', arm: 'base', feature: 'slot_no', taken: 'base_slot_no' },
    ]);
    // Codes: ten positions in the one, a single value in the other.
    const found = await first(
      `SELECT max(base_slot_no)::INT AS positions, min(base_slot_no_2)::INT AS least, max(base_slot_no_2)::INT AS most FROM '${join(shops, 'out', 'base.parquet')}'`,
    );
    expect(found).toEqual({ positions: 10, least: 1, most: 1 });
  });

  it('take no name twice, in any case, nor that of a key', () => {
    const column = (feature: string) => ({
      arm: 'base',
      feature,
      output: { name: feature, kind: 'number' as const, values: [] },
    });
    const named = distinctNames(['Price', 'price', 'price_2', 'PRICE', 'row'].map(column), [{ name: 'row' }]);
    expect(named.map(({ output, taken }) => [output.name, taken])).toEqual([
      ['Price', undefined],
      ['price_2', 'price'],
      ['price_2_2', 'price_2'],
      ['PRICE_3', 'PRICE'],
      ['row_2', 'row'],
    ]);
  });

  it('hold vectors once, in a file of their own that numbers refer to', async () => {
    const place = join(folder, 'vectors');
    const small = writeSmallWorkspace(place);
    // Every item but i0 has a vector, which begins with its number.
    const lines = Array.from({ length: 59 }, (_, i) => `i${i + 1},"[${i + 1}, 1, 2]"`);
    writeFileSync(join(place, 'vectors.csv'), ['item_id,v', ...lines].join('\n'));
    const written = readFileSync(small.specPath, 'utf8');
    const source =
      '{name: titles, embeddings: vectors.csv, item: item_id, vector: v, use: [max, projection]}';
    const specText = `${written.slice(0, written.indexOf('sources:'))}sources:\n  - ${source}\n`;
    const target = join(place, 'out');
    const { files } = await exportFeatures({ specPath: small.specPath, specText, run: quiet() }, target);
    expect(files.map(({ file }) => file)).toEqual(['base.parquet', 'titles.parquet']);
    expect(files[1]!.columns.filter(({ feature }) => feature === 'projection')).toEqual(
      ['leaked-total', 'placebo'].map((arm) => ({
        ...{ name: `${arm}_projection`, arm, feature: 'projection', vectors: 'titles.vectors.parquet' },
      })),
    );
    const joined = await first(
      `SELECT count(*)::INT AS rows, count(v.number)::INT AS known, min(len(v.vector))::INT AS length,
        max(abs(v.vector[1] / v.vector[2] - substr(f.item, 2)::INT)) < 1e-4 AS same,
        bool_or(abs(p.vector[1] / p.vector[2] - substr(f.item, 2)::INT) > 0.5) AS moved
        FROM '${join(target, 'titles.parquet')}' f
        LEFT JOIN '${join(target, 'titles.vectors.parquet')}' v ON v.number = f."leaked-total_projection"
        LEFT JOIN '${join(target, 'titles.vectors.parquet')}' p ON p.number = f.placebo_projection`,
    );
    const missing = await first(`SELECT count(*)::INT AS rows FROM '${small.logPath}' WHERE item_id = 'i0'`);
    expect(joined).toEqual({
      ...{ rows: 3000, known: 3000 - (missing['rows'] as number), length: 3, same: true, moved: true },
    });
    const taken = specText.replace(source, `${source}\n  - ${source.replace('titles', 'titles.Vectors')}`);
    await expect(
      exportFeatures({ specPath: small.specPath, specText: taken, run: quiet() }, target),
    ).rejects.toMatchObject({ code: 'source-name-taken' });
  });

  it('hold one row per row of the log, with its ids, label and part', async () => {
    const found = await first(
      `SELECT count(*)::INT AS rows, count(DISTINCT "user")::INT AS users, sum(label)::INT AS positives,
        count(*) FILTER (WHERE part = 2)::INT AS evaluated, count(*) FILTER (WHERE "leaked_count" > 0)::INT AS touched
        FROM '${join(out, 'co-click.parquet')}'`,
    );
    const log = await first(`SELECT sum(click)::INT AS positives FROM '${workspace.logPath}'`);
    expect(found).toMatchObject({ rows: 3000, users: 120, evaluated: 600, positives: log['positives'] });
    expect(found['touched']).toBeGreaterThan(1000);
  });
});
