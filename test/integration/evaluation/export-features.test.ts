import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFeatures, type FeatureManifest } from '../../../src/evaluation/export-features.ts';
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

async function query(sql: string): Promise<Record<string, unknown>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return row!;
}

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
      const found = await query(
        `SELECT list(name) AS names FROM parquet_schema('${join(out, file)}') WHERE name <> 'duckdb_schema'`,
      );
      expect(found['names']).toEqual(names);
    }
  });

  it('hold one row per row of the log, with its ids, label and part', async () => {
    const found = await query(
      `SELECT count(*)::INT AS rows, count(DISTINCT "user")::INT AS users, sum(label)::INT AS positives,
        count(*) FILTER (WHERE part = 2)::INT AS evaluated, count(*) FILTER (WHERE "leaked_count" > 0)::INT AS touched
        FROM '${join(out, 'co-click.parquet')}'`,
    );
    const log = await query(`SELECT sum(click)::INT AS positives FROM '${workspace.logPath}'`);
    expect(found).toMatchObject({ rows: 3000, users: 120, evaluated: 600, positives: log['positives'] });
    expect(found['touched']).toBeGreaterThan(1000);
  });
});
