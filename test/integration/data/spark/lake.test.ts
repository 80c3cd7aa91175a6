/**
 * Tables that lie where only a cluster reads them: Delta and Iceberg, by path and by the name in a catalogue, and files in a store that speaks S3. Each
 * has the rows that it has on this machine. By Sail, which reads all of them without Java.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { defaultEngine } from '../../../../src/data/default-engine.ts';
import type { Engine } from '../../../../src/data/engine.ts';
import { openSparkSession } from '../../../../src/data/spark/connect/session.ts';
import { type SpecInput, SpecSchema } from '../../../../src/specfile/schema.ts';
import { writeParquetFile } from '../../../support/parquet-file.ts';
import { type IcebergCatalog, startIcebergCatalog } from '../../../support/spark/iceberg-catalog.ts';
import type { TestServer } from '../../../support/spark/process.ts';
import { startS3, startSail } from '../../../support/spark/sail.ts';
import { failureOf, folderWith, runContext } from '../support.ts';
import { content } from './suite.ts';

type Path = SpecInput['log']['path'];

const SECRET = 'a-secret-of-the-tests';
const folder = folderWith();
let missing: string | undefined;
let sail: TestServer;
let store: TestServer;
let catalog: IcebergCatalog;
let engine: Engine;
let here: Dataset;

function test(name: string, body: () => Promise<void>): void {
  it(name, async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await body();
  });
}

function load(path: Path, cluster = true): Promise<Dataset> {
  const spec = SpecSchema.parse({
    version: 1,
    ...(cluster && { engine: { kind: 'spark', url: `sc://${sail.target}` } }),
    log: { path, user: 'user', item: 'item', label: 'y', time: 't', features: ['kind'] },
    split: { evaluate: '20%', slices: 5 },
  });
  return engine.load(spec, folder, runContext());
}

async function put(key: string, file?: string): Promise<void> {
  const body = file === undefined ? {} : { body: readFileSync(file) };
  const { status } = await fetch(`http://${store.target}/${key}`, { method: 'PUT', ...body });
  if (status !== 200) throw new Error(`the store answers ${status} for ${key}`);
}

beforeAll(async () => {
  const started = await startS3();
  if ('reason' in started) {
    missing = started.reason;
    return;
  }
  store = started;
  catalog = await startIcebergCatalog();
  const server = await startSail({
    SAIL_CATALOG__LIST: `[{type="memory", name="sail", initial_database=["default"]}, {type="iceberg-rest", name="lake", uri="${catalog.url}"}]`,
    SAIL_CATALOG__DEFAULT_CATALOG: 'sail',
    AWS_ENDPOINT: `http://${store.target}`,
    AWS_ALLOW_HTTP: 'true',
    AWS_VIRTUAL_HOSTED_STYLE_REQUEST: 'false',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'lis',
    AWS_SECRET_ACCESS_KEY: SECRET,
  });
  if ('reason' in server) throw new Error(server.reason);
  sail = server;
  engine = await defaultEngine();

  const rows = (where: string) => `SELECT CAST(i % 7 AS BIGINT) AS "user", (i * 5) % 11 AS item,
    CAST(i % 3 = 0 AS INTEGER) AS y, 1700000000 + i AS t, 'k' || i % 4 AS kind FROM range(600) AS r(i) WHERE ${where}`;
  await writeParquetFile(join(folder, 'log.parquet'), rows('true'));
  await writeParquetFile(join(folder, 'day=1.parquet'), rows('i < 200'));
  await writeParquetFile(join(folder, 'day=2.parquet'), rows('i >= 200'));
  here = await load('log.parquet', false);

  await put('lake');
  await put('lake/log.parquet', join(folder, 'log.parquet'));
  await put('lake/days/1.parquet', join(folder, 'day=1.parquet'));
  await put('lake/days/2.parquet', join(folder, 'day=2.parquet'));

  const { signal } = new AbortController();
  const session = await openSparkSession({ target: sail.target, tls: false }, { signal });
  for (const format of ['delta', 'iceberg']) {
    // Rows that were there once: their files still are.
    for (const query of [
      `CREATE TABLE ${format}_log (\`user\` BIGINT, item BIGINT, y INT, t BIGINT, kind STRING) USING ${format} LOCATION '${join(folder, format)}'`,
      `INSERT INTO ${format}_log SELECT * FROM parquet.\`${join(folder, 'log.parquet')}\``,
      `INSERT INTO ${format}_log SELECT CAST(99 AS BIGINT), CAST(id AS BIGINT), 1, CAST(1700000000 AS BIGINT), 'gone' FROM range(50)`,
      `DELETE FROM ${format}_log WHERE \`user\` = 99`,
    ])
      for await (const _ of session.batches({ sql: { query } }));
  }
  await session.close();
  const [last = ''] = globSync(join(folder, 'iceberg', 'metadata', 'v*.metadata.json'))
    .sort()
    .reverse();
  catalog.add('db', 'log', last);
}, 120_000);

afterAll(async () => {
  await sail?.stop();
  await store?.stop();
  catalog?.stop();
});

describe('a log that only a cluster reads', () => {
  for (const [name, path] of [
    ['a Delta table', () => ({ table: `delta.\`${join(folder, 'delta')}\`` })],
    ['an Iceberg table', () => ({ table: `iceberg.\`${join(folder, 'iceberg')}\`` })],
    ['an Iceberg table of a catalogue', () => ({ table: 'lake.db.log' })],
    ['a file in S3', () => 's3://lake/log.parquet'],
    ['a folder in S3', () => 's3://lake/days/'],
    ['files in S3', () => 's3://lake/days/*.parquet'],
  ] as [string, () => Path][]) {
    test(`may be ${name}`, async () => {
      const there = await load(path());
      expect(content(there)).toEqual(content(here));
      expect(there.inputs).toMatchObject([{ role: 'log', rows: 600 }]);
    });
  }

  test('is no folder whose files hold deleted rows too', async () => {
    for (const format of ['delta', 'iceberg']) {
      const failure = await failureOf(load(join(folder, format)));
      expect(failure).toMatchObject({ code: 'spark-lake-folder', where: { specPath: ['log', 'path'] } });
      expect(failure.message).toContain(`{table: "${format}.\`${join(folder, format)}\`"}`);
    }
  });

  test('is no files out of such a folder either', async () => {
    for (const [format, files] of [
      ['delta', '*.parquet'],
      ['iceberg', 'data/*.parquet'],
      ['iceberg', 'data'],
    ] as const) {
      const failure = await failureOf(load(join(folder, format, files)));
      expect(failure).toMatchObject({ code: 'spark-lake-folder', where: { specPath: ['log', 'path'] } });
      expect(failure.message).toContain(`{table: "${format}.\`${join(folder, format)}\`"}`);
    }
  });

  test('is missing where it is not there', async () => {
    for (const path of ['s3://lake/none.parquet', { table: 'lake.db.none' }, 's3://nowhere/log.parquet']) {
      const failure = await failureOf(load(path));
      expect(failure).toMatchObject({ kind: 'data', where: { specPath: ['log', 'path'] } });
      expect(failure.message).not.toContain(SECRET);
    }
  });
});
