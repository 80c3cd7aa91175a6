/** What a run with models hands on: its gate, its report in every format, and the features of its vectors. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/report/exports/formats.ts';
import { type Report, ReportSchema } from '../../../src/report/schema.ts';
import { evaluate, exportFeatures } from '../../support/evaluate.ts';
import { random } from '../../support/random.ts';
import { smallLog, smallSpec, writeSmallWorkspace } from '../../support/small-workspace.ts';

let folder: string;
let specPath: string;
let report: Report;

const run = () => ({
  signal: new AbortController().signal,
  onProgress: () => {},
  threads: 1,
  memoryBytes: 2 ** 31,
});

const MODELS = `seeds: 1
models:
  - {name: groups, embeddings: data/groups.jsonl, item: item, vector: v, use: [max, mean]}
  - {name: prod, predictions: data/with.csv, baseline: data/without.csv, key: [user_id, item_id, ts], score: s}
`;
const SPEC =
  smallSpec(`  - {name: reference, embeddings: data/groups.jsonl, item: item, vector: v, use: [max, mean]}
${MODELS}`);

/** Vectors that say which of the five groups an item is of, and scores that know it or do not. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-model-outputs-'));
  ({ specPath } = writeSmallWorkspace(folder, undefined, SPEC));
  const vectors = Array.from({ length: 60 }, (_, item) => ({
    item: `i${item}`,
    v: [0, 1, 2, 3, 4].map((group) => (item % 5 === group ? 1 : 0.1)),
  }));
  const path = (name: string) => join(folder, 'data', name);
  writeFileSync(path('groups.jsonl'), vectors.map((row) => JSON.stringify(row)).join('\n'));
  const next = random(3);
  const keys = smallLog()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const scores = (knows: boolean) =>
    keys.map(([user, item, ts]) => {
      const same = Number(user!.slice(1)) % 5 === Number(item!.slice(1)) % 5;
      return [user, item, ts, (same && knows ? 1 : 0) + next()].join(',');
    });
  writeFileSync(path('with.csv'), ['user_id,item_id,ts,s', ...scores(true)].join('\n'));
  writeFileSync(path('without.csv'), ['user_id,item_id,ts,s', ...scores(false)].join('\n'));
  const specText = `${SPEC}gate: {model: groups, ais: ">= 0.5"}\n`;
  report = await evaluate({ specPath, specText, run: run() });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run with models', () => {
  it('judges the gate on one', () => {
    const [groups] = report.models;
    expect(report.gate).toEqual({
      ...{ model: 'groups', condition: 'ais >= 0.5', value: groups!.ais.value, met: false },
    });
    expect(ReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('refuses a gate on one that is not there, at its line, before it trains', async () => {
    const specText = `${SPEC}gate: {model: group, ais: ">= 0.1"}\n`;
    await expect(evaluate({ specPath, specText, run: run() })).rejects.toMatchObject({
      ...{ kind: 'usage', code: 'unknown-gate-model' },
      where: { line: SPEC.split('\n').length },
      message: expect.stringContaining('did you mean `groups`?'),
    });
  });

  it('leaves the gate of a model out where another is evaluated alone', async () => {
    const specText = `${SPEC}gate: {model: groups, ais: ">= 0.5"}\n`;
    const alone = await evaluate({ specPath, specText, sources: ['prod'], run: run() });
    expect(alone.spec.only).toEqual(['prod']);
    expect(alone).not.toHaveProperty('gate');
    expect(alone.models.map(({ name }) => name)).toEqual(['prod']);
    expect(renderReport(alone, 'table', { colour: false, full: true })).toContain('Model prod, its scores');
    // Nothing but the base was trained, so no interval lacks the spread of seeds.
    expect(alone.warnings.map(({ code }) => code)).not.toContain('one-seed');
  });

  it('warns of one seed where only a model was trained', async () => {
    const alone = await evaluate({ specPath, sources: ['groups'], run: run() });
    expect(alone.sources).toEqual([]);
    expect(alone.warnings.map(({ code }) => code)).toContain('one-seed');
  });

  it('is shown in every format: the captured of what shares a feature map, the reason for the rest', () => {
    const [groups, prod] = report.models;
    expect(groups!.captured['reference']!.value).toBeCloseTo(1, 9);
    const text = renderReport(report, 'table', { colour: false, full: true }).replace(/\s+/g, ' ');
    expect(text).toContain('captured of reference 100.0 %');
    expect(text).toContain('Undefined: captured of co-click, captured of recent (the LIS of co-click is');
    expect(text).toMatch(/model:prod 0\.[0-9]{4} – – –/);
    expect(prod!.notCaptured['reference']).toMatch(/another ranker/);
    for (const format of ['markdown', 'html', 'csv', 'junit'] as const)
      expect(renderReport(report, format, { colour: false })).toContain('captured');
  });
});

describe('the exported features of models', () => {
  it('are a file for the vectors, none for scores, and the manifest says so', async () => {
    const out = join(folder, 'features');
    const manifest = await exportFeatures({ specPath, sources: ['groups', 'prod'], run: run() }, out);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect(manifest.files.map(({ file, source, model }) => [file, source, model])).toEqual([
      ['base.parquet', undefined, undefined],
      ['groups.parquet', undefined, 'groups'],
    ]);
    expect(manifest.files[1]!.columns).toEqual([
      { name: 'model_max', arm: 'model', feature: 'max' },
      { name: 'model_mean', arm: 'model', feature: 'mean' },
    ]);
    expect(manifest.scoresOnly).toEqual(['prod']);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const [row] = (
      await connection.runAndReadAll(
        `SELECT count(*)::INT AS rows, max(model_max) AS most, count(*) FILTER (WHERE model_max IS NULL)::INT AS missing
         FROM '${join(out, 'groups.parquet')}'`,
      )
    ).getRowObjectsJS();
    connection.closeSync();
    instance.closeSync();
    expect(row!['rows']).toBe(3000);
    expect(row!['most']).toBeCloseTo(1, 6);
    expect(row!['missing']).toBeLessThan(1500);
  });

  it('never replace those of the base', async () => {
    const specText = SPEC.replace('name: groups', 'name: base');
    await expect(
      exportFeatures({ specPath, specText, run: run() }, join(folder, 'taken')),
    ).rejects.toMatchObject({
      ...{ kind: 'usage', code: 'model-name-taken' },
      message: expect.stringContaining('give the model another name'),
    });
  });
});
